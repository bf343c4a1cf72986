using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>What λ does to each direction, against dense matrices. Tolerance: eigenvalues are exact to ε of the largest, 1e-15; 1e-11 leaves room for 40 × 30 products.</summary>
public sealed class SpectrumTests
{
    private const double Tolerance = 1e-11;

    public static TheoryData<int> Seeds => RandomFit.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Eigenvalues_and_degrees_of_freedom_are_those_of_the_matrices(int seed)
    {
        using var scope = NewDisposeScope();
        RandomFit fit = RandomFit.Of(seed);
        DenseRidge dense = new(fit.Design, fit.Options, fit.Weighted);
        ShrinkageSpectrum spectrum = fit.Design.Problem(fit.Options, fit.Weighted).Spectrum(fit.Lambda);
        double[] expected = dense.Eigenvalues();
        int rank = Math.Min(fit.Design.Features, dense.Left);
        Assert.Equal(fit.Design.Features - rank, spectrum.UndeterminedDirections);
        Close.To(expected[..rank], spectrum.Eigenvalues, Tolerance);
        Close.To([.. expected[..rank].Select(d => d + fit.Lambda)], spectrum.RegularizedEigenvalues, Tolerance);
        Close.To([.. expected[..rank].Select(d => d / (d + fit.Lambda))], spectrum.ShrinkageFactors, Tolerance);
        Close.To(dense.Inverse(fit.Lambda).mm(dense.Gram).trace().item<double>(), spectrum.DegreesOfFreedom, 1e-9);   // ε times the condition number of the inverse
        Close.To(Math.Sqrt(dense.Solve(fit.Lambda).Sum(w => w * w)), spectrum.Sensitivity, 1e-8);
        Close.To((expected[0] + fit.Lambda) / ((rank < expected.Length ? 0 : expected[^1]) + fit.Lambda), spectrum.RegularizedConditionNumber, 1e-9);
        Assert.Equal(rank < expected.Length, double.IsPositiveInfinity(spectrum.ConditionNumber));
        Close.To(dense.SquaredNorm(dense.Solve(fit.Lambda)), spectrum.Coordinates.Sum(a => a * a), 1e-8);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Lambda_for_degrees_of_freedom_is_their_inverse(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        ShrinkageSpectrum spectrum = fit.Design.Problem(fit.Options, fit.Weighted).Spectrum(fit.Lambda);
        Close.To(fit.Lambda, spectrum.LambdaFor(spectrum.DegreesOfFreedom), 1e-11);   // df is exact to ε, λ to ε·df/λ|df′|
        foreach (double share in new[] { 1e-6, 0.01, 0.5, 0.99 })
        {
            double wanted = share * spectrum.Eigenvalues.Count;
            double lambda = spectrum.LambdaFor(wanted);
            Close.To(wanted, fit.Design.Problem(fit.Options, fit.Weighted).Spectrum(lambda).DegreesOfFreedom, 1e-13);
        }

        Assert.Equal(0, spectrum.LambdaFor(spectrum.Eigenvalues.Count));
        Assert.Contains("the rank", Assert.Throws<ArgumentOutOfRangeException>(() => spectrum.LambdaFor(spectrum.Eigenvalues.Count + 0.1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => spectrum.LambdaFor(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => spectrum.LambdaFor(double.NaN));
    }

    [Fact]
    public void The_textbook_has_its_five_degrees_of_freedom()
    {
        // ../reference: prostate, training rows, df = 5 at λ = 23.9989078431 when scaled on other rows; here on its own: df(10) = 6.2143 and df(1) = 7.7494.
        RidgeProblem problem = RidgeDataSet.Prostate(train: true).Problem();
        Close.To(6.2143, problem.Spectrum(10).DegreesOfFreedom, 1e-5);
        Close.To(7.7494, problem.Spectrum(1).DegreesOfFreedom, 1e-5);
        Close.To(229.579, problem.Spectrum(1).Eigenvalues[0], 1e-5);
        Close.To(18.2006, problem.Spectrum(1).RegularizedConditionNumber, 1e-5);
        Close.To(5, problem.Spectrum(problem.Spectrum(0).LambdaFor(5)).DegreesOfFreedom, 1e-14);
    }

    [Theory]
    [InlineData(0), InlineData(3), InlineData(300)]
    public void Rates_are_those_of_descent_at_its_best_step(double lambda)
    {
        using var scope = NewDisposeScope();
        RandomDesign design = RandomDesign.Of(40, 4, 7);
        DenseRidge dense = new(design);
        ShrinkageSpectrum spectrum = design.Problem().Spectrum(lambda);
        double[] d = dense.Eigenvalues();
        double step = 2 / (d[0] + d[^1] + 2 * lambda);
        Tensor iteration = eye(4, dtype: ScalarType.Float64) - step * dense.A(lambda);
        Tensor error = ones(4, ScalarType.Float64);
        double last = 0;
        for (int i = 0; i < 4000; i++)
        {
            error = iteration.mv(error);
            last = error.norm().item<double>();
            error /= last;
        }

        Close.To(last, spectrum.RegularizedDescentRate, 1e-6);   // the power iteration has two eigenvalues of equal size and opposite sign
        Close.To(Math.Log(spectrum.RegularizedDescentRate) / Math.Log(spectrum.DescentRate), spectrum.DescentRateRatio, 1e-13);
        Assert.True(spectrum.DescentRateRatio >= 1);
    }

    [Fact]
    public void Collinear_unpenalised_weighted_constant_and_several_targets()
    {
        RandomDesign design = RandomDesign.Of(25, 3, 9);
        RandomDesign twin = design.With(row => [.. row, row[0], 5]);
        ShrinkageSpectrum spectrum = twin.Problem().Spectrum(2);
        Assert.Equal((3, 1), (spectrum.Eigenvalues.Count, spectrum.UndeterminedDirections));
        Assert.Equal(double.PositiveInfinity, spectrum.ConditionNumber);
        Assert.Equal(1, spectrum.DescentRate);
        Assert.Equal(double.PositiveInfinity, spectrum.DescentRateRatio);

        using var scope = NewDisposeScope();
        RidgeOptions options = new() { PenaltyFactors = [0, 1, 2] };
        DenseRidge dense = new(design, options, weighted: true);
        ShrinkageSpectrum partly = design.Problem(options, weighted: true).Spectrum(2);
        Assert.Equal((2, 1), (partly.Eigenvalues.Count, partly.UnpenalizedDirections));
        Close.To(dense.Inverse(2).mm(dense.Gram).trace().item<double>(), partly.DegreesOfFreedom, Tolerance);
        Close.To(2, design.Problem(options, weighted: true).Spectrum(partly.LambdaFor(2)).DegreesOfFreedom, 1e-13);
        Assert.Throws<ArgumentOutOfRangeException>(() => partly.LambdaFor(1));

        using Tensor both = stack([design.Target, 3 * design.Target], 1);
        RidgeProblem targets = RidgeProblem.FromMatrices(design.Matrix, both);
        Close.To(3 * targets.Spectrum(2).Sensitivity, targets.Spectrum(2, target: 1).Sensitivity, 1e-14);
        Assert.Throws<ArgumentOutOfRangeException>(() => targets.Spectrum(2, target: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => targets.Spectrum(-1));
        Assert.Contains("direction", spectrum.ToString());
    }

    [Fact]
    public void Statistics_and_extreme_units_give_the_same()
    {
        RandomDesign design = RandomDesign.Of(30, 4, 8);
        RidgeStatistics statistics = new(4);
        statistics.Add(design.Matrix, design.Target, design.Weight);
        ShrinkageSpectrum expected = design.Problem(weighted: true).Spectrum(3);
        Close.To(expected.Eigenvalues, RidgeProblem.FromStatistics(statistics).Spectrum(3).Eigenvalues, 1e-13);
        RandomDesign large = design.With(row => [.. row.Select(x => Math.ScaleB(x, 400))]) with { Y = [.. design.Y.Select(y => Math.ScaleB(y, -300))] };
        ShrinkageSpectrum there = large.Problem(weighted: true).Spectrum(3);
        Close.To(expected.Eigenvalues, there.Eigenvalues, 1e-13);
        Close.To(expected.Sensitivity, Math.ScaleB(there.Sensitivity, 300), 1e-12);
        Close.To(expected.Coordinates.Select(Math.Abs).ToArray(), [.. there.Coordinates.Select(a => Math.Abs(Math.ScaleB(a, 300)))], 1e-12);
        RandomDesign heavy = design with { Weights = [.. design.Weights.Select(s => Math.ScaleB(s, 200))] };
        ShrinkageSpectrum weighed = heavy.Problem(weighted: true).Spectrum(Math.ScaleB(3, 200));
        Close.To(expected.Eigenvalues, [.. weighed.Eigenvalues.Select(d => Math.ScaleB(d, -200))], 1e-13);
        Close.To(expected.Sensitivity, weighed.Sensitivity, 1e-12);
        Close.To(expected.DegreesOfFreedom, weighed.DegreesOfFreedom, 1e-13);
    }
}
