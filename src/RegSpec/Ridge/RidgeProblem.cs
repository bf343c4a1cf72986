using System.Globalization;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// A ridge regression to be fitted, in closed form: minimise over (w, b) Σᵢ sᵢ(yᵢ − b − zᵢᵀw)² + λ Σⱼ fⱼwⱼ² with standardised columns z. The
/// standardisation always comes from the rows of the fit. Factorisations are kept, so that further λ cost little. Not thread-safe.
/// </summary>
public sealed partial class RidgeProblem
{
    /// <summary>Passes over the rows that parts of the work take; progress counts in these.</summary>
    internal const int PassesOfFit = 4;
    internal const int PassesOfPath = 1;
    internal const int PassesOfLeavingOut = 3;
    internal const int PassesOfSelection = 7;

    private readonly RidgeData data;
    private readonly RidgeWatch watch;
    private readonly double[]? grid;

    private readonly IReadOnlyList<int>? groups;

    private RidgeProblem(RidgeData data, RidgeWatch? watch = null, RidgeOptions? options = null, IReadOnlyList<int>? groups = null)
    {
        this.groups = groups;
        this.data = data;
        this.watch = watch ?? new RidgeWatch();
        grid = CheckGrid(options?.Grid);
    }

    /// <summary>p.</summary>
    public int FeatureCount => data.FeatureCount;

    /// <summary>t.</summary>
    public int TargetCount => data.TargetCount;

    /// <summary>The problem of the same rows with other factors, features times factors: with the grid and groups of this one, and a watch of its own.</summary>
    private RidgeProblem(RidgeProblem from, double[] factors, double[]? times)
    {
        watch = new RidgeWatch();
        data = from.data.Changed(factors, times, watch);
        (grid, groups) = (from.grid, from.groups);
    }

    /// <summary>A problem given by matrices, which are referenced, not copied, and must stay unchanged.</summary>
    /// <param name="features">n × p, float32 or float64; sums are in float64 either way.</param>
    /// <param name="targets">n, or n × t for several targets.</param>
    /// <param name="weights">n weights ≥ 0; null means 1. A row of weight 0 counts as absent.</param>
    /// <param name="options">Intercept, scaling, penalty factors, names; null means standardised columns, all penalised alike, with an intercept.</param>
    /// <exception cref="ArgumentException">A shape, type, length or weight does not fit; the message names the argument and the remedy.</exception>
    public static RidgeProblem FromMatrices(Tensor features, Tensor targets, Tensor? weights = null, RidgeOptions? options = null)
    {
        DesignRows rows = DesignArguments.Check(features, targets, weights);
        DesignArguments.CheckCount(rows.Count, rows.Weights is null ? rows.Count : rows.Weights.LongCount(weight => weight > 0));
        RidgeWatch watch = new();
        return new(Data(new WatchedRows(rows, watch), null, rows.FeatureCount, rows.TargetCount, options), watch, options);
    }

    /// <summary>A problem given by rows of an annotated type, already read.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="options">How the type's columns are treated.</param>
    /// <param name="argument">What messages call the rows.</param>
    /// <param name="watch">Who watches.</param>
    /// <param name="groups">Number of the group of each row; null without.</param>
    /// <exception cref="ArgumentException">Fewer than two rows count.</exception>
    internal static RidgeProblem FromRows(DesignRows rows, RidgeOptions options, string argument, RidgeWatch watch, IReadOnlyList<int>? groups = null)
    {
        DesignArguments.CheckCount(rows.Count, rows.Weights is null ? rows.Count : rows.Weights.LongCount(weight => weight > 0), argument, argument);
        return new(Data(new WatchedRows(rows, watch), null, rows.FeatureCount, rows.TargetCount, options, argument), watch, options, groups);
    }

