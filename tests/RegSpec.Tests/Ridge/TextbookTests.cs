using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Published tables: The Elements of Statistical Learning, Table 3.3, and R's longley by MASS.</summary>
public sealed class TextbookTests
{
    private static readonly RidgeOptions Unscaled = new() { Scaling = Enumerable.Repeat(FeatureScaling.None, 8).ToArray() };

    /// <summary>
    /// The book's ridge column comes from columns scaled on all 97 rows and never re-centred on the 67 of the fit. Only hand-scaled data
    /// without an intercept give it; all 11 printed numbers agree to 3 decimals.
    /// </summary>
    [Fact]
    public void Table_3_3_as_printed_is_a_fit_that_was_not_centred()
    {
        (double[][] train, double[] y, double[][] test, double[] yTest) = ScaledOnAllRows();
        double mean = y.Average();
        RidgeSolution fit = new RandomDesign(train, y.Select(value => value - mean).ToArray(), []).Problem(Unscaled with { FitIntercept = false }).Fit(24.176431);
        Close.To(5, fit.DegreesOfFreedom, 1e-6);
        double[] errors = test.Select((row, i) => Math.Pow(yTest[i] - mean - fit.Predict(row), 2)).ToArray();
        Printed([2.452, 0.420, 0.238, -0.046, 0.162, 0.227, 0.000, 0.040, 0.133, 0.492, 0.165], [mean, .. fit.RawCoefficients, errors.Average(), StandardError(errors)]);
    }

    [Fact]
    public void Table_3_3_done_right_is_another_fit()
    {
        (double[][] train, double[] y, double[][] test, double[] yTest) = ScaledOnAllRows();
        RidgeProblem problem = new RandomDesign(train, y, []).Problem(Unscaled);
        RidgeSolution fit = problem.Fit(23.9989078431);
        Close.To(5, fit.DegreesOfFreedom, 1e-10);
        double[] errors = test.Select((row, i) => Math.Pow(yTest[i] - fit.Predict(row), 2)).ToArray();
        Digits([2.4642, .4210, .2388, -.0480, .1623, .2271, -.0001, .0411, .1324, .4904, .1623], [fit.RawIntercept, .. fit.RawCoefficients, errors.Average(), StandardError(errors)], 4);

        RidgeSolution leastSquares = problem.Fit(0);
        double[] residuals = test.Select((row, i) => Math.Pow(yTest[i] - leastSquares.Predict(row), 2)).ToArray();
        Printed([2.465, 0.680, 0.263, -0.141, 0.210, 0.305, -0.288, -0.021, 0.267, 0.521, 0.179], [leastSquares.RawIntercept, .. leastSquares.RawCoefficients, residuals.Average(), StandardError(residuals)]);
    }

    [Fact]
    public void Longley_by_its_deflator_gives_the_figures_of_the_help_page()
    {
        RidgeProblem problem = RidgeDataSet.LongleyR(target: 0).Problem();
        ClassicLambdas classic = problem.ClassicLambdas();
        Assert.Equal(0.006836982, classic.HoerlKennardBaldwinOfMass, 9);
        Assert.Equal(0.05267247, classic.LawlessWangOfMass, 8);
        Assert.Equal(0.0057, LeastOnGrid(problem, 1e-4), 10);
        Assert.Equal(0.006, LeastOnGrid(problem, 1e-3), 10);
        Assert.Equal(0.00570643678, problem.Select(LambdaSelection.GeneralizedCrossValidationOfMass).Lambda, 8);
        RidgeSolution leastSquares = problem.Fit(0);
        double[] published = [2946.85636017, 0.26352725, 0.03648291, 0.01116105, -1.73702984, -1.41879853, 0.23128785];
        Digits(published, [leastSquares.RawIntercept, .. leastSquares.RawCoefficients], 8);
    }

    [Fact]
    public void Longley_by_employment_gives_the_figures_of_faraway()
    {
        RidgeProblem problem = RidgeDataSet.LongleyR(target: 6).Problem();
        ClassicLambdas classic = problem.ClassicLambdas();
        Assert.Equal(0.00427535739398, classic.HoerlKennardBaldwinOfMass, 14);
        Assert.Equal(0.0322953077221, classic.LawlessWangOfMass, 13);
        Assert.Equal(0.0028, LeastOnGrid(problem, 1e-4), 10);
        Assert.Equal(0.003, LeastOnGrid(problem, 1e-3), 10);
        RidgeSolution fit = problem.Fit(0.03);
        double[] raw = [-1620.42935545, 0.0210596393948, 0.00799427098892, -0.0131456885732, -0.00775189679358, -0.101879672465, 0.869116011100];
        double[] standardized = [0.220049574522, 0.769358524780, -1.189410224384, -0.522339286148, -0.686181638318, 4.006426851440];
        for (int j = 0; j < 7; j++)
        {
            Close.To(raw[j], j == 0 ? fit.RawIntercept : fit.RawCoefficients[j - 1], 1e-11);   // printed to 12 digits
        }

        Digits(standardized, fit.Coefficients, 12);
    }

    private static double LeastOnGrid(RidgeProblem problem, double step)
    {
        RidgePath path = problem.Path(Enumerable.Range(0, (int)Math.Round(0.1 / step)).Select(i => i * step).ToArray());
        return path.MinBy(point => point.GeneralizedCrossValidationOfMass)!.Lambda;
    }

    private static (double[][] Train, double[] Y, double[][] Test, double[] YTest) ScaledOnAllRows()
    {
        RidgeDataSet train = RidgeDataSet.Prostate(train: true);
        RidgeDataSet test = RidgeDataSet.Prostate(train: false);
        double[][] all = [.. train.X, .. test.X];
        Assert.Equal((67, 30), (train.Rows, test.Rows));
        double[] mean = Enumerable.Range(0, 8).Select(j => all.Average(row => row[j])).ToArray();
        double[] deviation = Enumerable.Range(0, 8).Select(j => Math.Sqrt(all.Sum(row => Math.Pow(row[j] - mean[j], 2)) / 96)).ToArray();
        double[][] Scaled(double[][] rows) => rows.Select(row => row.Select((x, j) => (x - mean[j]) / deviation[j]).ToArray()).ToArray();
        return (Scaled(train.X), train.Y, Scaled(test.X), test.Y);
    }

    private static double StandardError(double[] values) =>
        Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Length - 1) / values.Length);

    private static void Printed(double[] expected, double[] actual) => Digits(expected, actual, 3);

    private static void Digits(double[] expected, IReadOnlyList<double> actual, int decimals)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int j = 0; j < expected.Length; j++)
        {
            Assert.True(Math.Abs(expected[j] - actual[j]) <= 0.5001 * Math.Pow(10, -decimals), FormattableString.Invariant($"[{j}]: printed {expected[j]}, got {actual[j]}"));
        }
    }
}
