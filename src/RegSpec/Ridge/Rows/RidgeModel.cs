using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>
/// A ridge regression fitted to rows of an annotated type. Immutable; round-trips through System.Text.Json, and reading it into a type that has other
/// columns by now is a <see cref="System.Text.Json.JsonException"/> that names the difference.
/// </summary>
/// <typeparam name="T">The annotated type.</typeparam>
[JsonConverter(typeof(RidgeModelJsonConverterFactory))]
public sealed class RidgeModel<T>
{
    private const int MaxOnStack = 256;

    /// <summary>Rows between two looks at whether to go on.</summary>
    private const int RowsPerLook = 1 << 10;

    private readonly RidgeRowType<T> type;
    private readonly Lazy<RidgePosterior>[]? posteriors;

    internal RidgeModel(
        RidgeRowType<T> type, RidgeEncoding encoding, RidgeSolution[] solutions, RidgeSelection[]? selections = null, long skipped = 0, Func<RidgePosterior>[]? posteriors = null)
    {
        this.type = type;
        Encoding = encoding;
        Solutions = solutions;
        Selections = selections;
        SkippedRows = skipped;
        this.posteriors = posteriors is null ? null : Array.ConvertAll(posteriors, make => new Lazy<RidgePosterior>(make));
    }

    /// <summary>How rows become columns: with the levels of strings that the rows of the fit had, and what else it learned of them.</summary>
    public RidgeEncoding Encoding { get; }

    /// <summary>Coefficients, their digits, and how well they fit.</summary>
    /// <exception cref="InvalidOperationException">There are several targets.</exception>
    public RidgeSolution Solution => Only(Solutions, nameof(Solutions));

    /// <summary>The same for each target, in declared order.</summary>
    public IReadOnlyList<RidgeSolution> Solutions { get; }

    /// <summary>How λ was selected; null when it was given.</summary>
    /// <exception cref="InvalidOperationException">There are several targets.</exception>
    public RidgeSelection? Selection => Selections is null ? null : Only(Selections, nameof(Selections));

    /// <summary>The same for each target.</summary>
    public IReadOnlyList<RidgeSelection>? Selections { get; }

    /// <summary>Rows of the fit that were left out because a feature with <see cref="Missing.SkipRow"/> had no value.</summary>
    public long SkippedRows { get; }

    /// <summary>The prediction for one row, in the units of the target, which is not read; NaN where a feature is that has a coefficient other than 0.</summary>
    /// <exception cref="ArgumentException">The row or a feature is null, an enum value is undeclared or an array has another length than declared.</exception>
    /// <exception cref="InvalidOperationException">There are several targets: use <see cref="PredictTargets"/>.</exception>
    public double Predict(T row)
    {
        RidgeSolution solution = Only(Solutions, nameof(PredictTargets));
        int count = type.Schema.FieldCount;
        Span<double> values = count <= MaxOnStack ? stackalloc double[MaxOnStack] : new double[count];
        values = values[..count];
        type.Read(row, -1, values, Encoding.Levels);
        return Predict(solution, values);
    }

    /// <summary>The prediction of each target for one row.</summary>
    /// <exception cref="ArgumentException">The row cannot be used.</exception>
    public double[] PredictTargets(T row)
    {
        double[] columns = new double[Encoding.Layout.Columns.Count];
        Write(row, columns);
        return [.. Solutions.Select(solution => solution.Predict(columns))];
    }

    /// <summary>The predictions for rows, in their order.</summary>
    /// <param name="rows">The rows; their target is not read.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">A row cannot be used; the message names it by its 0-based place.</exception>
    /// <exception cref="InvalidOperationException">There are several targets: use <see cref="PredictTargets"/>.</exception>
    public double[] PredictAll(IEnumerable<T> rows, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        RidgeSolution solution = Only(Solutions, nameof(PredictTargets));
        RidgeWatch watch = new();
        long? known = rows.TryGetNonEnumeratedCount(out int count) ? count : null;
        return watch.Run(progress, cancellation, "predicting", known, 1, () =>
        {
            List<double> predictions = new(count);
            double[] values = new double[type.Schema.FieldCount];
            foreach (T row in rows)
            {
                if (predictions.Count % RowsPerLook == 0)
                {
                    watch.Read(RowsPerLook);
                }

                type.Read(row, predictions.Count, values, Encoding.Levels);
                predictions.Add(Predict(solution, values));
            }

            return predictions.ToArray();
        });
    }

    /// <summary>
    /// What the rows of the fit say of coefficients and noise: standard errors, intervals of coefficients, covariance. For given λ &gt; 0 the intervals hold the
    /// coefficients with their probability if these were drawn from the prior that λ stands for, w ~ N(0, σ²/λ); at λ = 0 they are those of least squares.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model was stored or comes from a solution, which does not have what this needs.</exception>
    public RidgePosterior Posterior => PosteriorOf(Only(Solutions, nameof(PosteriorOf)).TargetName);

    /// <summary>The same of one of several targets.</summary>
    /// <param name="target">Its name.</param>
    /// <exception cref="ArgumentException">There is no such target.</exception>
    /// <exception cref="InvalidOperationException">The model was stored or comes from a solution, which does not have what this needs.</exception>
    public RidgePosterior PosteriorOf(string target) => posteriors?[PlaceOf(target)].Value ?? throw new InvalidOperationException(
        "Intervals need the statistics of the fit, which a stored model or solution does not have; fit the rows, or statistics that were stored.");

