using System.Globalization;

namespace RegSpec;

/// <summary>
/// The same problem with features in other units, x′ⱼ = αⱼxⱼ, and what becomes of λ. Where a feature is not scaled, its coefficient becomes βⱼ/αⱼ and the penalty of the
/// same fit αⱼ²λ: λ′ = α²λ for a common α. Where features are standardised nothing changes. Penalties on unscaled features are therefore statements about units.
/// </summary>
public sealed class RidgeRescaling
{
    private readonly double[] alphas;
    private readonly bool[] scaled;
    private readonly double[] factors;
    private readonly bool[] varies;

    internal RidgeRescaling(RidgeProblem problem, RidgeProblem equivalent, IReadOnlyList<string> names, double[] alphas, bool[] scaled, double[] factors, bool[] varies)
    {
        Problem = problem;
        EquivalentProblem = equivalent;
        FeatureNames = names;
        this.alphas = alphas;
        this.scaled = scaled;
        this.factors = factors;
        this.varies = varies;
    }

    /// <summary>Names of the p features.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>αⱼ; p values.</summary>
    public IReadOnlyList<double> Factors => alphas;

    /// <summary>The problem of the rescaled features under the same options: what the same λ means in the other units.</summary>
    public RidgeProblem Problem { get; }

    /// <summary>The problem of the rescaled features with <see cref="EquivalentPenaltyFactors"/>: at every λ the fit of the original one, β′ⱼ = βⱼ/αⱼ.</summary>
    public RidgeProblem EquivalentProblem { get; }

    /// <summary>The penalty factors that keep the fit: αⱼ²fⱼ where a feature is not scaled, fⱼ where it is standardised; p values.</summary>
    public IReadOnlyList<double> EquivalentPenaltyFactors => [.. factors.Select((f, j) => scaled[j] ? f : alphas[j] * alphas[j] * f)];

    /// <summary>What the same factors on the rescaled features amount to on the original ones: fⱼ/αⱼ² where a feature is not scaled, fⱼ where it is standardised; p values.</summary>
    public IReadOnlyList<double> EffectivePenaltyFactors => [.. factors.Select((f, j) => scaled[j] ? f : f / (alphas[j] * alphas[j]))];

    /// <summary>The λ′ whose fit to the rescaled features is the fit at λ to the original ones.</summary>
    /// <param name="lambda">λ, finite and ≥ 0.</param>
    /// <returns>α²λ, or λ where all features are standardised.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    /// <exception cref="InvalidOperationException">No single λ does: factors differ, or only some features are standardised.</exception>
    public double EquivalentLambda(double lambda)
    {
        RidgeProblem.CheckLambda(lambda, nameof(lambda));
        double[] squares = [.. alphas.Select((alpha, j) => scaled[j] ? 1 : alpha * alpha).Where((_, j) => varies[j] && factors[j] > 0)];
        return squares.Length == 0 || Array.TrueForAll(squares, square => square == squares[0])
            ? lambda * squares.DefaultIfEmpty(1).First()
            : throw new InvalidOperationException($"No single λ keeps the fit, for the features are rescaled by different factors or only some are standardised; use {nameof(EquivalentPenaltyFactors)} or {nameof(EquivalentProblem)}.");
    }

    /// <summary>A line a feature.</summary>
    public override string ToString() => AnalysisText.Of(
        string.Create(CultureInfo.InvariantCulture, $"features in other units; {scaled.Count(isScaled => isScaled)} of {scaled.Length} are standardised, to which units mean nothing"), "feature", FeatureNames,
        ("α", alphas), ("factor", factors), ("same factor is", EffectivePenaltyFactors), ("same fit needs", EquivalentPenaltyFactors));
}
