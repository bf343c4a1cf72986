namespace RegSpec;

/// <summary>Decimal digits to trust in each coefficient.</summary>
internal static class TrustedDigits
{
    /// <summary>What is left after the rounding of the standard deviations and of the result.</summary>
    public const double Most = 15;

    /// <param name="columns">The change of variables.</param>
    /// <param name="beta">Raw coefficients of all features.</param>
    /// <param name="error">Bound on the error of ŵ of the active features; empty where nothing was solved.</param>
    public static double[] Of(Standardization columns, Func<int, double> beta, double[] error)
    {
        double[] digits = Enumerable.Repeat(Most, columns.FeatureCount).ToArray();
        for (int k = 0; k < columns.Active.Length && error.Length > k; k++)
        {
            int j = columns.Active[k];
            if (error[k] > 0)
            {
                double trusted = -Math.Log10(error[k] / (Math.Abs(beta(j)) * columns.Deviation[j]));
                digits[j] = double.IsNaN(trusted) ? 0 : Math.Clamp(trusted, 0, Most);
            }
        }

        return digits;
    }
}
