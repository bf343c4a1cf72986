using System.Globalization;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// A ridge regression to be fitted, in closed form: minimise over (w, b) Σᵢ sᵢ(yᵢ − b − zᵢᵀw)² + λ Σⱼ fⱼwⱼ² with standardised columns z. The
/// standardisation always comes from the rows of the fit. Factorisations are kept, so that further λ cost little. Not thread-safe.
/// </summary>
public sealed class RidgeProblem
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

    /// <summary>A problem given by statistics. Without rows nothing can be refined or left out: <see cref="RidgeSolution.Digits"/> says what the conditioning leaves.</summary>
    /// <exception cref="ArgumentException">There are fewer than two rows, or the options do not fit.</exception>
    public static RidgeProblem FromStatistics(RidgeStatistics statistics, RidgeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        if (statistics.Count < 2)
        {
            throw new ArgumentException($"statistics: cover {statistics.Count} rows of positive weight; a fit needs at least two.", nameof(statistics));
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
        return RidgeSolver.Solve(data, [0], lambda)[0];
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
            RidgeSolution[] solved = RidgeSolver.Solve(data, targets, same.Key);
            for (int i = 0; i < targets.Length; i++)
            {
                solutions[targets[i]] = solved[i];
            }
        }

        return solutions;
    }

    private static void CheckLambda(double lambda, string argument)
    {
        if (!(lambda >= 0) || double.IsInfinity(lambda))
        {
            throw new ArgumentOutOfRangeException(
                argument, lambda, string.Create(CultureInfo.InvariantCulture, $"{argument}: {lambda} is not a penalty; it must be finite and ≥ 0."));
        }
    }

    private static RidgeData Data(DesignRows? rows, Moments? moments, int features, int targets, RidgeOptions? options)
    {
        options ??= new RidgeOptions();
        ColumnNames names = new(features, targets, options.FeatureNames, options.TargetNames);
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
