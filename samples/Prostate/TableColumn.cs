namespace Prostate;

/// <summary>A column of Table 3.3.</summary>
/// <param name="Name">Its head.</param>
/// <param name="Lambda">λ.</param>
/// <param name="Coefficients">The intercept, then the 8 coefficients per standard deviation over the 97 rows.</param>
/// <param name="Errors">Squared errors on the 30 rows of the test.</param>
internal sealed record TableColumn(string Name, double Lambda, double[] Coefficients, double[] Errors)
{
    public double TestError => Errors.Average();

    /// <summary>Standard error of the mean of the squared errors.</summary>
    public double StandardError => Math.Sqrt(Errors.Sum(error => (error - TestError) * (error - TestError)) / (Errors.Length - 1) / Errors.Length);
}
