using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Analysis;
using Microsoft.ML;
using Sylvan.Data.Csv;

namespace RegSpec;

/// <summary>
/// Rows that are no objects of the annotated type: data views and frames, data readers, CSV, asynchronous sequences. Columns are found by the names of the members, or those of
/// their <c>[Column]</c>, exactly or but for case; what is missing or of another type is an <see cref="ArgumentException"/> that names it. Records are read once; those with strings are kept as numbers until all levels are known. Everything that a type declares is read as it is of objects: missing values, polynomials, products, groups, several targets.
/// </summary>
public static class RidgeSources
{
    /// <summary>Statistics of an ML.NET data view or of a DataFrame, in constant memory unless there are strings.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, or a record cannot be used; the message says which.</exception>
    public static RidgeStatistics Statistics<T>(this RidgeRowType<T> type, IDataView data, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Read(type, data, readsGroups: false, records => type.StatisticsOfRecords(records, progress, cancellation));

    /// <summary>The records of an ML.NET data view or of a DataFrame as a problem, for fits, paths and selections with everything that rows allow.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, a record cannot be used, or fewer than two count.</exception>
    public static RidgeProblem Problem<T>(this RidgeRowType<T> type, IDataView data, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Read(type, data, readsGroups: true, records => type.ProblemOfRecords(records, progress, cancellation));

    /// <summary>Fits the records of an ML.NET data view or of a DataFrame at one λ; null for the declared ones.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, a record cannot be used, or fewer than two count.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    public static RidgeModel<T> Fit<T>(this RidgeRowType<T> type, IDataView data, double? lambda = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Read(type, data, readsGroups: false, records => type.FitRecords(records, lambda, progress, cancellation));

    /// <summary>Selects λ by a criterion and fits the records of an ML.NET data view or of a DataFrame there.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, a record cannot be used, fewer than two count, or the folds do not fit them.</exception>
    /// <exception cref="InvalidOperationException">The criterion needs unit weights or positive factors that are not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is not positive and finite.</exception>
    public static RidgeModel<T> Select<T>(
        this RidgeRowType<T> type, IDataView data, LambdaSelection selection, IReadOnlyList<double>? lambdas = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Read(type, data, readsGroups: true, records => type.SelectRecords(records, selection, lambdas, progress, cancellation));

    /// <summary>Statistics of what a data reader yields, in constant memory unless there are strings. The reader is read to its end, not closed.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, or a record cannot be used; the message says which.</exception>
    public static RidgeStatistics Statistics<T>(this RidgeRowType<T> type, DbDataReader reader, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Read(type, reader, readsGroups: false, records => type.StatisticsOfRecords(records, progress, cancellation));

    /// <summary>What a data reader yields as a problem, for fits, paths and selections with everything that rows allow. The reader is read to its end, not closed.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, a record cannot be used, or fewer than two count.</exception>
    public static RidgeProblem Problem<T>(this RidgeRowType<T> type, DbDataReader reader, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Read(type, reader, readsGroups: true, records => type.ProblemOfRecords(records, progress, cancellation));

    /// <summary>Fits what a data reader yields at one λ; null for the declared ones. The reader is read to its end, not closed.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, a record cannot be used, or fewer than two count.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    public static RidgeModel<T> Fit<T>(this RidgeRowType<T> type, DbDataReader reader, double? lambda = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Read(type, reader, readsGroups: false, records => type.FitRecords(records, lambda, progress, cancellation));

    /// <summary>Selects λ by a criterion and fits what a data reader yields there. The reader is read to its end, not closed.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, a record cannot be used, fewer than two count, or the folds do not fit them.</exception>
    /// <exception cref="InvalidOperationException">The criterion needs unit weights or positive factors that are not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is not positive and finite.</exception>
    public static RidgeModel<T> Select<T>(
        this RidgeRowType<T> type, DbDataReader reader, LambdaSelection selection, IReadOnlyList<double>? lambdas = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Read(type, reader, readsGroups: true, records => type.SelectRecords(records, selection, lambdas, progress, cancellation));

    /// <summary>Statistics of delimited text with a line of names first, in constant memory unless there are strings. The delimiter is found by itself; numbers are invariant.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, or a record cannot be used; the message says which.</exception>
    public static RidgeStatistics Statistics<T>(this RidgeRowType<T> type, TextReader csv, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Read(type, csv, readsGroups: false, records => type.StatisticsOfRecords(records, progress, cancellation));

    /// <summary>Delimited text with a line of names first as a problem, for fits, paths and selections with everything that rows allow. The delimiter is found by itself; numbers are invariant.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, a record cannot be used, or fewer than two count.</exception>
    public static RidgeProblem Problem<T>(this RidgeRowType<T> type, TextReader csv, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Read(type, csv, readsGroups: true, records => type.ProblemOfRecords(records, progress, cancellation));

    /// <summary>Fits delimited text with a line of names first at one λ; null for the declared ones. The delimiter is found by itself; numbers are invariant.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, a record cannot be used, or fewer than two count.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    public static RidgeModel<T> Fit<T>(this RidgeRowType<T> type, TextReader csv, double? lambda = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Read(type, csv, readsGroups: false, records => type.FitRecords(records, lambda, progress, cancellation));

    /// <summary>Selects λ by a criterion and fits delimited text with a line of names first there. The delimiter is found by itself; numbers are invariant.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, a record cannot be used, fewer than two count, or the folds do not fit them.</exception>
    /// <exception cref="InvalidOperationException">The criterion needs unit weights or positive factors that are not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is not positive and finite.</exception>
    public static RidgeModel<T> Select<T>(
        this RidgeRowType<T> type, TextReader csv, LambdaSelection selection, IReadOnlyList<double>? lambdas = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Read(type, csv, readsGroups: true, records => type.SelectRecords(records, selection, lambdas, progress, cancellation));

    /// <summary>Statistics of rows that arrive over time, in constant memory unless there are strings, whose levels all rows teach.</summary>
    /// <exception cref="ArgumentException">A row cannot be used; the message names its place in its block and the block's place.</exception>
    public static async Task<RidgeStatistics> StatisticsAsync<T>(
        this RidgeRowType<T> type, IAsyncEnumerable<T> rows, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        const int RowsPerBlock = 4096;
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(rows);
        if (type.Schema.IsLearned)
        {
            List<T> all = [];
            await foreach (T row in rows.WithCancellation(cancellation).ConfigureAwait(false))
            {
                all.Add(row);
            }

            return type.Statistics(all, progress, cancellation);
        }

        RidgeStatistics statistics = new(type.Schema.Layout);
        List<T> block = new(RowsPerBlock);
        long first = 0;
        await foreach (T row in rows.WithCancellation(cancellation).ConfigureAwait(false))
        {
            block.Add(row);
            if (block.Count == RowsPerBlock)
            {
                Sum();
            }
        }

        if (block.Count > 0)
        {
            Sum();
        }

        return statistics;

        void Sum()
        {
            try
            {
                statistics.Merge(type.Statistics(block));
            }
            catch (ArgumentException fault) when (first > 0)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{fault.Message} Rows are counted from row {first} of the sequence."), nameof(rows), fault);
            }

            first += block.Count;
            block.Clear();
            progress?.Report(new("rows", first));
        }
    }

    private static TResult Read<T, TResult>(RidgeRowType<T> type, IDataView data, bool readsGroups, Func<RidgeRecords, TResult> work)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(data);
        RidgeSchema schema = type.Schema;
        using Records records = data is DataFrame frame ? new DataFrameRecords(frame) : new DataViewRecords(data, [
            .. schema.Features.Select(feature => feature.Source), .. schema.Targets.Concat(schema.Weight is { } weight ? [weight] : Array.Empty<RidgeMember>())
                .Concat(readsGroups && schema.Group is { } group ? [group] : Array.Empty<RidgeMember>()).Select(member => member.Source)]);
        return work(new RecordReader(schema, records, readsGroups));
    }

    private static TResult Read<T, TResult>(RidgeRowType<T> type, DbDataReader reader, bool readsGroups, Func<RidgeRecords, TResult> work)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(reader);
        return work(new RecordReader(type.Schema, new ReaderRecords(reader, nameof(reader)), readsGroups));
    }

    private static TResult Read<T, TResult>(RidgeRowType<T> type, TextReader csv, bool readsGroups, Func<RidgeRecords, TResult> work)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(csv);
        using CsvDataReader reader = CsvDataReader.Create(csv, new CsvDataReaderOptions { OwnsReader = false });
        return work(new RecordReader(type.Schema, new ReaderRecords(reader, nameof(csv)), readsGroups));
    }
}
