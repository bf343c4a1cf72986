namespace Prostate;

/// <summary>Mean and sample standard deviation of each column over all 97 rows: the unit of the book's coefficients.</summary>
internal sealed class BookScale
{
    private readonly double[] means;
    private readonly double[] deviations;

    public BookScale(IReadOnlyList<Patient> all)
    {
        double[][] rows = [.. all.Select(patient => patient.Columns())];
        means = [.. rows[0].Select((_, j) => rows.Average(row => row[j]))];
        deviations = [.. means.Select((mean, j) => Math.Sqrt(rows.Sum(row => (row[j] - mean) * (row[j] - mean)) / (rows.Length - 1)))];
    }

    public double[] Scaled(Patient patient) => [.. patient.Columns().Select((value, j) => (value - means[j]) / deviations[j])];

    /// <summary>Coefficients per unit of a column as coefficients per standard deviation, after the prediction at the means.</summary>
    public double[] InBookUnits(double rawIntercept, IReadOnlyList<double> rawCoefficients) =>
        [rawIntercept + rawCoefficients.Select((beta, j) => beta * means[j]).Sum(), .. rawCoefficients.Select((beta, j) => beta * deviations[j])];
}
