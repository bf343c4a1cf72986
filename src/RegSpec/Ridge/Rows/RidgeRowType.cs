using System.Globalization;
using System.Runtime.InteropServices;

namespace RegSpec;

/// <summary>
/// The ridge regression of a type annotated with <see cref="RidgeRegressionAttribute"/>: its columns, and how rows become numbers. Generated
/// code derives from it; use the generated static class <c>&lt;Type&gt;Ridge</c>. Rows are enumerated once; a fit keeps their numbers, 8 bytes for
/// each column and the target. Minimised is Σᵢ sᵢ(yᵢ − b − zᵢᵀw)² + λ Σⱼ fⱼwⱼ². Thread-safe.
/// </summary>
/// <typeparam name="T">The annotated type.</typeparam>
public abstract partial class RidgeRowType<T>
{
    /// <summary>Rows read at a time from what is neither an array nor a list.</summary>
    private const int ChunkRows = 256;

    /// <summary>Called by generated code.</summary>
    /// <param name="schema">What the type declares.</param>
    protected RidgeRowType(RidgeSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        FeatureCount = schema.Layout.Columns.Count;
    }

    /// <summary>What the type declares.</summary>
    public RidgeSchema Schema { get; }

    /// <summary>Names and treatment of the columns, for a <see cref="RidgeProblem"/> of one's own.</summary>
    public RidgeOptions Options => Schema.Options;

    /// <summary>p, the number of columns.</summary>
    public int FeatureCount { get; }

    /// <summary>Fits at one λ.</summary>
    /// <param name="rows">At least two rows.</param>
    /// <param name="lambda">λ, finite and ≥ 0; null for the declared one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">A row cannot be used, or fewer than two count.</exception>
    public RidgeModel<T> Fit(IEnumerable<T> rows, double? lambda = null)
    {
        double penalty = CheckedLambda(lambda);
        return new(this, Problem(rows).Fit(penalty));
    }

    /// <summary>Fits statistics, of which parts may have been merged. Without rows nothing is refined.</summary>
    /// <param name="statistics">From <see cref="Statistics"/>.</param>
    /// <param name="lambda">λ, finite and ≥ 0; null for the declared one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">The statistics are of other columns, or cover fewer than two rows.</exception>
    public RidgeModel<T> Fit(RidgeStatistics statistics, double? lambda = null)
    {
        double penalty = CheckedLambda(lambda);
        ArgumentNullException.ThrowIfNull(statistics);
        string? difference = statistics.Layout is { } layout ? DifferenceFrom(layout) : "their columns have no names";
        if (difference is not null)
        {
            throw new ArgumentException($"statistics: are of other columns than {typeof(T).Name}: {difference}; use Statistics of the same class, or its Schema.Layout.", nameof(statistics));
        }

        return new(this, RidgeProblem.FromStatistics(statistics, Options).Fit(penalty));
    }

    /// <summary>Solutions for many λ; null for 100 that span the eigenvalues.</summary>
    /// <exception cref="ArgumentException">A row cannot be used, fewer than two count, or there is no λ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite.</exception>
    public RidgePath Path(IEnumerable<T> rows, IReadOnlyList<double>? lambdas = null) => Problem(rows).Path(lambdas);

    /// <summary>Selects λ by a criterion and fits there.</summary>
    /// <param name="rows">At least two rows.</param>
    /// <param name="selection">The criterion.</param>
    /// <param name="lambdas">λ &gt; 0 to start from; null for 100 that span the eigenvalues.</param>
    /// <exception cref="ArgumentException">A row cannot be used, fewer than two count, or the folds do not fit the rows.</exception>
    /// <exception cref="InvalidOperationException">The criterion needs unit weights or positive factors that are not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is not positive and finite.</exception>
    public RidgeModel<T> Select(IEnumerable<T> rows, LambdaSelection selection, IReadOnlyList<double>? lambdas = null)
    {
        ArgumentNullException.ThrowIfNull(selection);
        RidgeSelection selected = Problem(rows).Select(selection, lambdas);
        return new(this, selected.Solution, selected);
    }

    /// <summary>The objective as a function of the coefficients.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">A row cannot be used, or fewer than two count.</exception>
    public RidgeObjective Objective(IEnumerable<T> rows, double lambda)
    {
        double penalty = CheckedLambda(lambda);
        return Problem(rows).Objective(penalty);
    }

