namespace RegSpec;

/// <summary>
/// How the solution moves when the target of one row grows by 1: ∂w/∂yᵢ = sᵢA⁻¹zᵢ, ∂b/∂yᵢ = sᵢ/S. The solution is linear in the targets, so a change of any
/// size moves it by this times the change, exactly.
/// </summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Coefficients">Per standard deviation of the feature; p values.</param>
/// <param name="RawCoefficients">Per unit of the feature; p values.</param>
/// <param name="Intercept">Of b, the prediction at the mean of the features; 0 without an intercept.</param>
public sealed record LabelInfluence(long Row, IReadOnlyList<double> Coefficients, IReadOnlyList<double> RawCoefficients, double Intercept)
{
    /// <summary>‖∂w/∂yᵢ‖.</summary>
    public double Norm => Math.Sqrt(Coefficients.Sum(w => w * w));

    /// <inheritdoc/>
    public override string ToString() => AnalysisText.Of(
        $"change of the solution when the target of row {Row} grows by 1: intercept {AnalysisText.Number(Intercept)}", "feature",
        [.. Coefficients.Select((_, j) => $"{j}")], ("per sd", Coefficients), ("per unit", RawCoefficients));
}