    /// <summary>A problem given by statistics. Without rows nothing can be refined or left out: <see cref="RidgeSolution.Digits"/> says what the conditioning leaves.</summary>
    /// <exception cref="ArgumentException">There are fewer than two rows, or the options do not fit or are of other columns.</exception>
    public static RidgeProblem FromStatistics(RidgeStatistics statistics, RidgeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        if (statistics.Count < 2)
        {
            throw new ArgumentException($"statistics: cover {statistics.Count} rows of positive weight; a fit needs at least two.", nameof(statistics));
        }

        if (statistics.Layout is { } layout)
        {
            RidgeLayout asked = new(options?.Columns ?? layout.Columns, options?.TargetNames ?? layout.Targets);
            if (asked.DifferenceFrom(layout, "the options") is { } difference)
            {
                throw new ArgumentException($"statistics: are of other columns than options: {difference}.", nameof(statistics));
            }

            options = (options ?? new RidgeOptions()) with { Columns = layout.Columns, TargetNames = layout.Targets };
        }

        return new(Data(null, statistics.Moments.Copy(), statistics.FeatureCount, statistics.TargetCount, options), null, options);
    }

    /// <summary>Fits the only target.</summary>
    /// <param name="lambda">λ, finite and ≥ 0; 0 gives the limit λ → 0, least squares of least norm.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">A value of the rows is NaN or infinite, or fewer than two rows count.</exception>
    /// <exception cref="InvalidOperationException">There are several targets.</exception>
    public RidgeSolution Fit(double lambda, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        RequireOneTarget();
        CheckLambda(lambda, nameof(lambda));
        return Watch(progress, cancellation, "fitting", PassesOfFit, () => Solve(lambda));
    }

    /// <summary>The fit of the only target, for a caller that watches.</summary>
    internal RidgeSolution Solve(double lambda) => SolveTargets([lambda])[0];

    /// <summary>The fits of all targets, each at its λ, for a caller that watches.</summary>
    internal RidgeSolution[] SolveTargets(IReadOnlyList<double> lambdas)
    {
        watch.Enter("fitting");
        RidgeSolution[] solutions = new RidgeSolution[lambdas.Count];
        foreach (IGrouping<double, int> same in Enumerable.Range(0, lambdas.Count).GroupBy(t => lambdas[t]))
        {
            int[] targets = [.. same];
            RidgeSolution[] solved = RidgeSolver.Solve(data.Balanced, targets, same.Key);
            for (int i = 0; i < targets.Length; i++)
            {
                solutions[targets[i]] = solved[i];
            }
        }

        return solutions;
    }

    /// <summary>Fits every target.</summary>
    /// <param name="lambdas">One λ for all, or one for each of the t targets, finite and ≥ 0.</param>
    /// <returns>A solution for each target, in order.</returns>
    /// <exception cref="ArgumentException">The number of λ is neither 1 nor t, or a value of the rows is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite.</exception>
    public IReadOnlyList<RidgeSolution> FitTargets(params double[] lambdas) => FitTargets(lambdas, null);

    /// <summary>Fits every target.</summary>
    /// <param name="lambdas">One λ for all, or one for each of the t targets, finite and ≥ 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <returns>A solution for each target, in order.</returns>
    /// <exception cref="ArgumentException">The number of λ is neither 1 nor t, or a value of the rows is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite.</exception>
    public IReadOnlyList<RidgeSolution> FitTargets(IReadOnlyList<double> lambdas, IProgress<RidgeProgress>? progress, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lambdas);
        if (lambdas.Count != 1 && lambdas.Count != TargetCount)
        {
            throw new ArgumentException($"lambdas: has {lambdas.Count} entries for {TargetCount} targets; give one for all or one a target.", nameof(lambdas));
        }

        foreach (double lambda in lambdas)
        {
            CheckLambda(lambda, nameof(lambdas));
        }

