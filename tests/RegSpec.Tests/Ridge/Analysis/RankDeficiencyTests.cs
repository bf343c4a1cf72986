using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>
/// Every analysis on a design of deficient rank, against one that is not: two equal columns share a coefficient, w₁ = w₂ = w/2, and the least w₁² + w₂²
/// of a sum w is w²/2, so that they are one column of penalty factor ½. The tolerances allow for the other eigendecomposition, 1e-11 and no more.
/// </summary>
public sealed class RankDeficiencyTests
{
    private const double Tolerance = 1e-11;

    public static TheoryData<int, int, bool> Shapes => new() { { 25, 4, false }, { 25, 4, true }, { 6, 9, false }, { 6, 9, true } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Twin_columns_are_one_of_half_the_factor(int n, int p, bool weighted)
    {
        using var scope = NewDisposeScope();
        RandomDesign design = RandomDesign.Of(n, p, 31);
        RidgeProblem twin = design.With(row => [.. row, row[^1]]).Problem(weighted: weighted);
        RidgeProblem one = design.Problem(new RidgeOptions { PenaltyFactors = [.. Enumerable.Repeat(1.0, p - 1), 0.5] }, weighted);
        foreach (double lambda in new[] { 0.1, 3, 40 })
        {
            Close.To(one.Spectrum(lambda).Eigenvalues, twin.Spectrum(lambda).Eigenvalues, Tolerance);
            Close.To(one.Spectrum(lambda).DegreesOfFreedom, twin.Spectrum(lambda).DegreesOfFreedom, Tolerance);
            double norm = one.NormFor(lambda);
            Close.To(norm, twin.NormFor(lambda), Tolerance);
            Close.To(lambda, twin.LambdaForNorm(norm), 1e-9);
            Close.To(one.FitConstrained(norm).ResidualSumOfSquares, twin.FitConstrained(norm).ResidualSumOfSquares, 1e-9);

            RidgePosterior expected = one.Posterior(lambda), posterior = twin.Posterior(lambda);
            Close.To(expected.NoiseVariance, posterior.NoiseVariance, Tolerance);
            Close.To(Shared(expected.Mean, p), Joined(posterior.Mean, p), Tolerance);
            Close.To(Ends(expected.PredictiveIntervals(design.Matrix)), Ends(posterior.PredictiveIntervals(design.With(row => [.. row, row[^1]]).Matrix)), Tolerance);

            RidgeRobustness robust = one.Robustness(lambda), twins = twin.Robustness(lambda);
            Close.To(robust.Leverages, twins.Leverages, Tolerance);
            Close.To(robust.CooksDistances, twins.CooksDistances, 1e-9);
            Close.To(robust.LabelInfluenceNorms, twins.LabelInfluenceNorms, Tolerance);
            LambdaSelection[] criteria = [LambdaSelection.GeneralizedCrossValidation, LambdaSelection.LeaveOneOut, .. weighted ? Array.Empty<LambdaSelection>() : [LambdaSelection.Evidence]];
            foreach (LambdaSelection criterion in criteria)
            {
                CriterionDerivatives single = one.Derivatives(criterion, lambda), both = twin.Derivatives(criterion, lambda);
                Close.To([single.Value, single.First, single.Second], [both.Value, both.First, both.Second], 1e-9);
                Close.To([.. single.FactorGradient], Joined(both.FactorGradient, p), 1e-9);
            }
        }

        double[] truth = [.. Enumerable.Range(0, p).Select(j => 1.0 - (0.3 * j))];
        BiasVarianceCurve curve = one.BiasVariance(truth, 2, [0.5, 20]), shared = twin.BiasVariance([.. truth[..^1], truth[^1] / 2, truth[^1] / 2], 2, [0.5, 20]);
        Close.To(curve.FittedSquaredBiases, shared.FittedSquaredBiases, Tolerance);
        Close.To(curve.FittedVariances, shared.FittedVariances, Tolerance);
    }

    /// <summary>At λ = 0 the intervals of twins have no bound; what least squares determine has its value, and a constraint that does not bind is theirs.</summary>
    [Fact]
    public void Without_lambda_they_are_right_or_refused_by_name()
    {
        RandomDesign design = RandomDesign.Of(25, 4, 32);
        RidgeProblem twin = design.With(row => [.. row, row[^1]]).Problem(), one = design.Problem();

        Close.To(one.Spectrum(0).DegreesOfFreedom, twin.Spectrum(0).DegreesOfFreedom, Tolerance);
        ConstrainedFit fit = twin.FitConstrained(1e6);
        Assert.False(fit.IsActive);
        Close.To(one.Fit(0).ResidualSumOfSquares, fit.ResidualSumOfSquares, Tolerance);
        Close.To(one.Robustness(0).Leverages, twin.Robustness(0).Leverages, Tolerance);
        Close.To(one.GradientFlow(0).At(double.PositiveInfinity)[0], twin.GradientFlow(0).At(double.PositiveInfinity)[0], Tolerance);
        Assert.Contains("remove collinear features", Assert.Throws<InvalidOperationException>(() => twin.Posterior(0).Scales).Message);
        Assert.Equal("lambda", Assert.Throws<ArgumentOutOfRangeException>(() => twin.Derivatives(LambdaSelection.LeaveOneOut, 0)).ParamName);
    }

    /// <summary>Each analysis of one of several targets is that of the target alone.</summary>
    [Theory]
    [InlineData(25, 4), InlineData(6, 9)]
    public void Targets_do_not_see_each_other(int n, int p)
    {
        using var scope = NewDisposeScope();
        RandomDesign design = RandomDesign.Of(n, p, 33);
        Tensor second = design.Target.square();
        RidgeProblem both = RidgeProblem.FromMatrices(design.Matrix, stack([design.Target, second], 1)), alone = RidgeProblem.FromMatrices(design.Matrix, second);
        Close.To(alone.BiasVarianceEstimate([1, 10], pilot: 3).MeanSquaredErrors, both.BiasVarianceEstimate([1, 10], pilot: 3, target: 1).MeanSquaredErrors, Tolerance);
        Close.To(alone.FitConstrained(alone.NormFor(5)).Coefficients, both.FitConstrained(both.NormFor(5, 1), 1).Coefficients, 1e-9);
        Close.To(alone.Posterior(5).Scales, both.Posterior(5, target: 1).Scales, Tolerance);
        Close.To(alone.GradientFlow(5).At(0.01), both.GradientFlow(5, target: 1).At(0.01), Tolerance);
        Close.To(alone.Descent(5, 1e-3).At(7), both.Descent(5, 1e-3, target: 1).At(7), Tolerance);
        Close.To(alone.Robustness(5).CooksDistances, both.Robustness(5, 1).CooksDistances, 1e-9);
        Close.To(alone.Derivatives(LambdaSelection.LeaveOneOut, 5).FactorGradient, both.Derivatives(LambdaSelection.LeaveOneOut, 5, 1).FactorGradient, 1e-9);
        TikhonovOperator steps = TikhonovOperator.FirstDifferences(p);
        Close.To(alone.Tikhonov(steps).Fit(5).Coefficients, both.Tikhonov(steps, target: 1).Fit(5).Coefficients, 1e-10);
    }

    private static double[] Shared(IReadOnlyList<double> coefficients, int p) => [.. coefficients.Take(p)];

    /// <summary>The last two added up.</summary>
    private static double[] Joined(IReadOnlyList<double> coefficients, int p) => [.. coefficients.Take(p - 1), coefficients[p - 1] + coefficients[p]];

    private static double[] Ends(IReadOnlyList<Interval> intervals) => [.. intervals.SelectMany(interval => new[] { interval.Lower, interval.Upper })];
}
