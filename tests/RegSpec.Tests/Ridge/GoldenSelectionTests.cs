using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace RegSpec.Tests.Ridge;

/// <summary>Every number of golden_selection.json, which was computed to 50 digits.</summary>
public sealed class GoldenSelectionTests(ITestOutputHelper output)
{
    /// <summary>The eigenvalues have an absolute error of ε times the largest; longley's smallest is 1e-4 of it, and the criteria divide by it.</summary>
    private const double Relative = 1e-10;

    /// <summary>A minimum is flat: where the criterion has 16 digits its argument has 8; the reference gives 12.</summary>
    private const double RelativeArgument = 2e-7;

    [Theory]
    [InlineData("prostate_train"), InlineData("longley_R")]
    public void Path_agrees(string name)
    {
        using JsonDocument document = JsonDocument.Parse(RidgeDataSet.Text("golden_selection.json"));
        JsonElement golden = document.RootElement.GetProperty(name);
        RidgeProblem problem = RidgeDataSet.Load(name).Problem();
        JsonElement[] points = [.. golden.GetProperty("path").EnumerateArray()];
        Assert.Equal((Number(golden, "n"), Number(golden, "p")), (problem.Fit(1).Count, problem.FeatureCount));
        RidgePath path = problem.Path(points.Select(point => Number(point, "lambda")).ToArray());
        IReadOnlyList<double> leaveOneOut = problem.LeaveOneOutErrors(path.Select(point => point.Lambda).ToArray());

        AreClose(Numbers(golden, "eig"), path.Eigenvalues, "eigenvalues", 1e-12);
        for (int i = 0; i < points.Length; i++)
        {
            RidgePathPoint actual = path[i];
            IsClose(Number(points[i], "df"), actual.DegreesOfFreedom, "df");
            IsClose(Number(points[i], "rss"), actual.ResidualSumOfSquares, "rss");
            IsClose(Number(points[i], "gcv"), actual.GeneralizedCrossValidation, "gcv");
            IsClose(Number(points[i], "gcv_mass"), actual.GeneralizedCrossValidationOfMass, "gcv_mass");
            IsClose(Number(points[i], "loo_mse"), leaveOneOut[i], "loo");
            IsClose(Number(points[i], "loo_fixedcentre"), AtFixedCentre(RidgeDataSet.Load(name), problem, actual), "loo_fixedcentre");
            IsClose(Number(points[i], "log_evidence_profile"), actual.LogEvidence, "evidence");
            IsClose(Number(points[i], "b"), actual.RawIntercept, "b");
            AreClose(Numbers(points[i], "z"), actual.Coefficients, "z");
            AreClose(Numbers(points[i], "w"), actual.RawCoefficients, "w");
        }
    }

    [Theory]
    [InlineData("prostate_train"), InlineData("longley_R")]
    public void A_single_fit_agrees_too(string name)
    {
        using JsonDocument document = JsonDocument.Parse(RidgeDataSet.Text("golden_selection.json"));
        RidgeProblem problem = RidgeDataSet.Load(name).Problem();
        foreach (JsonElement point in document.RootElement.GetProperty(name).GetProperty("path").EnumerateArray())
        {
            RidgeSolution actual = problem.Fit(Number(point, "lambda"));
            IsClose(Number(point, "df"), actual.DegreesOfFreedom, "df", 1e-11);
            IsClose(Number(point, "rss"), actual.ResidualSumOfSquares, "rss", 1e-13);
            IsClose(Number(point, "gcv"), actual.GeneralizedCrossValidation, "gcv", 1e-11);
            AreClose(Numbers(point, "z"), actual.Coefficients, "z", 1e-12);   // the data are decimals: stored, longley's are off by 1e-16, times κ(Z) = 200
            AreClose(Numbers(point, "w"), actual.RawCoefficients, "w", 1e-12);
        }
    }

    [Theory]
    [InlineData("prostate_train"), InlineData("longley_R")]
    public void Selected_lambdas_agree(string name)
    {
        using JsonDocument document = JsonDocument.Parse(RidgeDataSet.Text("golden_selection.json"));
        JsonElement golden = document.RootElement.GetProperty(name).GetProperty("argmin");
        RidgeProblem problem = RidgeDataSet.Load(name).Problem();
        foreach ((string key, LambdaSelection criterion) in new[]
        {
            ("gcv", LambdaSelection.GeneralizedCrossValidation), ("gcv_mass", LambdaSelection.GeneralizedCrossValidationOfMass),
            ("loo", LambdaSelection.LeaveOneOut), ("evidence", LambdaSelection.Evidence),
        })
        {
            RidgeSelection selection = problem.Select(criterion);
            IsClose(Number(golden, key), selection.Lambda, key, RelativeArgument);
            Assert.False(selection.IsAtEdge || selection.IsMonotone || selection.IsDegenerate);
            Assert.Empty(selection.Warnings);
            Assert.Equal(selection.Lambda, selection.Solution.Lambda);
        }
    }

    [Theory]
    [InlineData("prostate_train"), InlineData("longley_R")]
    public void Classic_lambdas_agree(string name)
    {
        using JsonDocument document = JsonDocument.Parse(RidgeDataSet.Text("golden_selection.json"));
        JsonElement golden = document.RootElement.GetProperty(name);
        ClassicLambdas actual = RidgeDataSet.Load(name).Problem().ClassicLambdas();
        IsClose(Number(golden, "HKB_MASS"), actual.HoerlKennardBaldwinOfMass, "HKB", 1e-12);
        IsClose(Number(golden, "LW_MASS"), actual.LawlessWangOfMass, "LW", 1e-12);
        IsClose(Number(golden, "HKB_classic_p_s2_over_bb"), actual.HoerlKennardBaldwin, "classic HKB", 1e-12);
        IsClose(Number(golden, "sigma2_ols"), actual.ResidualVariance, "s²", 1e-12);
        Assert.Equal(actual.LawlessWangOfMass / actual.HoerlKennardBaldwinOfMass, actual.LawlessWang / actual.HoerlKennardBaldwin, 12);
    }

    /// <summary>Leave-one-out errors r/(1 − h + 1/n) of fits that keep the centre as well: h = 1 − r/e from the errors e = r/(1 − h) of those that do not.</summary>
    private static double AtFixedCentre(RidgeDataSet data, RidgeProblem problem, RidgePathPoint point)
    {
        IReadOnlyList<double> predictions = problem.LeaveOneOutPredictions(point.Lambda);
        return data.X.Select((row, i) =>
        {
            double residual = data.Y[i] - point.RawIntercept - row.Zip(point.RawCoefficients, (x, beta) => x * beta).Sum();
            return Math.Pow(residual / (residual / (data.Y[i] - predictions[i]) + 1.0 / data.Rows), 2);
        }).Average();
    }

    private static double Number(JsonElement element, string name) => Number(element.GetProperty(name));

    private static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(Number)];

    private void AreClose(double[] expected, IReadOnlyList<double> actual, string what, double tolerance = Relative)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int j = 0; j < expected.Length; j++)
        {
            IsClose(expected[j], actual[j], $"{what}[{j}]", tolerance);
        }
    }

    private void IsClose(double expected, double actual, string what, double tolerance = Relative)
    {
        double error = Math.Abs(expected - actual) / Math.Abs(expected);
        output.WriteLine(FormattableString.Invariant($"{what}: {error:E1}"));
        Assert.True(error <= tolerance, FormattableString.Invariant($"{what}: expected {expected:R}, got {actual:R}, off by {error:E1}"));
    }
}
