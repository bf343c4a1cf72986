namespace RegSpec.Tests.Ridge;

/// <summary>−log₁₀ of a relative error, at most 16.</summary>
internal static class CorrectDigits
{
    /// <summary>The least over all coefficients.</summary>
    public static double Of(double[] expected, double[] actual) => expected.Zip(actual, (e, a) => Of(e, a, 0)).Min();

    /// <summary>An error up to a scale counts as none, for an expected 0.</summary>
    public static double Of(double expected, double actual, double scale = 0)
    {
        double error = Math.Abs(expected - actual);
        return error <= scale ? 16 : Math.Min(16, -Math.Log10(error / Math.Abs(expected)));
    }
}