    /// <summary>Statistics of the rows in constant memory; they can be merged, stored and fitted.</summary>
    /// <exception cref="ArgumentException">A row cannot be used.</exception>
    public RidgeStatistics Statistics(IEnumerable<T> rows)
    {
        ColumnNames names = new(Schema.Layout, nameof(rows));
        SummedRows sums = new(FeatureCount, Schema.Weight is not null, CountOf(rows), names);
        Read(rows, sums);
        return sums.Finish();
    }

    /// <summary>The rows as a problem, for several fits of the same rows.</summary>
    /// <exception cref="ArgumentException">A row cannot be used, or fewer than two count.</exception>
    public RidgeProblem Problem(IEnumerable<T> rows)
    {
        KeptRows kept = new(FeatureCount, Schema.Weight is not null, CountOf(rows));
        Read(rows, kept);
        return RidgeProblem.FromRows(kept.Finish(), Options, nameof(rows));
    }

    /// <summary>The model of a stored solution.</summary>
    /// <exception cref="ArgumentException">The solution is of other columns.</exception>
    public RidgeModel<T> FromSolution(RidgeSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        return DifferenceFrom(solution.Layout) is { } difference
            ? throw new ArgumentException($"solution: has other columns than {typeof(T).Name}: {difference}; fit it again.", nameof(solution))
            : new(this, solution);
    }

    /// <summary>Writes the p columns of one row; the target is not read.</summary>
    /// <param name="row">The row.</param>
    /// <param name="values">Room for exactly p values.</param>
    /// <exception cref="ArgumentException">The row cannot be used, or <paramref name="values"/> has another length.</exception>
    public void Write(T row, Span<double> values)
    {
        if (values.Length != FeatureCount)
        {
            throw new ArgumentException($"values: has {values.Length} entries for {FeatureCount} columns; give one a column.", nameof(values));
        }

        WriteFeatures(row, SingleRow, values);
    }

    /// <summary>Writes the p columns of one row of many.</summary>
    internal double[] Read(T row, long index, double[] values)
    {
        WriteFeatures(row, index, values);
        return values;
    }

    /// <summary>Writes the p columns of one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="index">Its 0-based place, for messages; negative for a row by itself.</param>
    /// <param name="values">Room for p values.</param>
    protected abstract void WriteFeatures(T row, long index, Span<double> values);

    /// <summary>Writes consecutive rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="index">0-based place of the first; while rows are read, that of the row at hand.</param>
    /// <param name="values">For each row p columns, then the target.</param>
    /// <param name="weights">For each row its weight; empty without.</param>
    protected abstract void WriteRows(ReadOnlySpan<T> rows, ref long index, Span<double> values, Span<double> weights);

    /// <summary>Copies single-precision values.</summary>
    protected static void Widen(ReadOnlySpan<float> from, Span<double> to)
    {
        for (int i = 0; i < from.Length && i < to.Length; i++)
        {
            to[i] = from[i];
        }
    }

    private static int? CountOf(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.TryGetNonEnumeratedCount(out int count) ? count : null;
    }

    private void Read(IEnumerable<T> rows, RowCollector collector)
    {
        switch (rows)
        {
            case T[] array:
                Add(array, collector);
                break;
            case List<T> list:
                Add(CollectionsMarshal.AsSpan(list), collector);
                break;
            default:
                T[] chunk = new T[ChunkRows];
                int filled = 0;
                foreach (T row in rows)
                {
                    chunk[filled++] = row;
                    if (filled == chunk.Length)
                    {
                        Add(chunk, collector);
                        filled = 0;
                    }
                }

                Add(chunk.AsSpan(0, filled), collector);
                break;
        }
    }

    private void Add(ReadOnlySpan<T> rows, RowCollector collector)
    {
        while (!rows.IsEmpty)
        {
            Span<double> values = collector.Reserve(rows.Length, out Span<double> weights, out int count);
            long index = collector.Count;
            try
            {
                WriteRows(rows[..count], ref index, values, weights);
            }
            catch (Exception exception) when (!IsFault(exception))
            {
                throw Unreadable(exception, index);
            }

            CheckWeights(weights, collector.Count);
            collector.Commit(count);
            rows = rows[count..];
        }
    }

    private void CheckWeights(ReadOnlySpan<double> weights, long first)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"rows: row {first + i}, weight '{Schema.Weight!.Name}' is {weights[i]}; weights must be finite and ≥ 0."), "rows");
            }
        }
    }

    private double CheckedLambda(double? given)
    {
        double value = given ?? Schema.Lambda;
        RidgeProblem.CheckLambda(value, "lambda");
        return value;
    }
}
