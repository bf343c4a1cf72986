using System.Data.Common;
using System.Globalization;
using Microsoft.ML;
using Sylvan.Data.Csv;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// Rows that are no objects of the annotated type: data views and frames, data readers, CSV, asynchronous sequences. Columns are found by the names of the members, or those of
/// their <c>[Column]</c>, exactly or but for case; what is missing or of another type is an <see cref="ArgumentException"/> that names it. Records are read once; those with strings are kept as numbers until all levels are known.
/// </summary>
public static class RidgeSources
{
    /// <summary>Statistics of an ML.NET data view or of a DataFrame, in constant memory.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, or a record cannot be used; the message says which.</exception>
    public static RidgeStatistics Statistics<T>(this RidgeRowType<T> type, IDataView data, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        using Records records = Of(type, data);
        return new RecordReader(type.Schema, records).Statistics(progress, cancellation);
    }

    /// <summary>The records of an ML.NET data view or of a DataFrame as a problem, for fits, paths and selections with everything that rows allow.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, a record cannot be used, or fewer than two count.</exception>
    public static RidgeProblem Problem<T>(this RidgeRowType<T> type, IDataView data, CancellationToken cancellation = default)
    {
        using Records records = Of(type, data);
        return Problem(type, records, cancellation);
    }

    /// <summary>Statistics of what a data reader yields, in constant memory. The reader is read to its end, not closed.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, or a record cannot be used; the message says which.</exception>
    public static RidgeStatistics Statistics<T>(this RidgeRowType<T> type, DbDataReader reader, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(reader);
        return new RecordReader(type.Schema, new ReaderRecords(reader, nameof(reader))).Statistics(progress, cancellation);
    }

    /// <summary>What a data reader yields as a problem. The reader is read to its end, not closed.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, a record cannot be used, or fewer than two count.</exception>
    public static RidgeProblem Problem<T>(this RidgeRowType<T> type, DbDataReader reader, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(reader);
        return Problem(type, new ReaderRecords(reader, nameof(reader)), cancellation);
    }

    /// <summary>Statistics of delimited text with a line of names first, in constant memory; the delimiter is found by itself. Numbers are invariant.</summary>
    /// <exception cref="ArgumentException">A column is missing or a record cannot be used; the message says which.</exception>
    public static RidgeStatistics Statistics<T>(this RidgeRowType<T> type, TextReader csv, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(csv);
        using CsvDataReader reader = CsvDataReader.Create(csv, new CsvDataReaderOptions { OwnsReader = false });
        return new RecordReader(type.Schema, new ReaderRecords(reader, nameof(csv))).Statistics(progress, cancellation);
    }

    /// <summary>Delimited text with a line of names first as a problem.</summary>
    /// <exception cref="ArgumentException">A column is missing, a record cannot be used, or fewer than two count.</exception>
    public static RidgeProblem Problem<T>(this RidgeRowType<T> type, TextReader csv, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(csv);
        using CsvDataReader reader = CsvDataReader.Create(csv, new CsvDataReaderOptions { OwnsReader = false });
        return Problem(type, new ReaderRecords(reader, nameof(csv)), cancellation);
    }

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

    /// <summary>The model of a solution to a problem of this type: <c>HouseRidge.Type.Fit(view)</c> in one call.</summary>
    /// <exception cref="ArgumentException">A column is missing or has another type, a record cannot be used, or fewer than two count.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    public static RidgeModel<T> Fit<T>(this RidgeRowType<T> type, IDataView data, double? lambda = null, CancellationToken cancellation = default) =>
        type.FromSolution(type.Problem(data, cancellation).Fit(lambda ?? type.Schema.Lambda));

    private static DataViewRecords Of<T>(RidgeRowType<T> type, IDataView data)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(data);
        RidgeSchema schema = type.Schema;
        return new(data, [.. schema.Features.Select(feature => feature.Source), .. schema.Targets.Select(target => target.Source), .. schema.Weight is { } weight ? [weight.Source] : Array.Empty<string>()]);
    }

    private static RidgeProblem Problem<T>(RidgeRowType<T> type, Records records, CancellationToken cancellation)
    {
        (double[] features, double[] targets, double[]? weights, int rows, RidgeEncoding encoding) = new RecordReader(type.Schema, records).All(null, cancellation);
        int t = type.Schema.Targets.Count;
        return RidgeProblem.FromMatrices(
            tensor(features, rows, encoding.Layout.Columns.Count), t == 1 ? tensor(targets) : tensor(targets, rows, t), weights is null ? null : tensor(weights), encoding.Options);
    }
}
