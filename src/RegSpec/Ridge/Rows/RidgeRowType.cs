using System.Globalization;
using System.Runtime.InteropServices;

namespace RegSpec;

/// <summary>
/// The ridge regression of a type annotated with <see cref="RidgeRegressionAttribute"/>: its columns, and how rows become numbers. Generated
/// code derives from it; use the generated static class <c>&lt;Type&gt;Ridge</c>. Rows are enumerated once; a fit keeps their numbers, 8 bytes for
/// each column and the target. Minimised is Σᵢ sᵢ(yᵢ − b − zᵢᵀw)² + λ Σⱼ fⱼwⱼ². Thread-safe.
/// </summary>
/// <typeparam name="T">The annotated type.</typeparam>
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public abstract partial class RidgeRowType<T>
{
    /// <summary>Most rows between two looks at whether to go on.</summary>
    private const int RowsPerLook = 1 << 14;

    /// <summary>Rows that progress expects where their number is not known.</summary>
    private const int UnknownCount = 1 << 20;

    /// <summary>Rows read at a time from what is neither an array nor a list.</summary>
    private const int ChunkRows = 256;

    /// <summary>Called by generated code.</summary>
    /// <param name="schema">What the type declares.</param>
    protected RidgeRowType(RidgeSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
    }

    /// <summary>What the type declares.</summary>
    public RidgeSchema Schema { get; }

    /// <summary>Names and treatment of the columns, for a <see cref="RidgeProblem"/> of one's own.</summary>
    public RidgeOptions Options => Schema.Options;

    /// <summary>p, the number of columns.</summary>
    /// <exception cref="InvalidOperationException">It depends on the levels of strings.</exception>
    public int FeatureCount => Schema.Layout.Columns.Count;

    /// <summary>Fits at one λ.</summary>
    /// <param name="rows">At least two rows.</param>
    /// <param name="lambda">λ, finite and ≥ 0; null for the declared one.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">A row cannot be used, or fewer than two count.</exception>
    public RidgeModel<T> Fit(IEnumerable<T> rows, double? lambda = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        double penalty = CheckedLambda(lambda);
        return Watch(rows, progress, cancellation, RidgeProblem.PassesOfFit, watch =>
        {
            (RidgeProblem problem, RidgeEncoding encoding) = Learn(rows, watch);
            return FitOf(problem, encoding, penalty);
        });
    }

    /// <summary>Fits statistics, of which parts may have been merged. Without rows nothing is refined.</summary>
    /// <param name="statistics">From <c>Statistics</c>.</param>
    /// <param name="lambda">λ, finite and ≥ 0; null for the declared one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">The statistics are of other columns, or cover fewer than two rows.</exception>
    public RidgeModel<T> Fit(RidgeStatistics statistics, double? lambda = null)
    {
        double penalty = CheckedLambda(lambda);
        ArgumentNullException.ThrowIfNull(statistics);
        if (statistics.Layout is not { } layout)
        {
            throw new ArgumentException($"statistics: are of other columns than {typeof(T).Name}: their columns have no names; use Statistics of the same class, or its Schema.Layout.", nameof(statistics));
        }

        (RidgeEncoding encoding, string? difference) = EncodingOf(layout);
        return difference is null
            ? FitOf(RidgeProblem.FromStatistics(statistics, encoding.Options), encoding, penalty)
            : throw new ArgumentException($"statistics: are of other columns than {typeof(T).Name}: {difference}; use Statistics of the same class, or its Schema.Layout.", nameof(statistics));
    }

    /// <summary>Solutions for many λ; null for 100 that span the eigenvalues.</summary>
    /// <exception cref="ArgumentException">A row cannot be used, fewer than two count, or there is no λ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite.</exception>
    public RidgePath Path(IEnumerable<T> rows, IReadOnlyList<double>? lambdas = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        RidgeProblem.CheckLambdas(lambdas);
        return Watch(rows, progress, cancellation, RidgeProblem.PassesOfPath, watch => Learn(rows, watch).Problem.Trace(lambdas?.ToArray(), 0));
    }

    /// <summary>Selects λ by a criterion and fits there.</summary>
    /// <param name="rows">At least two rows.</param>
    /// <param name="selection">The criterion.</param>
    /// <param name="lambdas">λ &gt; 0 to choose from, held exactly; null for 100 that span the eigenvalues and what lies between them.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">A row cannot be used, fewer than two count, or the folds do not fit the rows.</exception>
    /// <exception cref="InvalidOperationException">The criterion needs unit weights or positive factors that are not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is not positive and finite.</exception>
    public RidgeModel<T> Select(IEnumerable<T> rows, LambdaSelection selection, IReadOnlyList<double>? lambdas = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        RidgeProblem.CheckLambdas(lambdas);
        return Watch(rows, progress, cancellation, RidgeProblem.PassesOfSelection * selection.Repeats, watch =>
        {
            (RidgeProblem problem, RidgeEncoding encoding) = Learn(rows, watch);
            RidgeSelection selected = problem.Choose(selection, lambdas, 0);
            return new RidgeModel<T>(this, encoding, selected.Solution, selected, problem.PosteriorLater(selected.Lambda));
        });
    }

    /// <summary>The objective as a function of the coefficients.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">A row cannot be used, or fewer than two count.</exception>
    public RidgeObjective Objective(IEnumerable<T> rows, double lambda)
    {
        double penalty = CheckedLambda(lambda);
        return Problem(rows).Objective(penalty);
    }

    /// <summary>Statistics of the rows, in constant memory unless there are strings; they can be merged, stored and fitted. Parts that are to be merged need the same levels of strings: see the overload.</summary>
    /// <exception cref="ArgumentException">A row cannot be used.</exception>
    public RidgeStatistics Statistics(IEnumerable<T> rows, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) => Watch(rows, progress, cancellation, 0, watch =>
    {
        if (Schema.IsLearned)
        {
            (DesignRows design, RidgeEncoding encoding) = Keep(rows, new RidgeLevels(Schema), watch);
            return Sum(design, encoding);
        }

        ColumnNames names = new(Schema.Layout, nameof(rows));
        SummedRows sums = new(FeatureCount, Schema.Weight is not null, CountOf(rows), names);
        Read(rows, sums, Schema.Plain.Levels, watch);
        return sums.Finish();
    });

    /// <summary>Statistics of the rows for known levels of strings.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="encoding">From <see cref="RidgeSchema.Encode"/>, or that of a model.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">A row cannot be used, or has another level.</exception>
    public RidgeStatistics Statistics(IEnumerable<T> rows, RidgeEncoding encoding, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        return Watch(rows, progress, cancellation, 0, watch =>
        {
            KeptRows kept = new(Schema.FieldCount, Schema.Weight is not null, CountOf(rows));
            Read(rows, kept, encoding.Levels, watch);
            return Sum(encoding.IsPlain ? kept.Finish() : new EncodedRows(kept.Finish(), encoding), encoding);
        });
    }

    /// <summary>The rows as a problem, for several fits of the same rows.</summary>
    /// <exception cref="ArgumentException">A row cannot be used, or fewer than two count.</exception>
    public RidgeProblem Problem(IEnumerable<T> rows, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) => Watch(rows, progress, cancellation, 0, watch => Learn(rows, watch).Problem);

    private (RidgeProblem Problem, RidgeEncoding Encoding) Learn(IEnumerable<T> rows, RidgeWatch watch)
    {
        (DesignRows design, RidgeEncoding encoding) = Keep(rows, Schema.IsLearned ? new RidgeLevels(Schema) : Schema.Plain.Levels, watch);
        return (RidgeProblem.FromRows(design, encoding.Options, nameof(rows), watch), encoding);
    }

    /// <summary>Reads rows and keeps their numbers, learning levels on the way.</summary>
    private (DesignRows Rows, RidgeEncoding Encoding) Keep(IEnumerable<T> rows, RidgeLevels levels, RidgeWatch watch)
    {
        KeptRows kept = new(Schema.FieldCount, Schema.Weight is not null, CountOf(rows));
        Read(rows, kept, levels, watch);
        if (!Schema.IsLearned)
        {
            return (kept.Finish(), Schema.Plain);
        }

        if (kept.Count == 0)
        {
            DesignArguments.CheckCount(0, 0, nameof(rows), nameof(rows));
        }

        (string[] Levels, int[] Places)[] sorted = levels.Sorted();
        RidgeEncoding encoding = new(Schema, Array.ConvertAll(sorted, one => one.Levels));
        return (new EncodedRows(kept.Finish(block => encoding.Renumber(block, Schema.FieldCount + 1, Array.ConvertAll(sorted, one => one.Places))), encoding), encoding);
    }

    private RidgeModel<T> FitOf(RidgeProblem problem, RidgeEncoding encoding, double penalty) => new(this, encoding, problem.Solve(penalty), null, problem.PosteriorLater(penalty));

    private static RidgeStatistics Sum(DesignRows rows, RidgeEncoding encoding) =>
        new(encoding.Layout, rows.FeatureCount, 1, MomentAccumulator.Of(rows, new ColumnNames(encoding.Layout, nameof(rows))));

    /// <summary>Runs work that reads all rows and then makes some passes over their numbers.</summary>
    private static TResult Watch<TResult>(IEnumerable<T> rows, IProgress<RidgeProgress>? progress, CancellationToken cancellation, int passes, Func<RidgeWatch, TResult> work)
    {
        RidgeWatch watch = new();
        return watch.Run(progress, cancellation, "reading rows", (1.0 + passes) * (CountOf(rows) ?? UnknownCount), () => work(watch));
    }

    /// <summary>The model of a stored solution.</summary>
    /// <exception cref="ArgumentException">The solution is of other columns.</exception>
    public RidgeModel<T> FromSolution(RidgeSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        (RidgeEncoding encoding, string? difference) = EncodingOf(solution.Layout);
        return difference is null
            ? new(this, encoding, solution)
            : throw new ArgumentException($"solution: has other columns than {typeof(T).Name}: {difference}; fit it again.", nameof(solution));
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

        WriteFeatures(row, SingleRow, values, Schema.Plain.Levels);
    }

    /// <summary>Writes the values of one row; a negative index is a row by itself.</summary>
    internal void Read(T row, long index, Span<double> values, RidgeLevels levels) => WriteFeatures(row, index, values, levels);

    /// <summary>Writes the values of one row: its columns, but a string as the number of its level.</summary>
    /// <param name="row">The row.</param>
    /// <param name="index">Its 0-based place, for messages; negative for a row by itself.</param>
    /// <param name="values">Room for them.</param>
    /// <param name="levels">The levels of strings.</param>
    protected abstract void WriteFeatures(T row, long index, Span<double> values, RidgeLevels levels);

    /// <summary>Writes consecutive rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="index">0-based place of the first; while rows are read, that of the row at hand.</param>
    /// <param name="values">For each row its values, then the target.</param>
    /// <param name="weights">For each row its weight; empty without.</param>
    /// <param name="levels">The levels of strings.</param>
    protected abstract void WriteRows(ReadOnlySpan<T> rows, ref long index, Span<double> values, Span<double> weights, RidgeLevels levels);

    /// <summary>Copies numbers of any type.</summary>
    protected static void Widen<TNumber>(ReadOnlySpan<TNumber> from, Span<double> to)
        where TNumber : System.Numerics.INumberBase<TNumber>
    {
        for (int i = 0; i < from.Length && i < to.Length; i++)
        {
            to[i] = double.CreateTruncating(from[i]);
        }
    }

    /// <summary>Copies the values of a tensor.</summary>
    /// <param name="tensor">As many values as there is room for, in one dimension.</param>
    /// <param name="to">The room.</param>
    /// <param name="feature">Name of the feature.</param>
    /// <param name="index">0-based place of the row; negative for a row by itself.</param>
    protected static void Widen(TorchSharp.torch.Tensor tensor, Span<double> to, string feature, long index)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Dimensions != 1 || tensor.shape[0] != to.Length)
        {
            throw WrongLength(feature, tensor.Dimensions == 1 ? (int)tensor.shape[0] : (int)tensor.numel(), to.Length, index);
        }

        using TorchSharp.torch.Tensor wide = tensor.detach().to(TorchSharp.torch.ScalarType.Float64);
        using TorchSharp.torch.Tensor host = wide.cpu();
        host.ToDoubles().CopyTo(to);
    }

    private static int? CountOf(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.TryGetNonEnumeratedCount(out int count) ? count : null;
    }

    private void Read(IEnumerable<T> rows, RowCollector collector, RidgeLevels levels, RidgeWatch watch)
    {
        switch (rows)
        {
            case T[] array:
                Add(array, collector, levels, watch);
                break;
            case List<T> list:
                Add(CollectionsMarshal.AsSpan(list), collector, levels, watch);
                break;
            default:
                T[] chunk = new T[ChunkRows];
                int filled = 0;
                foreach (T row in rows)
                {
                    chunk[filled++] = row;
                    if (filled == chunk.Length)
                    {
                        Add(chunk, collector, levels, watch);
                        filled = 0;
                    }
                }

                Add(chunk.AsSpan(0, filled), collector, levels, watch);
                break;
        }
    }

    private void Add(ReadOnlySpan<T> rows, RowCollector collector, RidgeLevels levels, RidgeWatch watch)
    {
        while (!rows.IsEmpty)
        {
            Span<double> values = collector.Reserve(Math.Min(rows.Length, RowsPerLook), out Span<double> weights, out int count);
            watch.Read(count);
            long index = collector.Count;
            try
            {
                WriteRows(rows[..count], ref index, values, weights, levels);
            }
            catch (Exception exception) when (!RowFault.Is(exception))
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
