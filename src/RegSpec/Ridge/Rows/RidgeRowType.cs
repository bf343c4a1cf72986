using System.Globalization;

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
    public int FeatureCount => Schema.Form.Columns.Count;

    /// <summary>Fits at one λ.</summary>
    /// <param name="rows">At least two rows.</param>
    /// <param name="lambda">λ of all targets, finite and ≥ 0; null for the declared ones.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">A row cannot be used, or fewer than two count.</exception>
    public RidgeModel<T> Fit(IEnumerable<T> rows, double? lambda = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        double[] penalties = CheckedLambdas(lambda);
        return FitOf(Of(rows), penalties, progress, cancellation);
    }

    /// <summary>Fits each target at a λ of its own.</summary>
    /// <param name="rows">At least two rows.</param>
    /// <param name="lambdas">λ ≥ 0 of each target, in declared order.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">There is not one λ a target, a row cannot be used, or fewer than two count.</exception>
    public RidgeModel<T> FitTargets(IEnumerable<T> rows, IReadOnlyList<double> lambdas, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lambdas);
        double[] penalties = RidgeProblem.CheckLambdas(lambdas)!;
        return penalties.Length == Schema.Targets.Count
            ? FitOf(Of(rows), penalties, progress, cancellation)
            : throw new ArgumentException($"lambdas: has {penalties.Length} entries for {Schema.Targets.Count} targets; give one a target.", nameof(lambdas));
    }

    /// <summary>Solutions for many λ; null for 100 that span the eigenvalues.</summary>
    /// <exception cref="InvalidOperationException">There are several targets: <see cref="Problem"/> traces each.</exception>
    /// <exception cref="ArgumentException">A row cannot be used, fewer than two count, or there is no λ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite.</exception>
    public RidgePath Path(IEnumerable<T> rows, IReadOnlyList<double>? lambdas = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        RidgeProblem.CheckLambdas(lambdas);
        RequireOneTarget(nameof(RidgeProblem.Path));
        return Watch(Of(rows), progress, cancellation, RidgeProblem.PassesOfPath, (source, watch) => Learn(source, watch).Problem.Trace(lambdas?.ToArray(), 0));
    }

    /// <summary>Selects λ by a criterion, for each target by itself, and fits there.</summary>
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
        return SelectOf(Of(rows), selection, lambdas, progress, cancellation);
    }

    /// <summary>The objective as a function of the coefficients.</summary>
    /// <param name="rows">At least two rows.</param>
    /// <param name="lambda">λ, finite and ≥ 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">A row cannot be used, or fewer than two count.</exception>
    /// <exception cref="InvalidOperationException">There are several targets: <see cref="Problem"/> has the objective of each.</exception>
    public RidgeObjective Objective(IEnumerable<T> rows, double lambda, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        RidgeProblem.CheckLambda(lambda, nameof(lambda));
        RequireOneTarget(nameof(RidgeProblem.Objective));
        return Watch(Of(rows), progress, cancellation, RidgeProblem.PassesOfPath, (source, watch) => Learn(source, watch).Problem.ObjectiveAt(lambda));
    }

    /// <summary>The rows as a problem, for several fits of the same rows.</summary>
    /// <exception cref="ArgumentException">A row cannot be used, or fewer than two count.</exception>
    public RidgeProblem Problem(IEnumerable<T> rows, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Watch(Of(rows), progress, cancellation, 0, (source, watch) => Learn(source, watch).Problem);

    private RidgeModel<T> FitOf(RowSource rows, double[] penalties, IProgress<RidgeProgress>? progress, CancellationToken cancellation) =>
        Watch(rows, progress, cancellation, RidgeProblem.PassesOfFit, (source, watch) => FitOf(Learn(source, watch), penalties));

    private RidgeModel<T> SelectOf(RowSource rows, LambdaSelection selection, IReadOnlyList<double>? lambdas, IProgress<RidgeProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(selection);
        RidgeProblem.CheckLambdas(lambdas);
        return Watch(rows, progress, cancellation, RidgeProblem.PassesOfSelection * selection.Repeats, (source, watch) =>
        {
            LearnedProblem learned = Learn(source, watch);
            return ModelOf(learned, learned.Problem.Choose(selection, lambdas, [.. Enumerable.Range(0, Schema.Targets.Count)]));
        });
    }

    private LearnedProblem Learn(RowSource rows, RidgeWatch watch)
    {
        RowNotes notes = new() { HasGroups = Schema.Group is not null };
        (DesignRows values, IReadOnlyList<string>[] levels, long skipped) = Keep(rows, new RidgeLevels(Schema), notes, watch);
        RowForm form = Schema.IsLearned ? new(Schema, levels) : Schema.Form;
        if (!form.IsAdaptive)
        {
            RidgeEncoding fixedEncoding = Schema.IsLearned ? new(form, [.. form.Layout.Columns]) : Schema.Plain;
            DesignRows plain = form.IsPlain ? values : new EncodedRows(values, fixedEncoding.Expansion);
            return new(RidgeProblem.FromRows(plain, fixedEncoding.Options, rows.Argument, watch, notes.Groups), fixedEncoding, skipped);
        }

        DesignArguments.CheckCount(values.Count, values.Weights is null ? values.Count : values.Weights.LongCount(weight => weight > 0), rows.Argument, rows.Argument);
        FieldSums sums = FieldSums.Of(new WatchedRows(values, watch), Schema);
        form = new(Schema, levels, sums.Origins);
        RidgeEncoding encoding = form.Learn(sums);
        return new(RidgeProblem.FromRows(new EncodedRows(values, encoding.Expansion, form), encoding.Options, rows.Argument, watch, notes.Groups), encoding, skipped);
    }

    /// <summary>Reads rows and keeps their values, learning levels on the way.</summary>
    private (DesignRows Values, IReadOnlyList<string>[] Levels, long Skipped) Keep(RowSource rows, RidgeLevels levels, RowNotes? notes, RidgeWatch watch)
    {
        KeptRows kept = new(Schema.FieldCount, Schema.Targets.Count, Schema.Weight is not null, rows.Count);
        long skipped = rows.Read(kept, levels, notes, watch);
        if (kept.Count == 0)
        {
            throw new ArgumentException(skipped == 0
                ? $"{rows.Argument}: there are no rows; a fit needs at least two."
                : string.Create(CultureInfo.InvariantCulture, $"{rows.Argument}: all {skipped} rows lack a value of a feature with Missing.SkipRow; a fit needs at least two that do not."), rows.Argument);
        }

        watch.Count(kept.Count);
        if (!Schema.IsLearned)
        {
            return (kept.Finish(), [], skipped);
        }

        (string[] Levels, int[] Places)[] sorted = levels.Sorted();
        int[][] places = Array.ConvertAll(sorted, one => one.Places);
        DesignRows values = kept.Finish(block => RidgeEncoding.Renumber(Schema, block, Schema.FieldCount + Schema.Targets.Count, places));
        return (values, Array.ConvertAll(sorted, IReadOnlyList<string> (one) => one.Levels), skipped);
    }

    private RidgeModel<T> FitOf(LearnedProblem learned, double[] penalties) => new(
        this, learned.Encoding, learned.Problem.SolveTargets(penalties), null, learned.Skipped,
        [.. penalties.Select((penalty, target) => learned.Problem.PosteriorLater(penalty, target))]);

    private RidgeModel<T> ModelOf(LearnedProblem learned, RidgeSelection[] selected) => new(
        this, learned.Encoding, Array.ConvertAll(selected, one => one.Solution), selected, learned.Skipped,
        [.. selected.Select((one, target) => learned.Problem.PosteriorLater(one.Lambda, target))]);

    /// <summary>Runs work that reads all rows and then makes some passes over their numbers.</summary>
    private static TResult Watch<TResult>(RowSource rows, IProgress<RidgeProgress>? progress, CancellationToken cancellation, int passes, Func<RowSource, RidgeWatch, TResult> work)
    {
        RidgeWatch watch = new();
        return watch.Run(progress, cancellation, "reading rows", rows.Count, 1 + passes, () => work(rows, watch));
    }

    /// <summary>The model of a stored solution.</summary>
    /// <exception cref="ArgumentException">The solution is of other columns.</exception>
    public RidgeModel<T> FromSolution(RidgeSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        return FromSolutions([solution]);
    }

    /// <summary>The model of stored solutions, one a target in declared order.</summary>
    /// <exception cref="ArgumentException">A solution is of other columns, or there is not one a target.</exception>
    public RidgeModel<T> FromSolutions(IReadOnlyList<RidgeSolution> solutions)
    {
        ArgumentNullException.ThrowIfNull(solutions);
        (RidgeEncoding? encoding, string? difference) = EncodingOf(solutions);
        return difference is null
            ? new(this, encoding!, [.. solutions])
            : throw new ArgumentException($"solution: has other columns than {typeof(T).Name}: {difference}; fit it again.", "solution");
    }

    /// <summary>Writes the p columns of one row; the target is not read.</summary>
    /// <param name="row">The row.</param>
    /// <param name="values">Room for exactly p values.</param>
    /// <exception cref="ArgumentException">The row cannot be used, or <paramref name="values"/> has another length.</exception>
    public void Write(T row, Span<double> values)
    {
        RidgeEncoding encoding = Schema.Plain;
        if (values.Length != FeatureCount)
        {
            throw new ArgumentException($"values: has {values.Length} entries for {FeatureCount} columns; give one a column.", nameof(values));
        }

        if (encoding.IsPlain)
        {
            Read(row, SingleRow, values, encoding.Levels);
            return;
        }

        double[] read = new double[Schema.FieldCount];
        Read(row, SingleRow, read, encoding.Levels);
        encoding.Expansion.Expand(read, values);
    }

    /// <summary>The rows of a fit in its columns, and where they stand among those given, of which it left some out.</summary>
    internal (RidgeProblem Problem, IReadOnlyList<int> Places, long Rows) Again(IEnumerable<T> rows, RidgeEncoding encoding, IProgress<RidgeProgress>? progress, CancellationToken cancellation) =>
        Watch(Of(rows), progress, cancellation, 1, (source, watch) =>
        {
            RowNotes notes = new() { HasPlaces = true };
            KeptRows kept = new(Schema.FieldCount, Schema.Targets.Count, Schema.Weight is not null, source.Count);
            long skipped = source.Read(kept, encoding.Levels, notes, watch);
            watch.Count(kept.Count);
            DesignRows values = kept.Finish();
            return (RidgeProblem.FromRows(encoding.IsPlain ? values : new EncodedRows(values, encoding.Expansion), encoding.Options, nameof(rows), watch), notes.Places, values.Count + skipped);
        });

    /// <summary>Writes the values of one row; a negative index is a row by itself.</summary>
    internal void Read(T row, long index, Span<double> values, RidgeLevels levels)
    {
        WriteFeatures(row, index, values, levels);
        foreach (int field in Schema.SkipFields.Span)
        {
            if (double.IsNaN(values[field]))
            {
                throw NothingToPredictBy(field, index);
            }
        }
    }

    /// <summary>Writes the values of one row: its columns, but a string as the number of its level, and what is missing as NaN.</summary>
    /// <param name="row">The row.</param>
    /// <param name="index">Its 0-based place, for messages; negative for a row by itself.</param>
    /// <param name="values">Room for them.</param>
    /// <param name="levels">The levels of strings.</param>
    protected abstract void WriteFeatures(T row, long index, Span<double> values, RidgeLevels levels);

    /// <summary>Writes consecutive rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="index">0-based place of the first; while rows are read, that of the row at hand.</param>
    /// <param name="values">For each row its values, then the targets.</param>
    /// <param name="weights">For each row its weight; empty without.</param>
    /// <param name="levels">The levels of strings.</param>
    protected abstract void WriteRows(ReadOnlySpan<T> rows, ref long index, Span<double> values, Span<double> weights, RidgeLevels levels);

    /// <summary>What a row belongs to by its <see cref="GroupAttribute">[Group]</see>; null without.</summary>
    protected virtual object? GroupOf(T row) => null;

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

    private double[] CheckedLambdas(double? given)
    {
        double[] values = [.. Schema.Targets.Select(target => given ?? target.Lambda ?? Schema.Lambda)];
        Array.ForEach(values, value => RidgeProblem.CheckLambda(value, "lambda"));
        return values;
    }

    private void RequireOneTarget(string method)
    {
        if (Schema.Targets.Count > 1)
        {
            throw new InvalidOperationException($"{typeof(T).Name} has {Schema.Targets.Count} targets; use Problem(rows).{method} with the target.");
        }
    }

    /// <param name="Problem">The rows.</param>
    /// <param name="Encoding">Their columns.</param>
    /// <param name="Skipped">Rows that were left out for want of a value.</param>
    private sealed record LearnedProblem(RidgeProblem Problem, RidgeEncoding Encoding, long Skipped);
}
