using RegSpec;

namespace Identification;

/// <summary>
/// The "tuned/correlated" kernel of system identification (Chen, Ohlsson, Ljung 2012), a stable spline of order one: a prior g ~ N(0, cP) with
/// P(i, j) = ρ^max(i, j), which holds that a response is smooth and dies out. P⁻¹ = LᵀL with the steps of g, each divided by its standard deviation.
/// </summary>
public static class StableSpline
{
    /// <summary>L for a rate of decay.</summary>
    /// <param name="order">Samples of the response, at least 2.</param>
    /// <param name="rho">ρ, above 0 and below 1.</param>
    public static TikhonovOperator Operator(int order, double rho)
    {
        double[,] steps = new double[order, order];
        for (int k = 0; k < order; k++)
        {
            double variance = k < order - 1 ? Math.Pow(rho, k + 1) * (1 - rho) : Math.Pow(rho, order);
            steps[k, k] = 1 / Math.Sqrt(variance);
            if (k < order - 1)
            {
                steps[k, k + 1] = -1 / Math.Sqrt(variance);
            }
        }

        return TikhonovOperator.Of(steps);
    }
}
