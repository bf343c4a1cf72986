using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>σ̂²(1 + 1/S + zᵀA⁻¹z) of new rows.</summary>
public sealed class PredictiveVarianceTests
{
    public static TheoryData<int> Seeds => RandomFit.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void It_is_least_at_the_mean_of_the_features_and_even_about_it(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        RidgeSolution solution = fit.Fit();
        double[] centre = [.. solution.Means];
        double[] step = [.. fit.Design.X[0].Zip(centre, (x, m) => x - m)];
        double[][] rows = [centre, .. new[] { -2.0, -1, 1, 2 }.Select(t => centre.Zip(step, (m, d) => m + t * d).ToArray())];
        using Tensor matrix = RandomDesign.ToMatrix(rows);
        IReadOnlyList<double> variances = fit.Design.Problem(fit.Options, fit.Weighted).PredictiveVariances(fit.Lambda, matrix);
        Assert.All(variances.Skip(1), variance => Assert.True(variance > variances[0]));
        Assert.True(variances[1] > variances[2] && variances[4] > variances[3]);
        Close.To(variances[1], variances[4], 1e-12);
        Close.To(variances[2], variances[3], 1e-12);
        double sum = fit.Weighted ? fit.Design.Weights.Sum() : fit.Design.Rows;
        Close.To(Noise(fit, solution) * (1 + (fit.Options.FitIntercept ? 1 / sum : 0)), variances[0], 1e-12);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void It_is_that_of_the_inverse_matrix(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        RidgeSolution solution = fit.Fit();
        using var scope = NewDisposeScope();
        Tensor weights = fit.Weighted ? fit.Design.Weight : ones(fit.Design.Rows, ScalarType.Float64);
        Tensor z = (fit.Design.Matrix - tensor(solution.Means.ToArray())) / tensor(solution.Scales.ToArray());
        double[] factors = fit.Options.PenaltyFactors?.ToArray() ?? Enumerable.Repeat(1.0, fit.Design.Features).ToArray();
        Tensor inverse = linalg.inv((z * weights.unsqueeze(1)).t().mm(z) + diag(tensor(factors)) * fit.Lambda);
        double[] leverages = (z.mm(inverse) * z).sum(1).data<double>().ToArray();
        double centre = fit.Options.FitIntercept ? 1 / weights.sum().item<double>() : 0;
        double[] expected = [.. leverages.Select(leverage => Noise(fit, solution) * (1 + centre + leverage))];
        RidgeProblem problem = fit.Design.Problem(fit.Options, fit.Weighted);
        Close.To(expected, problem.PredictiveVariances(fit.Lambda, fit.Design.Matrix), 1e-9);   // the rounding of the inverse: ε times a condition number of up to 1e6

        // in other units: features 2⁴⁰⁰ times, the target 2⁻³⁰⁰ times as large
        RandomDesign scaled = fit.Design.With(row => [.. row.Select(x => Math.ScaleB(x, 400))]) with { Y = [.. fit.Design.Y.Select(y => Math.ScaleB(y, -300))] };
        IReadOnlyList<double> there = scaled.Problem(fit.Options, fit.Weighted).PredictiveVariances(fit.Lambda, scaled.Matrix);
        Close.To(expected, [.. there.Select(variance => Math.ScaleB(variance, 600))], 1e-9);
    }

    [Fact]
    public void Statistics_give_it_too_and_targets_each_their_own()
    {
        RandomDesign design = RandomDesign.Of(30, 4, 92);
        RandomDesign other = design with { Y = [.. design.Y.Select(y => 3 * y)] };
        RidgeStatistics statistics = new(4, 2);
        using Tensor both = stack([design.Target, other.Target], 1);
        statistics.Add(design.Matrix, both);
        using Tensor few = design.Matrix.narrow(0, 0, 3);
        IReadOnlyList<double> expected = design.Problem().PredictiveVariances(2, few);
        Close.To(expected, RidgeProblem.FromStatistics(statistics).PredictiveVariances(2, few), 1e-10);   // RSS is a difference of sums
        Close.To([.. expected.Select(variance => 9 * variance)], RidgeProblem.FromMatrices(design.Matrix, both).PredictiveVariances(2, few, target: 1), 1e-12);
    }

    [Fact]
    public void What_the_data_do_not_determine_has_none()
    {
        RandomDesign wide = RandomDesign.Of(6, 9, 93);
        Assert.Contains("The data determine 5 of 9 directions", Assert.Throws<InvalidOperationException>(() => wide.Problem().PredictiveVariances(0, wide.Matrix)).Message, StringComparison.Ordinal);
        ArgumentException shape = Assert.Throws<ArgumentException>(() => wide.Problem().PredictiveVariances(1, ones(2, 3)));
        Assert.Equal("features: expected n × 9, got [2, 3]; give one column a feature. (Parameter 'features')", shape.Message);
        Assert.Throws<ArgumentOutOfRangeException>("lambda", () => wide.Problem().PredictiveVariances(-1, wide.Matrix));
        Assert.Throws<ArgumentOutOfRangeException>("target", () => wide.Problem().PredictiveVariances(1, wide.Matrix, target: 1));
        RandomDesign constant = wide.With(_ => [1]);
        Close.To(constant.Y.Sum(y => Math.Pow(y - constant.Y.Average(), 2)) / 5 * (1 + 1 / 6.0), constant.Problem().PredictiveVariances(1, constant.Matrix)[0], 1e-13);
    }

    private static double Noise(RandomFit fit, RidgeSolution solution) =>
        (solution.ResidualSumOfSquares + fit.Lambda * solution.Coefficients.Select((w, j) => (fit.Options.PenaltyFactors?[j] ?? 1) * w * w).Sum())
        / (fit.Options.FitIntercept ? fit.Design.Rows - 1 : fit.Design.Rows);
}
