namespace RegSpec;

/// <summary>
/// Iterative refinement: the residual and the gradient in double-double over the rows, the correction by a factorisation in double. The
/// coefficients are double-doubles, so what remains is the rounding to double at the end. The first correction of a Cholesky solve
/// measures the error that solve had.
/// </summary>
internal static class Refinement
{
    private const double Epsilon = 1.1102230246251565e-16;

    /// <summary>Steps from zero that may still go astray: each carries the error of directions a factor ε apart in size.</summary>
    private const int LastResortPatience = 4;

    /// <summary>Share of the gradient at zero that a solution of last resort may leave.</summary>
    private const double SolvedSlope = 1e-10;

    /// <summary>Share of ‖x̂‖‖y‖ that the rounding of a double-double residual leaves in a gradient.</summary>
    private const double NoiseSlope = 1e-30;

    /// <param name="pass">The rows.</param>
    /// <param name="columns">The change of variables.</param>
    /// <param name="system">The factorisation of Ĝ + λΦ.</param>
    /// <param name="penalties">λφ.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="target">Which target.</param>
    /// <param name="targetMean">ȳ, where the intercept starts.</param>
    /// <param name="start">ŵ to start from, or null for zero.</param>
    /// <param name="steps">Most corrections.</param>
    /// <param name="lastResort">Whether the best of all steps is returned where the last ones went astray, if it solves the equations.</param>
    /// <returns>The refined coefficients, or null when the factorisation is too inaccurate to converge.</returns>
    public static RefinedCoefficients? Run(
        ResidualPass pass, Standardization columns, RidgeSystem system, double[] penalties, double lambda, int target, DoubleDouble targetMean, double[]? start, int steps, bool lastResort)
    {
        int size = columns.Active.Length;
        RefinedCoefficients state = new(columns, targetMean);
        double[] correction = new double[size];
        double[] gradient = new double[size];
        double[] dataGradient = new double[size];
        if (start is not null)
        {
            state.Add(start, columns);
        }

        double previous = double.PositiveInfinity;
        double leastSlope = double.PositiveInfinity;
        double firstSlope = 0;
        RefinedCoefficients best = state;
        for (int step = 1; step <= steps; step++)
        {
            ResidualSums sums = pass.Run(target, state.Beta, state.Intercept);
            Gradient(sums, columns, penalties, lambda, state, gradient, dataGradient);
            double slope = Norm(gradient);
            if (start is null && slope <= NoiseSlope * Math.Sqrt(columns.WeightSum) * Math.Sqrt(sums.Squares))
            {
                Array.Clear(correction);
                state.Record(step, state.FirstCorrection, correction, Epsilon, sums.Squares, 0, columns);
                return state;
            }

            system.Solve(gradient, correction);
            double ratio = Norm(correction) / Math.Max(state.NormWith(correction, columns), double.Epsilon);
            bool afterStart = start is not null || step > 1;
            bool stalled = step > (lastResort ? LastResortPatience : 1) && ratio > 0.5 * previous && ratio > 1e-14;
            firstSlope = step == 1 ? slope : firstSlope;
            if (slope < leastSlope || !lastResort)
            {
                leastSlope = slope;
                best = lastResort ? state.Copy() : state;
            }

            if (!double.IsFinite(ratio) || stalled || (start is not null && step == 1 && ratio > 1e-2))
            {
                return lastResort && leastSlope <= SolvedSlope * firstSlope ? best : null;
            }

            double contraction = step == 1 ? Math.Max(ratio, system.SolveError) : ratio / previous;
            state.Add(correction, columns);
            if (columns.Intercept)
            {
                state.Shift(sums.Sum / columns.WeightSum);
            }

            double change = SquaresChange(sums, columns, penalties, correction, gradient, dataGradient);
            state.Record(step, afterStart && double.IsNaN(state.FirstCorrection) ? ratio : state.FirstCorrection, correction, Math.Clamp(contraction, Epsilon, 1), sums.Squares, change, columns);
            if (afterStart && state.HasConverged)
            {
                return lastResort && slope > SolvedSlope * firstSlope ? null : state;   // what lies in directions given up is not solved
            }

            previous = ratio;
        }

        return lastResort && leastSlope > SolvedSlope * firstSlope ? null : state;
    }

    /// <summary>ĝ = X̂ᵀSr − λΦŵ, and its first part alone. With an intercept r is taken at the best intercept for these coefficients.</summary>
    private static void Gradient(
        ResidualSums sums, Standardization columns, double[] penalties, double lambda, RefinedCoefficients state, double[] gradient, double[] dataGradient)
    {
        for (int k = 0; k < gradient.Length; k++)
        {
            int j = columns.Active[k];
            DoubleDouble centred = columns.Intercept ? sums.Gradient[j] - columns.Mean[j] * sums.Sum : sums.Gradient[j];
            DoubleDouble data = centred / columns.Deviation[j];
            DoubleDouble held = columns.PenaltyGradient(k, state.Beta[j], lambda);
            dataGradient[k] = data.Value;
            gradient[k] = penalties[k] == 0 ? data.Value : (data - held).Value;
        }
    }

    /// <summary>Change of Σs·r² by the correction: −2δᵀX̂ᵀSr + δᵀĜδ with Ĝδ = ĝ − λΦδ, and the intercept's share.</summary>
    private static double SquaresChange(
        ResidualSums sums, Standardization columns, double[] penalties, double[] correction, double[] gradient, double[] dataGradient)
    {
        double change = columns.Intercept ? -sums.Sum.Value * sums.Sum.Value / columns.WeightSum : 0;
        for (int k = 0; k < correction.Length; k++)
        {
            change += correction[k] * (gradient[k] - penalties[k] * correction[k] - 2 * dataGradient[k]);
        }

        return change;
    }

    private static double Norm(double[] values)
    {
        double largest = values.Length == 0 ? 0 : values.Max(Math.Abs);
        return largest == 0 || !double.IsFinite(largest) ? largest : largest * Math.Sqrt(values.Sum(value => value / largest * (value / largest)));
    }
}
