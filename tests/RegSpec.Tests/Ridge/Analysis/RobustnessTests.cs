using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>Leverages, distances and label influences against refits. Tolerance: ε times a condition number of up to 1e6.</summary>
public sealed class RobustnessTests
{
    private const double Tolerance = 1e-9;

    public static TheoryData<int> Seeds => RandomFit.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_changed_label_moves_the_refit_by_its_influence(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        int row = seed % fit.Design.Rows;
        RidgeRobustness robustness = fit.Design.Problem(fit.Options, fit.Weighted).Robustness(fit.Lambda);
        LabelInfluence influence = robustness.LabelInfluence(row);
        double[] changed = [.. fit.Design.Y];
        changed[row] += 1000;   // the solution is linear: any size will do, and a large one leaves digits in the difference
        RidgeSolution before = fit.Fit();
        RidgeSolution after = fit.Fit(fit.Design with { Y = changed });
        Close.To([.. after.Coefficients.Zip(before.Coefficients, (a, b) => (a - b) / 1000)], influence.Coefficients, Tolerance);
        Close.To([.. after.RawCoefficients.Zip(before.RawCoefficients, (a, b) => (a - b) / 1000)], influence.RawCoefficients, Tolerance);
        Assert.InRange(Math.Abs((after.Intercept - before.Intercept) / 1000 - influence.Intercept), 0, 1e-12);
        DenseRidge dense = new(fit.Design, fit.Options, fit.Weighted);
        double norm = Math.Sqrt(dense.SquaredNorm(influence.Coefficients));
        Close.To(norm, robustness.LabelInfluenceNorms[row], Tolerance);
        Assert.True(norm <= Math.Sqrt(dense.Weights[row]) * robustness.LabelBound * (1 + 1e-12));
        Assert.True(robustness.LabelBound <= 0.5 / Math.Sqrt(fit.Lambda) * (1 + 1e-12));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Leverages_and_distances_are_those_of_refits(int seed)
    {
        using var scope = NewDisposeScope();
        RandomFit fit = RandomFit.Of(seed);
        RidgeProblem problem = fit.Design.Problem(fit.Options, fit.Weighted);
        RidgeRobustness robustness = problem.Robustness(fit.Lambda);
        RidgeSolution solution = problem.Fit(fit.Lambda);
        int n = fit.Design.Rows;
        double[] weights = fit.Weighted ? fit.Design.Weights : [.. Enumerable.Repeat(1.0, n)];
        int row = seed % n;
        double[] fits = [.. fit.Design.X.Select(x => solution.Predict(x))];
        Close.To([.. fit.Design.Y.Zip(fits, (y, f) => y - f)], robustness.Residuals, Tolerance);
        Close.To(solution.DegreesOfFreedom + (fit.Options.FitIntercept ? 1 : 0), robustness.Leverages.Sum(), Tolerance);
        double[] changed = [.. fit.Design.Y];
        changed[row] += 1000;
        double moved = (fit.Fit(fit.Design with { Y = changed }).Predict(fit.Design.X[row]) - fits[row]) / 1000;
        Assert.InRange(Math.Abs(moved - robustness.Leverages[row]), 0, 1e-9);   // a leverage is at most 1

        // without the row, at the scale of all rows: unscaled columns of x/sd
        RandomDesign scaled = fit.Design.With(x => [.. x.Select((value, j) => value / solution.Scales[j])]);
        double left = n - (fit.Options.FitIntercept ? 1 : 0) - solution.DegreesOfFreedom;
        if (n < 3 || left < 0.1)
        {
            return;   // no refit without the row, or no noise to measure by
        }

        RidgeSolution without = fit.Fit(scaled.Take(Enumerable.Range(0, n).Where(i => i != row)), options: fit.Unscaled);
        double distance = scaled.X.Select((x, i) => weights[i] * Math.Pow(without.Predict(x) - fits[i], 2)).Sum();
        double noise = solution.ResidualSumOfSquares / left;
        Close.To(distance / ((solution.DegreesOfFreedom + (fit.Options.FitIntercept ? 1 : 0)) * noise), robustness.CooksDistances[row], 1e-7);   // a difference of fits that nearly agree
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Curvature_is_half_the_second_difference_of_the_objective(int seed)
    {
        using var scope = NewDisposeScope();
        RandomFit fit = RandomFit.Of(seed);
        DenseRidge dense = new(fit.Design, fit.Options, fit.Weighted);
        RidgeRobustness robustness = fit.Design.Problem(fit.Options, fit.Weighted).Robustness(fit.Lambda);
        Close.To(DenseRidge.Values(dense.A(fit.Lambda)), robustness.Curvature().Cast<double>().ToArray(), 1e-12);
        Close.To(dense.Eigenvalues().Select(d => d + fit.Lambda).Take(robustness.CurvatureEigenvalues.Count).ToArray(), robustness.CurvatureEigenvalues, 1e-11);
        Close.To(Math.Max(dense.Eigenvalues()[^1], 0) + fit.Lambda, robustness.LeastCurvature, 1e-9);
    }

    [Fact]
    public void A_known_outlier_has_the_largest_distance()
    {
        RandomDesign design = RandomDesign.Of(40, 3, 61);
        double[] y = [.. design.Y];
        y[17] += 30;
        IReadOnlyList<double> distances = (design with { Y = y }).Problem().Robustness(1).CooksDistances;
        Assert.Equal(17, Enumerable.Range(0, 40).MaxBy(i => distances[i]));
    }

    [Fact]
    public void Weightless_rows_targets_units_and_statistics()
    {
        RandomDesign design = RandomDesign.Of(20, 3, 62);
        RandomDesign weighted = design with { Weights = [0, .. design.Weights[1..]] };
        RidgeRobustness robustness = weighted.Problem(weighted: true).Robustness(2);
        Assert.Equal(0, robustness.Leverages[0]);
        Assert.Equal(0, robustness.CooksDistances[0]);
        Assert.Equal(0, robustness.LabelInfluence(0).Norm);
        using Tensor both = stack([design.Target, 3 * design.Target], 1);
        Close.To([.. design.Problem().Robustness(2).Residuals.Select(r => 3 * r)], RidgeProblem.FromMatrices(design.Matrix, both).Robustness(2, target: 1).Residuals, 1e-12);
        RandomDesign large = design.With(row => [.. row.Select(x => Math.ScaleB(x, 400))]) with { Y = [.. design.Y.Select(v => Math.ScaleB(v, -300))] };
        RidgeRobustness there = large.Problem().Robustness(2);
        RidgeRobustness here = design.Problem().Robustness(2);
        Close.To(here.CooksDistances, there.CooksDistances, 1e-11);
        Close.To(here.LabelInfluence(4).Coefficients, there.LabelInfluence(4).Coefficients, 1e-12);
        Close.To(here.LabelInfluence(4).RawCoefficients, [.. there.LabelInfluence(4).RawCoefficients.Select(b => Math.ScaleB(b, 400))], 1e-12);
        RidgeStatistics statistics = new(3);
        statistics.Add(design.Matrix, design.Target);
        RidgeRobustness sums = RidgeProblem.FromStatistics(statistics).Robustness(2);
        Close.To(here.CurvatureEigenvalues, sums.CurvatureEigenvalues, 1e-13);
        Assert.Contains("need the rows", Assert.Throws<InvalidOperationException>(() => sums.Leverages).Message);
        Assert.Contains("need the rows", Assert.Throws<InvalidOperationException>(() => sums.LabelInfluence(0)).Message);
        Assert.Contains("statistics only", sums.ToString());
        Assert.Contains("Cook", here.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => here.LabelInfluence(20));
        Assert.Throws<ArgumentOutOfRangeException>(() => design.Problem().Robustness(-1));
    }

    [Theory]
    [InlineData(20, 3), InlineData(6, 9)]
    public void Many_lambdas_share_a_pass(int n, int p)
    {
        RidgeProblem problem = RandomDesign.Of(n, p, 67).Problem();
        double[] lambdas = [0.5, 2, 100];
        IReadOnlyList<RidgeRobustness> all = problem.Robustness(lambdas);
        for (int l = 0; l < 3; l++)
        {
            RidgeRobustness one = problem.Robustness(lambdas[l]);
            Close.To(one.Leverages, all[l].Leverages, 1e-12);
            Close.To(one.Residuals, all[l].Residuals, 1e-12);
            Close.To(one.CooksDistances, all[l].CooksDistances, 1e-11);
            Close.To(one.LabelInfluenceNorms, all[l].LabelInfluenceNorms, 1e-12);
        }

        Assert.Throws<ArgumentException>(() => problem.Robustness([]));
    }

    [Fact]
    public void A_row_that_decides_its_own_fit_has_no_distance()
    {
        RandomDesign design = RandomDesign.Of(12, 2, 63);
        int row = 0;
        RandomDesign marked = design.With(x => [.. x, row++ == 3 ? 1 : 0]);
        RidgeRobustness robustness = marked.Problem(new RidgeOptions { PenaltyFactors = [1, 1, 0] }).Robustness(1);
        Assert.True(double.IsNaN(robustness.CooksDistances[3]));
        Close.To(1, robustness.Leverages[3], 1e-12);
        Assert.Single(robustness.CooksDistances, double.IsNaN);
    }
}
