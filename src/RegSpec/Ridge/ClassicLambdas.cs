namespace RegSpec;

/// <summary>
/// Closed-form choices of λ from the least-squares fit w₀ with s² = RSS/(n − p − 1): Hoerl, Kennard and Baldwin (1975) and Lawless and Wang
/// (1976), in their original form and in that of MASS's lm.ridge, which has p − 2 for p. All on the scale of λ of this library.
/// </summary>
/// <param name="HoerlKennardBaldwin">p·s²/‖w₀‖².</param>
/// <param name="LawlessWang">p·s²·n/‖fit‖².</param>
/// <param name="HoerlKennardBaldwinOfMass">(p − 2)·s²/‖w₀‖².</param>
/// <param name="LawlessWangOfMass">(p − 2)·s²·n/‖fit‖².</param>
/// <param name="ResidualVariance">s².</param>
public sealed record ClassicLambdas(
    double HoerlKennardBaldwin, double LawlessWang, double HoerlKennardBaldwinOfMass, double LawlessWangOfMass, double ResidualVariance)
{
    internal static ClassicLambdas Of(RidgeData data, int target)
    {
        Standardization columns = data.Columns;
        RidgeSolution fit = RidgeSolver.Solve(data.WithBalancedTargets, [target], 0)[0];   // no choice of λ depends on the unit of the target
        double p = fit.Rank;
        double left = columns.Count - p - (columns.Intercept ? 1 : 0);
        if (left <= 0)
        {
            throw new InvalidOperationException($"The classic choices of λ need residual degrees of freedom, but {columns.Count} rows and {p} directions leave none; select by k-fold.");
        }

        double deviation = data.Summary.Deviation[columns.FeatureCount + target];
        double variance = fit.ResidualSumOfSquares / left;
        double coefficients = fit.Coefficients.Sum(w => w * w);
        double explained = Math.ScaleB(columns.WeightSum, data.Units.Weight) * deviation * deviation - fit.ResidualSumOfSquares;
        double hkb = variance / coefficients;
        double lw = variance * columns.Count / explained;
        return new(p * hkb, p * lw, (p - 2) * hkb, (p - 2) * lw, Math.ScaleB(variance, 2 * data.Units.Column(columns.FeatureCount + target)));
    }
}