        double[] each = lambdas.Count == TargetCount ? [.. lambdas] : [.. Enumerable.Repeat(lambdas[0], TargetCount)];
        return Watch(progress, cancellation, "fitting", PassesOfFit, () => SolveTargets(each));
    }

    /// <summary>Solutions for many λ from one eigendecomposition.</summary>
    /// <param name="lambdas">λ ≥ 0 in any order; null for <see cref="RidgeOptions.Grid"/>, or 100 that span the eigenvalues.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="ArgumentException">There is no λ, a value of the rows is NaN or infinite, or fewer than two rows count.</exception>
    public RidgePath Path(IReadOnlyList<double>? lambdas = null, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        double[]? given = CheckLambdas(lambdas) ?? grid;
        CheckTarget(target);
        return Watch(progress, cancellation, "decomposing", PassesOfPath, () => Trace(given, target));
    }

    /// <summary>The path, for a caller that watches.</summary>
    internal RidgePath Trace(double[]? lambdas, int target)
    {
        watch.Enter("decomposing");
        SpectralFit fit = new(data.Balanced, target);
        RidgeSpectrum spectrum = fit.Spectrum;
        return new RidgePath(Array.ConvertAll(lambdas ?? grid ?? LambdaGrid.Of(spectrum), fit.Point), [.. spectrum.Values[spectrum.Unpenalised..].Order()]);
    }

    /// <summary>Selects λ by a criterion and fits there: one of the λ given, or without any the best between those that span the eigenvalues.</summary>
    /// <param name="selection">The criterion.</param>
    /// <param name="lambdas">λ &gt; 0 to choose from, held exactly; null for <see cref="RidgeOptions.Grid"/>, or 100 that span the eigenvalues and what lies between them.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ is not positive and finite, or there is no such target.</exception>
    /// <exception cref="ArgumentException">There is no λ, the folds do not fit the rows, or a value of the rows is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">The criterion needs rows, unit weights or positive factors that the problem does not have.</exception>
    public RidgeSelection Select(LambdaSelection selection, IReadOnlyList<double>? lambdas = null, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        double[]? held = CheckGrid(lambdas) ?? grid;
        CheckTarget(target);
        return Watch(progress, cancellation, "selecting", PassesOfSelection * selection.Repeats, () => Choose(selection, held, target)[0]);
    }

    /// <summary>The selection for some targets, which share the folds, for a caller that watches.</summary>
    internal RidgeSelection[] Choose(LambdaSelection selection, IReadOnlyList<double>? lambdas, params int[] targets)
    {
        double[]? held = CheckGrid(lambdas) ?? grid;
        watch.Enter("selecting");
        Selector.Require(data.Balanced, selection);
        LambdaSelection known = selection.For(groups);
        FoldSet? folds = known.Kind == SelectionKind.KFold ? FoldSet.Of(data.Balanced, known, watch) : null;
        return Array.ConvertAll(targets, target => Selector.Select(data.Balanced, known, held, target, folds));
    }

    /// <summary>The selection for all targets by the moments of folds, in the columns that a form sums.</summary>
    internal RidgeSelection[] Choose(RowForm form, Moments[] folds, IReadOnlyList<double>? lambdas, IProgress<RidgeProgress>? progress, CancellationToken cancellation)
    {
        double[]? held = CheckGrid(lambdas) ?? grid;
        return Watch(progress, cancellation, "selecting", 1, () =>
        {
            FoldSet set = FoldSet.Of(data.Balanced, form, folds, watch);
            return Enumerable.Range(0, TargetCount).Select(target => Selector.Select(data.Balanced, LambdaSelection.OfStatistics(folds.Length), held, target, set)).ToArray();
        });
    }

    /// <summary>The objective at one λ as a function of the coefficients.</summary>
    /// <param name="lambda">λ, finite and ≥ 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="ArgumentException">A value of the rows is NaN or infinite, or fewer than two rows count.</exception>
    public RidgeObjective Objective(double lambda, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckLambda(lambda, nameof(lambda));
        CheckTarget(target);
        return Watch(progress, cancellation, "summing rows", PassesOfPath, () => ObjectiveAt(lambda, target));
    }

    /// <summary>The objective, for a caller that watches.</summary>
    internal RidgeObjective ObjectiveAt(double lambda, int target = 0) => ObjectiveBuilder.Build(data.Balanced, target, lambda);

    /// <summary>
    /// How far a new target of weight 1 may lie from its prediction, as a variance: σ̂²(1 + 1/S + zᵀA⁻¹z) with σ̂² = (RSS + λΣfⱼwⱼ²)/(n − 1), least at the
    /// mean of the features; without an intercept 1/S vanishes and n − 1 becomes n. In squared units of the target.
    /// </summary>
    /// <param name="lambda">λ, finite and ≥ 0.</param>
    /// <param name="features">m × p new rows, float32 or float64.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <returns>m values; NaN where a feature is NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="ArgumentException"><paramref name="features"/> has another shape or type, or the rows of the problem cannot be used.</exception>
    /// <exception cref="InvalidOperationException">The data and λ do not determine every direction.</exception>
    public IReadOnlyList<double> PredictiveVariances(double lambda, Tensor features, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckLambda(lambda, nameof(lambda));
        DesignArguments.CheckNew(features, FeatureCount);
        CheckTarget(target);
        return Watch(progress, cancellation, "decomposing", PassesOfPath, () =>
        {
            using Tensor none = zeros(features.shape[0], ScalarType.Float64);
            return PredictiveVariance.Of(data.Balanced, target, lambda, new WatchedRows(DesignArguments.Check(features, none, null), watch));
        });
    }

    /// <summary>Mean squared leave-one-out error Σsᵢ(rᵢ/(1 − hᵢ))²/S for each λ; NaN where a row alone determines its fit.</summary>
    /// <param name="lambdas">λ ≥ 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">The problem has statistics only.</exception>
    public IReadOnlyList<double> LeaveOneOutErrors(IReadOnlyList<double> lambdas, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lambdas);
        RequireRows();
        double[] at = CheckLambdas(lambdas)!;
        CheckTarget(target);
        return Watch(progress, cancellation, "leaving rows out", PassesOfLeavingOut, () =>
        {
            using LeaveOneOut leaveOneOut = new(data.Balanced, target, new SpectralFit(data.Balanced, target));
            return leaveOneOut.ErrorsInUnits(at);
        });
    }

    /// <summary>The prediction of each row by a fit to all other rows (re-centred, the scale kept), in the units of the target; n values.</summary>
    /// <param name="lambda">λ, finite and ≥ 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">The problem has statistics only.</exception>
    public IReadOnlyList<double> LeaveOneOutPredictions(double lambda, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckLambda(lambda, nameof(lambda));
        RequireRows();
        CheckTarget(target);
        return Watch(progress, cancellation, "leaving rows out", PassesOfLeavingOut, () =>
        {
            using LeaveOneOut leaveOneOut = new(data.Balanced, target, new SpectralFit(data.Balanced, target));
            return leaveOneOut.Predictions(lambda);
        });
    }

    /// <summary>Mean squared k-fold error for each λ.</summary>
    /// <param name="folds">From <see cref="LambdaSelection.KFold(int, int, int)"/>, <c>GroupKFold</c> or <c>TimeOrdered</c>.</param>
    /// <param name="lambdas">λ ≥ 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentException"><paramref name="folds"/> is another criterion, or does not fit the rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">The problem has statistics only.</exception>
    public IReadOnlyList<double> KFoldErrors(LambdaSelection folds, IReadOnlyList<double> lambdas, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) => FoldErrors(folds, lambdas, target, progress, cancellation).Means;

    /// <summary>Mean squared k-fold error for each λ, with its standard error and the error of each fold.</summary>
    /// <param name="folds">From <see cref="LambdaSelection.KFold(int, int, int)"/>, <c>GroupKFold</c> or <c>TimeOrdered</c>.</param>
    /// <param name="lambdas">λ ≥ 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="ArgumentException"><paramref name="folds"/> is another criterion, or does not fit the rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">The problem has statistics only.</exception>
    public RidgeFoldErrors FoldErrors(LambdaSelection folds, IReadOnlyList<double> lambdas, int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(lambdas);
        if (folds.Kind != SelectionKind.KFold)
        {
            throw new ArgumentException($"folds: is {folds.Name}; use LambdaSelection.KFold.", nameof(folds));
        }

        RequireRows();
        double[] at = CheckLambdas(lambdas)!;
        CheckTarget(target);
        return Watch(progress, cancellation, "testing folds", 3 * folds.Repeats, () =>
        {
            using FoldErrors errors = new(FoldSet.Of(data.Balanced, folds.For(groups), watch), data.Balanced, target);
            FoldTable table = errors.Of(at);
            return new RidgeFoldErrors(
                at, Array.ConvertAll(table.Means, errors.InUnits), Array.ConvertAll(table.StandardErrors, errors.InUnits), Array.ConvertAll(table.ByFold, fold => Array.ConvertAll(fold, errors.InUnits)));
        });
    }

    /// <summary>The classic closed-form choices of λ.</summary>
    /// <param name="target">Which target, from 0.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; the problem stays as it was.</param>
    /// <exception cref="InvalidOperationException">Least squares leave no residual degree of freedom.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such target.</exception>
    public ClassicLambdas ClassicLambdas(int target = 0, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckTarget(target);
        return Watch(progress, cancellation, "summing rows", PassesOfPath, () => RegSpec.ClassicLambdas.Of(data.Balanced, target));
    }

    /// <summary>The posterior at one λ, for when it is asked for; products are kept for it, not the rows, where there are more of these than of features.</summary>
    /// <param name="lambda">λ of the target.</param>
    /// <param name="target">Which target.</param>
    internal Func<RidgePosterior> PosteriorLater(double lambda, int target = 0)
    {
        RidgeData inside = data.Balanced;
        RidgeProblem kept = inside.IsWide ? this : new(inside.With(null, inside.Moments));
        return () => kept.Posterior(lambda, null, target);
    }

    private T Watch<T>(IProgress<RidgeProgress>? progress, CancellationToken cancellation, string name, int passes, Func<T> work) =>
        watch.Run(progress, cancellation, name, data.Rows?.Count ?? 1, passes, work);

    /// <summary>Positive λ, ascending, each once; null for null.</summary>
    private static double[]? CheckGrid(IReadOnlyList<double>? lambdas)
    {
        double[]? given = CheckLambdas(lambdas);
        return given is not null && Array.IndexOf(given, 0) >= 0
            ? throw new ArgumentOutOfRangeException(nameof(lambdas), 0.0, "lambdas: the search is over log λ; every λ must be positive.")
            : given?.Distinct().Order().ToArray();
    }

    internal static double[]? CheckLambdas(IReadOnlyList<double>? lambdas)
    {
        if (lambdas is null)
        {
            return null;
        }

        foreach (double lambda in lambdas)
        {
            CheckLambda(lambda, nameof(lambdas));
        }

        return lambdas.Count > 0 ? [.. lambdas] : throw new ArgumentException("lambdas: is empty; give at least one λ, or null for the default ones.", nameof(lambdas));
    }

    private int CheckTarget(int target) => target >= 0 && target < TargetCount
        ? target
        : throw new ArgumentOutOfRangeException(nameof(target), target, $"target: expected 0 to {TargetCount - 1}.");

    private void RequireRows()
    {
        if (data.Rows is null)
        {
            throw new InvalidOperationException("Leaving rows out needs the rows, but the problem has statistics only; build it from matrices.");
        }
    }

    internal static void CheckLambda(double lambda, string argument)
    {
        if (!(lambda >= 0) || double.IsInfinity(lambda))
        {
            throw new ArgumentOutOfRangeException(
                argument, lambda, string.Create(CultureInfo.InvariantCulture, $"{argument}: {lambda} is not a penalty; it must be finite and ≥ 0."));
        }
    }

    private static RidgeData Data(DesignRows? rows, Moments? moments, int features, int targets, RidgeOptions? options, string? argument = null)
    {
        options ??= new RidgeOptions();
        ColumnNames names = new(features, targets, options.Columns, options.TargetNames, argument);
        CheckLength(options.Scaling?.Count, features, nameof(RidgeOptions.Scaling));
        CheckLength(options.PenaltyFactors?.Count, features, nameof(RidgeOptions.PenaltyFactors));
        FeatureScaling[] scaling = options.Scaling?.ToArray() ?? new FeatureScaling[features];
        double[] factors = options.PenaltyFactors?.ToArray() ?? Enumerable.Repeat(1.0, features).ToArray();
        int bad = Array.FindIndex(factors, factor => !(factor >= 0) || double.IsInfinity(factor));
        if (bad >= 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"options: PenaltyFactors of feature '{names.Features[bad]}' is {factors[bad]}; a factor must be finite and ≥ 0."), nameof(options));
        }

        return new RidgeData(rows, moments, features, targets, names, options.FitIntercept, scaling, factors);
    }

    private static void CheckLength(int? count, int features, string option)
    {
        if (count is not null && count != features)
        {
            throw new ArgumentException($"options: {option} has {count} entries for {features} features; give one entry a feature.", "options");
        }
    }

    private void RequireOneTarget()
    {
        if (TargetCount != 1)
        {
            throw new InvalidOperationException($"The problem has {TargetCount} targets; use {nameof(FitTargets)}.");
        }
    }
}
