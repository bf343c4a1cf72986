namespace RegSpec.Tests.Ridge;

/// <summary>What a solution says about itself and its data, and the cases in which there is nothing to fit.</summary>
public sealed class DiagnosticsTests
{
    private const double Tight = 1e-12;

    [Fact]
    public void A_huge_lambda_leaves_the_mean()
    {
        RandomDesign design = RandomDesign.Of(20, 3, 23);
        foreach (RandomDesign one in new[] { design, RandomDesign.Of(3, 20, 23) })
        {
            RidgeSolution solution = one.Problem().Fit(1e300);
            Assert.All(solution.Coefficients, w => Assert.True(Math.Abs(w) < 1e-250));
            Close.To(one.Y.Average(), solution.Predict(one.X[0]), 1e-15);
            Assert.True(solution.DegreesOfFreedom < 1e-150);
        }
    }

    [Fact]
    public void A_constant_target_has_no_slope()
    {
        RandomDesign design = RandomDesign.Of(20, 3, 24) with { Y = Enumerable.Repeat(0.1, 20).ToArray() };
        RidgeSolution solution = design.Problem().Fit(0);
        Assert.Equal(new double[3], solution.Coefficients);
        Assert.Equal(0.1, solution.Intercept);
        Assert.Equal(0, solution.ResidualSumOfSquares);
    }

    [Fact]
    public void Constant_features_get_no_coefficient_and_are_listed()
    {
        RandomDesign design = RandomDesign.Of(20, 2, 25).With(row => [row[0], 0.1, row[1]]);
        RidgeOptions names = new() { FeatureNames = ["a", "b", "c"] };
        RidgeSolution solution = design.Problem(names).Fit(1);
        Assert.Equal(["b"], solution.ConstantFeatures);
        Assert.Equal(0, solution.Coefficients[1]);
        Close.To(RandomDesign.Of(20, 2, 25).Problem().Fit(1).Coefficients, [solution.Coefficients[0], solution.Coefficients[2]], Tight);
        Assert.Equal(solution.Predict([1, 0.1, 1]), solution.Predict([1, 99, 1]));
        Assert.Equal(["a", "b", "c"], design.With(_ => [1, 2, 3]).Problem(names).Fit(1).ConstantFeatures);
    }

    [Fact]
    public void A_feature_that_varies_by_rounding_is_warned_of()
    {
        RandomDesign design = RandomDesign.Of(20, 2, 26).With(row => [row[0], row[1] > 3 ? 0.3 : Math.BitIncrement(0.3)]);
        Assert.Contains(design.Problem().Fit(1).Warnings, warning => warning.Contains("'x1'", StringComparison.Ordinal));
    }

    [Fact]
    public void R_squared_is_that_of_the_predictions()
    {
        foreach (RandomDesign design in new[] { RandomDesign.Of(40, 6, 29), RandomDesign.Of(6, 40, 30) })
        {
            RidgeSolution solution = design.Problem().Fit(3);
            double total = design.Y.Sum(y => Math.Pow(y - design.Y.Average(), 2));
            double left = design.Y.Select((y, i) => Math.Pow(y - solution.Predict(design.X[i]), 2)).Sum();
            Assert.Equal(1 - left / total, solution.RSquared, 1e-12);
        }

        RandomDesign constant = RandomDesign.Of(5, 2, 29) with { Y = [2, 2, 2, 2, 2] };
        Assert.True(double.IsNaN(constant.Problem().Fit(1).RSquared));
    }

    [Fact]
    public void Conditioning_is_reported_before_and_after()
    {
        RidgeSolution solution = RidgeDataSet.Prostate(train: true).Problem().Fit(10);
        Close.To(19.6745, solution.ConditionNumber, 1e-5);
        Close.To(11.0564, solution.RegularizedConditionNumber, 1e-5);
        RandomDesign wide = RandomDesign.Of(6, 9, 27);
        RidgeSolution dual = wide.Problem().Fit(3);
        double largest = wide.Problem().Path([3]).Eigenvalues[^1];
        Close.To((largest + 3) / 3, dual.RegularizedConditionNumber, 1e-6);   // by power iteration
        Assert.Equal(double.PositiveInfinity, dual.ConditionNumber);
        RidgeSolution filip = RidgeDataSet.Nist("Filip").Problem().Fit(0);
        Assert.Equal(RidgeAlgorithm.Orthogonal, filip.Algorithm);
        Assert.InRange(Math.Sqrt(filip.ConditionNumber), 3.5e9, 4.1e9);
    }
}
