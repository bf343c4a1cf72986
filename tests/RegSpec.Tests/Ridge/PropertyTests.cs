using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Properties every ridge regression has, on random problems. Solutions are refined, so 1e-12 covers them unless the problem itself amplifies rounding.</summary>
public sealed class PropertyTests
{
    private const double Tight = 1e-12;

    private static readonly RidgeOptions Raw = new() { FitIntercept = true };

    public static TheoryData<int, int, int> Shapes => new() { { 40, 6, 1 }, { 25, 24, 2 }, { 12, 12, 3 }, { 9, 17, 4 }, { 3, 30, 5 }, { 2, 1, 6 }, { 60, 1, 7 } };

    private static RidgeOptions Unscaled(int p, bool intercept = true) => Raw with { FitIntercept = intercept, Scaling = Enumerable.Repeat(FeatureScaling.None, p).ToArray() };

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

    [Fact]
    public void Single_precision_costs_what_its_rounding_costs()
    {
        RandomDesign design = RandomDesign.Of(40, 5, 54);
        using Tensor single = design.Matrix.to(ScalarType.Float32);
        using Tensor target = design.Target.to(ScalarType.Float32);
        Close.To(design.Problem().Fit(1).Coefficients, RidgeProblem.FromMatrices(single, target).Fit(1).Coefficients, 1e-5);
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

    [Fact]
    public void Weights_behave_as_weights()
    {
        RandomDesign design = RandomDesign.Of(30, 4, 15);
        double[] share = design.Weights.Select(s => s / 2).ToArray();
        double[] rest = share.Select(s => 1 - s).ToArray();
        RandomDesign twice = design.Take(Enumerable.Range(0, 30).Concat(Enumerable.Range(0, 30))) with { Weights = [.. share, .. rest] };
        RidgeSolution plain = design.Problem().Fit(1);
        Close.To(plain.Coefficients, twice.Problem(weighted: true).Fit(1).Coefficients, Tight);
        Close.To(plain.Coefficients, (design with { Weights = Enumerable.Repeat(1.0, 30).ToArray() }).Problem(weighted: true).Fit(1).Coefficients, Tight);

        RandomDesign scaled = design with { Weights = design.Weights.Select(s => Math.PI * s).ToArray() };
        Close.To(design.Problem(weighted: true).Fit(1).Coefficients, scaled.Problem(weighted: true).Fit(Math.PI).Coefficients, Tight);

        double[] zeroed = [.. design.Weights[..10], .. new double[20]];
        RandomDesign absent = design with { Weights = zeroed, Y = design.Y.Select((y, i) => i < 10 ? y : 1000 * y).ToArray() };
        RidgeSolution first = design.Take(Enumerable.Range(0, 10)).Problem(weighted: true).Fit(1);
        RidgeSolution withAbsent = absent.Problem(weighted: true).Fit(1);
        Close.To(first.Coefficients, withAbsent.Coefficients, Tight);
        Assert.Equal(first.Count, withAbsent.Count);
        Close.To(first.GeneralizedCrossValidation, withAbsent.GeneralizedCrossValidation, 1e-11);
    }

    [Theory]
    [InlineData(1e4), InlineData(1e6), InlineData(1e8)]
    public void Moving_the_origin_changes_nothing(double offset)
    {
        Random random = new(17);
        double[][] x = Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, 4).Select(_ => random.Next(-4096, 4096) / 1024.0).ToArray()).ToArray();   // sums with the offset are exact
        double[] y = x.Select(row => row[0] - 2 * row[1] + random.Next(-1024, 1024) / 1024.0).ToArray();
        RandomDesign design = new(x, y, []);
        foreach (double lambda in new[] { 0, 1.0 })
        {
            RidgeSolution here = design.Problem().Fit(lambda);
            RidgeSolution there = design.With(row => row.Select(value => value + offset).ToArray()).Problem().Fit(lambda);
            Close.To(here.Coefficients, there.Coefficients, 1e-13);
            RidgeSolution lifted = (design with { Y = y.Select(value => value + offset).ToArray() }).Problem().Fit(lambda);
            Close.To(here.Coefficients, lifted.Coefficients, 1e-13);
            Close.To(here.Intercept + offset, lifted.Intercept, 1e-15);
        }
    }

    [Fact]
    public void Several_targets_are_several_fits()
    {
        RandomDesign a = RandomDesign.Of(30, 4, 19);
        RandomDesign b = a with { Y = a.X.Select(row => row[0] * row[1]).ToArray() };
        using Tensor both = stack([a.Target, b.Target], 1);
        RidgeProblem problem = RidgeProblem.FromMatrices(a.Matrix, both);
        IReadOnlyList<RidgeSolution> same = problem.FitTargets(2);
        IReadOnlyList<RidgeSolution> each = problem.FitTargets(2, 9);
        Close.To(a.Problem().Fit(2).Coefficients, same[0].Coefficients, Tight);
        Close.To(b.Problem().Fit(2).Coefficients, same[1].Coefficients, Tight);
        Close.To(b.Problem().Fit(9).Coefficients, each[1].Coefficients, Tight);
        Close.To(b.Problem().Select(LambdaSelection.LeaveOneOut).Lambda, problem.Select(LambdaSelection.LeaveOneOut, target: 1).Lambda, 1e-6);   // the argument of a minimum
        Assert.Equal(["y0", "y1"], same.Select(solution => solution.TargetName));
    }

    [Fact]
    public void A_column_of_targets_is_one_target()
    {
        RandomDesign design = RandomDesign.Of(20, 3, 20);
        RidgeSolution vector = design.Problem().Fit(1);
        RidgeSolution column = RidgeProblem.FromMatrices(design.Matrix, design.Target.reshape(20, 1)).Fit(1);
        Assert.Equal(vector.Coefficients, column.Coefficients);
    }

    [Fact]
    public void Any_layout_and_type_is_read_and_nothing_is_written()
    {
        RandomDesign design = RandomDesign.Of(20, 3, 21);
        using Tensor x = design.Matrix;
        using Tensor y = design.Target;
        using Tensor weights = design.Weight;
        using Tensor columnMajor = x.t().contiguous().t();
        RidgeSolution expected = RidgeProblem.FromMatrices(x, y, weights).Fit(1);
        RidgeSolution strided = RidgeProblem.FromMatrices(columnMajor, y, weights).Fit(1);
        Assert.Equal(expected.Coefficients, strided.Coefficients);
        Assert.Equal(design.X.SelectMany(row => row), x.data<double>().ToArray());
        Assert.Equal(design.Y, y.data<double>().ToArray());
        Assert.Equal(design.Weights, weights.data<double>().ToArray());

        using Tensor single = x.to(ScalarType.Float32);
        using Tensor widened = single.to(ScalarType.Float64);
        RidgeSolution fromSingle = RidgeProblem.FromMatrices(single, y).Fit(1);
        Assert.Equal(RidgeProblem.FromMatrices(widened, y).Fit(1).Coefficients, fromSingle.Coefficients);
        using Tensor predictions = fromSingle.Predict(single);
        Assert.Equal(ScalarType.Float32, predictions.dtype);
    }

    [Fact]
    public void A_large_intercept_is_recovered_and_not_penalised()
    {
        RandomDesign design = RandomDesign.Of(200, 3, 22);
        RandomDesign lifted = design with { Y = design.Y.Select(y => y + 10_000).ToArray() };
        Close.To(design.Problem().Fit(50).RawIntercept + 10_000, lifted.Problem().Fit(50).RawIntercept, 1e-14);
    }

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
