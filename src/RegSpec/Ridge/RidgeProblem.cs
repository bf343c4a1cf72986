using System.Globalization;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// A ridge regression to be fitted, in closed form: minimise over (w, b) Σᵢ sᵢ(yᵢ − b − zᵢᵀw)² + λ Σⱼ fⱼwⱼ² with standardised columns z. The
/// standardisation always comes from the rows of the fit. Factorisations are kept, so that further λ cost little. Not thread-safe.
/// </summary>
public sealed partial class RidgeProblem
{
    private readonly RidgeData data;

    private RidgeProblem(RidgeData data) => this.data = data;

    /// <summary>p.</summary>
    public int FeatureCount => data.FeatureCount;

    /// <summary>t.</summary>
    public int TargetCount => data.TargetCount;

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
        return new(Data(rows, null, rows.FeatureCount, rows.TargetCount, options));
    }

    /// <summary>A problem given by rows of an annotated type, already read.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="options">How the type's columns are treated.</param>
    /// <param name="argument">What messages call the rows.</param>
    /// <exception cref="ArgumentException">Fewer than two rows count.</exception>
    internal static RidgeProblem FromRows(DesignRows rows, RidgeOptions options, string argument)
    {
        DesignArguments.CheckCount(rows.Count, rows.Weights is null ? rows.Count : rows.Weights.LongCount(weight => weight > 0), argument, argument);
        return new(Data(rows, null, rows.FeatureCount, rows.TargetCount, options, argument));
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

        return new(Data(null, statistics.Moments.Copy(), statistics.FeatureCount, statistics.TargetCount, options));
    }

    /// <summary>Fits the only target.</summary>
    /// <param name="lambda">λ, finite and ≥ 0; 0 gives the limit λ → 0, least squares of least norm.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">A value of the rows is NaN or infinite, or fewer than two rows count.</exception>
    /// <exception cref="InvalidOperationException">There are several targets.</exception>
    public RidgeSolution Fit(double lambda)
    {
        RequireOneTarget();
        CheckLambda(lambda, nameof(lambda));
        return RidgeSolver.Solve(data.Balanced, [0], lambda)[0];
    }

    /// <summary>Fits every target.</summary>
    /// <param name="lambdas">One λ for all, or one for each of the t targets, finite and ≥ 0.</param>
    /// <returns>A solution for each target, in order.</returns>
    /// <exception cref="ArgumentException">The number of λ is neither 1 nor t, or a value of the rows is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite.</exception>
    public IReadOnlyList<RidgeSolution> FitTargets(params double[] lambdas)
    {
        ArgumentNullException.ThrowIfNull(lambdas);
        if (lambdas.Length != 1 && lambdas.Length != TargetCount)
        {
            throw new ArgumentException($"lambdas: has {lambdas.Length} entries for {TargetCount} targets; give one for all or one a target.", nameof(lambdas));
        }

        foreach (double lambda in lambdas)
        {
            CheckLambda(lambda, nameof(lambdas));
        }

        RidgeSolution[] solutions = new RidgeSolution[TargetCount];
        foreach (IGrouping<double, int> same in Enumerable.Range(0, TargetCount).GroupBy(t => lambdas[lambdas.Length == 1 ? 0 : t]))
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

    /// <summary>Solutions for many λ from one eigendecomposition.</summary>
    /// <param name="lambdas">λ ≥ 0 in any order; null for 100 that span the eigenvalues.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="ArgumentException">There is no λ, a value of the rows is NaN or infinite, or fewer than two rows count.</exception>
    public RidgePath Path(IReadOnlyList<double>? lambdas = null, int target = 0)
    {
        double[]? given = CheckLambdas(lambdas);
        SpectralFit fit = new(data.Balanced, CheckTarget(target));
        RidgeSpectrum spectrum = fit.Spectrum;
        return new RidgePath(Array.ConvertAll(given ?? LambdaGrid.Of(spectrum), fit.Point), [.. spectrum.Values[spectrum.Unpenalised..].Order()]);
    }

    /// <summary>Selects λ by a criterion: over a grid, then within the best bracket; and fits there.</summary>
    /// <param name="selection">The criterion.</param>
    /// <param name="lambdas">λ &gt; 0 of the grid; null for 100 that span the eigenvalues.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ is not positive and finite, or there is no such target.</exception>
    /// <exception cref="ArgumentException">There is no λ, the folds do not fit the rows, or a value of the rows is NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">The criterion needs rows, unit weights or positive factors that the problem does not have.</exception>
    public RidgeSelection Select(LambdaSelection selection, IReadOnlyList<double>? lambdas = null, int target = 0)
    {
        ArgumentNullException.ThrowIfNull(selection);
        double[]? given = CheckLambdas(lambdas);
        if (given is not null && Array.IndexOf(given, 0) >= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(lambdas), 0.0, "lambdas: the search is over log λ; every λ must be positive.");
        }

        Array.Sort(given ?? []);
        return Selector.Select(data.Balanced, selection, given, CheckTarget(target));
    }

    /// <summary>The objective at one λ as a function of the coefficients.</summary>
    /// <param name="lambda">λ, finite and ≥ 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="ArgumentException">A value of the rows is NaN or infinite, or fewer than two rows count.</exception>
    public RidgeObjective Objective(double lambda, int target = 0)
    {
        CheckLambda(lambda, nameof(lambda));
        return ObjectiveBuilder.Build(data.Balanced, CheckTarget(target), lambda);
    }

    /// <summary>
    /// How far a new target of weight 1 may lie from its prediction, as a variance: σ̂²(1 + 1/S + zᵀA⁻¹z) with σ̂² = (RSS + λΣfⱼwⱼ²)/(n − 1), least at the
    /// mean of the features; without an intercept 1/S vanishes and n − 1 becomes n. In squared units of the target.
    /// </summary>
    /// <param name="lambda">λ, finite and ≥ 0.</param>
    /// <param name="features">m × p new rows, float32 or float64.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <returns>m values; NaN where a feature is NaN.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="ArgumentException"><paramref name="features"/> has another shape or type, or the rows of the problem cannot be used.</exception>
    /// <exception cref="InvalidOperationException">The data and λ do not determine every direction.</exception>
    public IReadOnlyList<double> PredictiveVariances(double lambda, Tensor features, int target = 0)
    {
        CheckLambda(lambda, nameof(lambda));
        DesignArguments.CheckNew(features, FeatureCount);
        using Tensor none = zeros(features.shape[0], ScalarType.Float64);
        return PredictiveVariance.Of(data.Balanced, CheckTarget(target), lambda, DesignArguments.Check(features, none, null));
    }

    /// <summary>Mean squared leave-one-out error Σsᵢ(rᵢ/(1 − hᵢ))²/S for each λ; NaN where a row alone determines its fit.</summary>
    /// <param name="lambdas">λ ≥ 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">The problem has statistics only.</exception>
    public IReadOnlyList<double> LeaveOneOutErrors(IReadOnlyList<double> lambdas, int target = 0)
    {
        ArgumentNullException.ThrowIfNull(lambdas);
        RequireRows();
        using LeaveOneOut leaveOneOut = new(data.Balanced, CheckTarget(target), new SpectralFit(data.Balanced, target));
        return leaveOneOut.ErrorsInUnits(CheckLambdas(lambdas)!);
    }

    /// <summary>The prediction of each row by a fit to all other rows (re-centred, the scale kept), in the units of the target; n values.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">The problem has statistics only.</exception>
    public IReadOnlyList<double> LeaveOneOutPredictions(double lambda, int target = 0)
    {
        CheckLambda(lambda, nameof(lambda));
        RequireRows();
        using LeaveOneOut leaveOneOut = new(data.Balanced, CheckTarget(target), new SpectralFit(data.Balanced, target));
        return leaveOneOut.Predictions(lambda);
    }

    /// <summary>Mean squared k-fold error for each λ.</summary>
    /// <param name="folds">From <see cref="LambdaSelection.KFold(int, int)"/>.</param>
    /// <param name="lambdas">λ ≥ 0.</param>
    /// <param name="target">Which target, from 0.</param>
    /// <exception cref="ArgumentException"><paramref name="folds"/> is another criterion, or does not fit the rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative, NaN or infinite, or there is no such target.</exception>
    /// <exception cref="InvalidOperationException">The problem has statistics only.</exception>
    public IReadOnlyList<double> KFoldErrors(LambdaSelection folds, IReadOnlyList<double> lambdas, int target = 0)
    {
        ArgumentNullException.ThrowIfNull(folds);
        ArgumentNullException.ThrowIfNull(lambdas);
        if (folds.Kind != SelectionKind.KFold)
        {
            throw new ArgumentException($"folds: is {folds.Name}; use LambdaSelection.KFold.", nameof(folds));
        }

        RequireRows();
        using FoldErrors errors = new(data.Balanced, CheckTarget(target), folds);
        return errors.ErrorsInUnits(CheckLambdas(lambdas)!);
    }

    /// <summary>The classic closed-form choices of λ.</summary>
    /// <exception cref="InvalidOperationException">Least squares leave no residual degree of freedom.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such target.</exception>
    public ClassicLambdas ClassicLambdas(int target = 0) => RegSpec.ClassicLambdas.Of(data.Balanced, CheckTarget(target));

    private static double[]? CheckLambdas(IReadOnlyList<double>? lambdas)
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
