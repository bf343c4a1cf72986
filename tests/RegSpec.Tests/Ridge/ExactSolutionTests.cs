using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Every algorithm, tall, square and wide, weighted or not, against the exact solution or against another way to it. Solutions are refined, so 1e-12 covers them unless the problem itself amplifies rounding.</summary>
public sealed class ExactSolutionTests
{
    private const double Tight = 1e-12;

    public static TheoryData<int, int, int> Shapes => new() { { 40, 6, 1 }, { 25, 24, 2 }, { 12, 12, 3 }, { 9, 17, 4 }, { 3, 30, 5 }, { 2, 1, 6 }, { 60, 1, 7 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_algorithm_gives_the_exact_solution(int n, int p, int seed)
    {
        RandomDesign design = RandomDesign.Of(n, p, seed);
        foreach (bool intercept in new[] { true, false })
        {
            foreach (bool weighted in new[] { true, false })
            {
                double[] expected = ExactRidge.Solve(design.X, design.Y, 0.7, intercept, weights: weighted ? design.Weights : null);
                RidgeSolution actual = design.Problem(new RidgeOptions { FitIntercept = intercept }, weighted).Fit(0.7);
                Close.To(expected, [actual.RawIntercept, .. actual.RawCoefficients], Tight);
                Assert.Equal(n < p ? RidgeAlgorithm.Dual : RidgeAlgorithm.Cholesky, actual.Algorithm);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Penalty_factors_weigh_the_penalty(int n, int p, int seed)
    {
        RandomDesign design = RandomDesign.Of(n, p, seed);
        double[] factors = Enumerable.Range(0, p).Select(j => j == 0 && n > 3 ? 0 : 0.5 + j).ToArray();
        double[] expected = ExactRidge.Solve(design.X, design.Y, 2, factors: factors);
        RidgeSolution actual = design.Problem(new RidgeOptions { PenaltyFactors = factors }).Fit(2);
        Close.To(expected, [actual.RawIntercept, .. actual.RawCoefficients], Tight);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_path_and_statistics_agree_with_the_single_fit(int n, int p, int seed)
    {
        RandomDesign design = RandomDesign.Of(n, p, seed);
        RidgeSolution fit = design.Problem(weighted: true).Fit(1.5);
        RidgePathPoint point = design.Problem(weighted: true).Path([1.5])[0];
        RidgeStatistics statistics = new(p);
        statistics.Add(design.Matrix, design.Target, design.Weight);
        RidgeSolution byStatistics = RidgeProblem.FromStatistics(statistics).Fit(1.5);

        Close.To(fit.Coefficients, point.Coefficients, 1e-11);   // not refined
        Close.To(fit.Coefficients, byStatistics.Coefficients, 1e-11);
        Close.To(fit.DegreesOfFreedom, point.DegreesOfFreedom, 1e-11);
        Close.To(fit.DegreesOfFreedom, byStatistics.DegreesOfFreedom, 1e-11);
        Close.To(fit.ResidualSumOfSquares, point.ResidualSumOfSquares, 1e-9);   // a difference of sums
        Close.To(fit.ResidualSumOfSquares, byStatistics.ResidualSumOfSquares, 1e-9);
    }

    /// <summary>What no coefficients can fit stays in the sum of squares at every λ, also where there are more features than rows.</summary>
    [Theory]
    [InlineData(true), InlineData(false)]
    public void Rows_that_contradict_each_other_leave_residuals(bool weighted)
    {
        RandomDesign design = RandomDesign.Of(6, 20, 11);
        design = design.Take([0, 1, 2, 3, 4, 5, 0, 1, 5]);
        design = design with { Y = [.. design.Y.Select((y, i) => y + i)], Weights = [1, 0.5, 2, 1, 0, 1, 1, 3, 0.25] };
        RidgeProblem problem = design.Problem(weighted: weighted);
        foreach (double lambda in new[] { 0, 1e-3, 1.5 })
        {
            RidgeSolution fit = problem.Fit(lambda);
            RidgePathPoint point = problem.Path([lambda])[0];
            Assert.True(fit.ResidualSumOfSquares > 1);
            Close.To(fit.ResidualSumOfSquares, point.ResidualSumOfSquares, 1e-10);   // not refined
            Close.To(fit.Coefficients, point.Coefficients, 1e-10);
        }
    }

    [Theory]
    [InlineData(30, 5, false), InlineData(30, 5, true), InlineData(6, 11, false), InlineData(6, 11, true)]
    public void Lambda_zero_is_least_squares_of_least_norm(int n, int p, bool doubled)
    {
        RandomDesign design = RandomDesign.Of(n, p, 13);
        design = doubled ? design.With(row => [.. row, .. row]) : design;
        RidgeSolution actual = design.Problem().Fit(0);

        using Tensor z = design.Matrix - design.Matrix.mean([0], keepdim: true);
        using Tensor scaled = z / z.square().mean([0], keepdim: true).sqrt();
        using Tensor expected = linalg.pinv(scaled).mv(design.Target - design.Target.mean());
        Close.To(expected.data<double>().ToArray(), actual.Coefficients, 1e-9);   // the reference has the rounding of an SVD
        Assert.Equal(Math.Min(n - 1, p), actual.Rank);
        Assert.Equal(actual.Rank < actual.Coefficients.Count, actual.Warnings.Count > 0);
    }

    [Theory]
    [InlineData(30, 5), InlineData(6, 11)]
    public void Rows_given_twice_change_no_least_squares(int n, int p)
    {
        RandomDesign design = RandomDesign.Of(n, p, 28);
        RandomDesign twice = design.Take(Enumerable.Range(0, n).Concat(Enumerable.Range(0, n)));
        RidgeSolution once = design.Problem().Fit(0);
        Close.To(once.Coefficients, twice.Problem().Fit(0).Coefficients, 1e-9);
        Assert.Equal(once.Rank, twice.Problem().Fit(0).Rank);
    }

    [Fact]
    public void An_exact_duplicate_of_another_size_stays_finite_at_lambda_zero()
    {
        RandomDesign design = RandomDesign.Of(40, 3, 14).With(row => [.. row, row[0] * 1e3]);
        RidgeSolution actual = design.Problem().Fit(0);
        Assert.Equal(3, actual.Rank);
        Close.To(actual.Coefficients[0], actual.Coefficients[3], 1e-9);
        RidgeSolution limit = design.Problem().Fit(1e-6);
        Close.To(limit.Coefficients, actual.Coefficients, 1e-6);   // λ/d, and the rounding of x·1e3 over λ
    }

    /// <summary>Cholesky, orthogonal factorisation, dual system and eigendecomposition, each asked for by its own kind of problem.</summary>
    [Fact]
    public void Mostly_empty_columns_with_an_offset_are_solved_alike_by_all_algorithms()
    {
        Random random = new(53);
        RandomDesign design = RandomDesign.Of(30, 8, 53).With(row => [.. row.Select(x => random.Next(10) == 0 ? x + 1000 : 1000)]);
        double[] expected = ExactRidge.Solve(design.X, design.Y, 2);
        RidgeStatistics statistics = new(8);
        statistics.Add(design.Matrix, design.Target);
        RidgeSolution[] solutions = [design.Problem().Fit(2), RidgeProblem.FromStatistics(statistics).Fit(2), design.Problem().Path([2])[0].Solution];
        foreach (RidgeSolution solution in solutions)
        {
            Close.To(expected, [solution.RawIntercept, .. solution.RawCoefficients], 1e-11);
        }

        Close.To(expected[1..], design.Problem().Path([2])[0].RawCoefficients, 1e-11);
        RandomDesign wide = design.Take(Enumerable.Range(0, 6));
        RidgeSolution dual = wide.Problem().Fit(2);
        Assert.Equal(RidgeAlgorithm.Dual, dual.Algorithm);
        int[] varying = [.. Enumerable.Range(0, 8).Where(j => wide.X.Any(row => row[j] != wide.X[0][j]))];
        double[] exact = ExactRidge.Solve([.. wide.X.Select(row => varying.Select(j => row[j]).ToArray())], wide.Y, 2);
        Close.To(exact[1..], [.. varying.Select(j => dual.RawCoefficients[j])], 1e-12);
    }
}
