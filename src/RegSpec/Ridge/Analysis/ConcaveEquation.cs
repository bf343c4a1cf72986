namespace RegSpec;

/// <summary>
/// Newton's method for h(λ) = goal with h increasing and concave: from the left no step overshoots and the convergence is quadratic. A bracket takes over
/// where rounding spoils a step. Both 1/√Σq²/(d + λ)² (Reinsch 1971, Moré and Sorensen 1983) and 1/Σd/(d + λ), a harmonic mean of linear functions, are of this kind.
/// </summary>
internal static class ConcaveEquation
{
    private const int Steps = 100;
    private const double Tolerance = 2.220446049250313e-16;

    /// <param name="function">h and its derivative.</param>
    /// <param name="goal">The value wanted.</param>
    /// <param name="low">A λ with h ≤ goal.</param>
    /// <param name="high">A λ with h ≥ goal.</param>
    public static double Solve(Func<double, (double Value, double Slope)> function, double goal, double low, double high)
    {
        double at = low;
        for (int step = 0; step < Steps && high - low > Tolerance * high; step++)
        {
            (double value, double slope) = function(at);
            if (value == goal)
            {
                return at;
            }

            (low, high) = value < goal ? (at, high) : (low, at);
            double next = at + (goal - value) / slope;
            if (Math.Abs(next - at) <= 2 * Tolerance * at)
            {
                return next;
            }

            at = next > low && next < high ? next : low + 0.5 * (high - low);
        }

        return at;
    }
}
