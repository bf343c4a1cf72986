using System.Globalization;

namespace RegSpec;

/// <summary>A selection criterion at one λ with its exact derivatives, from one eigendecomposition: nothing is differenced.</summary>
public sealed class CriterionDerivatives
{
    private readonly Lazy<double[]> factorGradient;

    /// <param name="factorGradient">Computed when it is first asked for: over wide data it needs all directions of the spectrum.</param>
    internal CriterionDerivatives(Lazy<double[]> factorGradient) => this.factorGradient = factorGradient;

    /// <summary>GCV, GCV as in MASS, leave-one-out or evidence.</summary>
    public required LambdaSelection Criterion { get; init; }

    /// <summary>λ &gt; 0.</summary>
    public required double Lambda { get; init; }

    /// <summary>The criterion: a mean squared error, or the log evidence.</summary>
    public required double Value { get; init; }

    /// <summary>Its derivative in ln λ.</summary>
    public required double First { get; init; }

    /// <summary>Its second derivative in ln λ.</summary>
    public required double Second { get; init; }

    /// <summary>Its derivative in the ln fⱼ of each penalty factor; p values that add up to <see cref="First"/>, 0 where the factor is 0 or the feature does not vary.</summary>
    public IReadOnlyList<double> FactorGradient => factorGradient.Value;

    /// <summary>
    /// A large-sample standard error of the ln λ that the criterion selects, if this is it: from the curvature for evidence, from the rows' shares for
    /// leave-one-out (a sandwich), from the curvature and the variance of the squares of the target's coordinates under normal noise for GCV. NaN where the
    /// curvature is not that of an optimum.
    /// </summary>
    public required double StandardError { get; init; }

    /// <summary>Names of the p features.</summary>
    public required IReadOnlyList<string> FeatureNames { get; init; }

    /// <summary>−first/second derivative: the step in ln λ to where the slope would vanish.</summary>
    public double NewtonStep => -First / Second;

    /// <summary>The value and its derivatives.</summary>
    public override string ToString() => AnalysisText.Of(
        string.Create(
            CultureInfo.InvariantCulture, $"{Criterion.Name} at λ = {Lambda:G6}: {Value:G6}, in ln λ {First:G6} and {Second:G6}, standard error of ln λ {StandardError:G4}"),
        "feature", FeatureNames, ("by ln f", FactorGradient));
}
