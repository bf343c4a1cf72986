namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>λ in other units, by brute force: the rescaled matrix is fitted. Tolerance: rounding αx costs ε, times a condition number of up to 1e6.</summary>
public sealed class RescalingTests
{
    private const double Tolerance = 1e-9;

    public static TheoryData<int> Seeds => RandomFit.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_common_factor_multiplies_lambda_by_its_square(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        RandomDesign other = fit.Design.With(row => [.. row.Select(x => 2.5 * x)]);
        RidgeRescaling rescaling = fit.Design.Problem(fit.Unscaled, fit.Weighted).Rescaled(2.5);
        double lambda = rescaling.EquivalentLambda(fit.Lambda);
        Close.To(6.25 * fit.Lambda, lambda, 1e-15);
        RidgeSolution original = fit.Fit(fit.Design, options: fit.Unscaled);
        RidgeSolution brute = fit.Fit(other, lambda, fit.Unscaled);
        Close.To([.. original.RawCoefficients.Select(b => b / 2.5)], brute.RawCoefficients, Tolerance);
        Close.To(brute.RawCoefficients, rescaling.Problem.Fit(lambda).RawCoefficients, Tolerance);
        Close.To(brute.RawCoefficients, rescaling.EquivalentProblem.Fit(fit.Lambda).RawCoefficients, Tolerance);
        Close.To(original.RawIntercept, brute.RawIntercept, Tolerance);
        // the same λ in other units is another model
        Close.To(fit.Fit(other, options: fit.Unscaled).RawCoefficients, rescaling.Problem.Fit(fit.Lambda).RawCoefficients, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Factors_by_feature_are_undone_by_penalty_factors(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        double[] alphas = [.. Enumerable.Range(0, fit.Design.Features).Select(j => Math.Exp(0.3 * (j % 7 - 3)))];
        RandomDesign other = fit.Design.With(row => [.. row.Select((x, j) => alphas[j] * x)]);
        RidgeRescaling rescaling = fit.Design.Problem(fit.Unscaled, fit.Weighted).Rescaled(alphas);
        RidgeSolution original = fit.Fit(fit.Design, options: fit.Unscaled);
        RidgeOptions equivalent = fit.Unscaled with { PenaltyFactors = rescaling.EquivalentPenaltyFactors };
        double[] expected = [.. original.RawCoefficients.Select((b, j) => b / alphas[j])];
        Close.To(expected, fit.Fit(other, options: equivalent).RawCoefficients, Tolerance);
        Close.To(expected, rescaling.EquivalentProblem.Fit(fit.Lambda).RawCoefficients, Tolerance);
        // and the same factors on rescaled features are these on the original ones
        RidgeOptions effective = fit.Unscaled with { PenaltyFactors = rescaling.EffectivePenaltyFactors };
        RidgeSolution seen = fit.Fit(fit.Design, options: effective);
        Close.To([.. seen.RawCoefficients.Select((b, j) => b / alphas[j])], rescaling.Problem.Fit(fit.Lambda).RawCoefficients, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void To_standardised_features_units_mean_nothing(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        double[] alphas = [.. Enumerable.Range(0, fit.Design.Features).Select(j => Math.Exp(j % 7 - 3))];
        RidgeRescaling rescaling = fit.Design.Problem(fit.Options, fit.Weighted).Rescaled(alphas);
        Assert.Equal(3.5, rescaling.EquivalentLambda(3.5));
        Close.To(fit.Fit().Coefficients, rescaling.Problem.Fit(fit.Lambda).Coefficients, Tolerance);
        Close.To(fit.Options.PenaltyFactors ?? [.. alphas.Select(_ => 1.0)], rescaling.EquivalentPenaltyFactors, 0);
    }

    [Fact]
    public void Statistics_are_rescaled_as_rows_are()
    {
        RandomDesign design = RandomDesign.Of(20, 3, 64);
        RidgeOptions raw = new() { Scaling = [FeatureScaling.None, FeatureScaling.Standardize, FeatureScaling.None] };
        RidgeStatistics statistics = new(3);
        statistics.Add(design.Matrix, design.Target);
        double[] alphas = [1e-3, 7, 40];
        RidgeRescaling ofRows = design.Problem(raw).Rescaled(alphas);
        RidgeRescaling ofSums = RidgeProblem.FromStatistics(statistics, raw).Rescaled(alphas);
        Close.To(ofRows.Problem.Fit(3).RawCoefficients, ofSums.Problem.Fit(3).RawCoefficients, 1e-11);
        Close.To(ofRows.Problem.Fit(3).RawIntercept, ofSums.Problem.Fit(3).RawIntercept, 1e-11);
        Close.To(ofRows.EquivalentProblem.Fit(3).RawCoefficients, ofSums.EquivalentProblem.Fit(3).RawCoefficients, 1e-11);
        Assert.Contains("EquivalentPenaltyFactors", Assert.Throws<InvalidOperationException>(() => ofRows.EquivalentLambda(1)).Message);
        Assert.Contains("same fit needs", ofRows.ToString());
        Assert.Equal(FactorOf(ofSums.Problem), FactorOf(ofRows.Problem));
    }

    [Fact]
    public void Extreme_factors_stay_in_range()
    {
        RandomDesign design = RandomDesign.Of(20, 3, 65);
        RidgeOptions raw = new() { Scaling = [.. Enumerable.Repeat(FeatureScaling.None, 3)] };
        RidgeStatistics statistics = new(3);
        statistics.Add(design.Matrix, design.Target);
        foreach (RidgeProblem problem in new[] { design.Problem(raw), RidgeProblem.FromStatistics(statistics, raw) })
        {
            RidgeRescaling rescaling = problem.Rescaled(1e100);
            Close.To([.. problem.Fit(3).RawCoefficients.Select(b => b / 1e100)], rescaling.Problem.Fit(rescaling.EquivalentLambda(3)).RawCoefficients, 1e-11);
        }
    }

    [Fact]
    public void Bad_input_is_named()
    {
        RidgeProblem problem = RandomDesign.Of(12, 2, 66).Problem();
        Assert.Contains("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => problem.Rescaled(0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.Rescaled(double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => problem.Rescaled([1.0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.Rescaled([1.0, -1.0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.Rescaled(2).EquivalentLambda(-1));
    }

    private static double FactorOf(RidgeProblem problem) => Math.Round(problem.Fit(1).Scales[1], 10);
}