    /// <summary>The prediction for one row and an interval ŷ ± t·√(σ̂²(1 + 1/S + zᵀA⁻¹z)) for a new target of weight 1, widest far from the rows of the fit. It takes λ for known.</summary>
    /// <param name="row">The row; its target is not read.</param>
    /// <param name="level">Probability, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">The row cannot be used.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is not a probability.</exception>
    /// <exception cref="InvalidOperationException">The model was stored, or a direction has neither data nor a penalty.</exception>
    public RidgePrediction PredictWithInterval(T row, double level = 0.95) => PredictWithInterval(row, Only(Solutions, nameof(PredictWithInterval) + " with its name").TargetName, level);

    /// <summary>The same for one of several targets.</summary>
    /// <param name="row">The row; its targets are not read.</param>
    /// <param name="target">Name of the target.</param>
    /// <param name="level">Probability, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">The row cannot be used, or there is no such target.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is not a probability.</exception>
    /// <exception cref="InvalidOperationException">The model was stored, or a direction has neither data nor a penalty.</exception>
    public RidgePrediction PredictWithInterval(T row, string target, double level = 0.95)
    {
        double[] columns = new double[Encoding.Layout.Columns.Count];
        Write(row, columns);
        using TorchSharp.torch.Tensor features = TensorArrays.ToTensor(columns, 1, columns.Length);
        return new(Solutions[PlaceOf(target)].Predict(columns), PosteriorOf(target).PredictiveIntervals(features, level)[0]);
    }

    /// <summary>Residuals (raw, standardised, leave-one-out), leverages and Cook's distances of the rows of the fit; also for a model that was stored.</summary>
    /// <param name="rows">The rows of the fit, all of them, in any order. A new row has no leverage: <see cref="Predict(T)"/> it.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>A value for each row given, NaN for those that the fit left out.</returns>
    /// <exception cref="ArgumentException">A row cannot be used, or these are not the rows of the fit.</exception>
    /// <exception cref="InvalidOperationException">There are several targets.</exception>
    public RidgeResiduals Residuals(IEnumerable<T> rows, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Residuals(rows, Only(Solutions, nameof(Residuals) + " with its name").TargetName, progress, cancellation);

    /// <summary>The same of one of several targets.</summary>
    /// <param name="rows">The rows of the fit.</param>
    /// <param name="target">Name of the target.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">A row cannot be used, these are not the rows of the fit, or there is no such target.</exception>
    public RidgeResiduals Residuals(IEnumerable<T> rows, string target, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        int place = PlaceOf(target);
        (RidgeProblem problem, IReadOnlyList<int> places, long count) = type.Again(rows, Encoding, progress, cancellation);
        problem.RequireRowsOf(Solutions[place], place);
        return problem.Residuals(Solutions[place], place, checked((int)count), places);
    }

    /// <summary>Writes the columns of a row.</summary>
    /// <param name="row">The row; its target is not read.</param>
    /// <param name="columns">Receives a value for each column of <see cref="Encoding"/>.</param>
    /// <exception cref="ArgumentException">The row cannot be used, or there is other room than for all columns.</exception>
    public void Write(T row, Span<double> columns)
    {
        if (columns.Length != Encoding.Layout.Columns.Count)
        {
            throw new ArgumentException($"columns: has {columns.Length} entries for {Encoding.Layout.Columns.Count} columns; give one a column.", nameof(columns));
        }

        double[] values = new double[type.Schema.FieldCount];
        type.Read(row, -1, values, Encoding.Levels);
        Encoding.Expansion.Expand(values, columns);
    }

    private double Predict(RidgeSolution solution, ReadOnlySpan<double> values)
    {
        if (Encoding.IsPlain)
        {
            return solution.Predict(values);
        }

        int count = Encoding.Layout.Columns.Count;
        Span<double> columns = count <= MaxOnStack ? stackalloc double[MaxOnStack] : new double[count];
        columns = columns[..count];
        Encoding.Expansion.Expand(values, columns);
        return solution.Predict(columns);
    }

    private TItem Only<TItem>(IReadOnlyList<TItem> items, string instead) => items.Count == 1
        ? items[0]
        : throw new InvalidOperationException($"The model has {items.Count} targets ({string.Join(", ", Solutions.Select(solution => solution.TargetName))}); use {instead}.");

    private int PlaceOf(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        int place = Solutions.TakeWhile(solution => solution.TargetName != target).Count();
        return place < Solutions.Count
            ? place
            : throw new ArgumentException($"target: there is no '{target}'; there is {string.Join(", ", Solutions.Select(solution => solution.TargetName))}.", nameof(target));
    }

    /// <summary>The report of each solution, then what the selection of λ warns about, and how many rows were left out.</summary>
    public override string ToString() => string.Concat(Solutions)
        + string.Concat(Selections?.SelectMany(selection => selection.Warnings).Select(warning => $"warning: {warning}\n") ?? [])
        + (SkippedRows == 0 ? "" : System.FormattableString.Invariant($"{SkippedRows} rows without a value were left out\n"));
}
