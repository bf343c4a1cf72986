using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Columns, targets and weights of extreme size: what a problem of ordinary size gives, times the powers of two it was multiplied by.</summary>
public sealed class ExtremeScaleTests
{
    private const double Tolerance = 1e-12;

    /// <summary>Exponents of features, target and weights.</summary>
    public static TheoryData<int, int, int> Sizes => new() { { 498, -498, 0 }, { -498, 498, 0 }, { 498, 498, 490 }, { -498, -498, -490 }, { 900, -200, 20 }, { -900, 10, -300 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Everything_is_that_of_ordinary_size(int features, int target, int weights)
    {
        foreach (RandomDesign design in new[] { RandomDesign.Of(30, 5, 61), RandomDesign.Of(6, 9, 62) })
        {
            RidgeProblem plain = design.Problem(weighted: true);
            RidgeProblem extreme = Extreme(design, features, target, weights).Problem(weighted: true);
            double lambda = 2;
            double held = Math.ScaleB(lambda, weights);
            RidgeSolution expected = plain.Fit(lambda);
            RidgeSolution actual = extreme.Fit(held);
            Close.To(expected.Coefficients, [.. actual.Coefficients.Select(w => Math.ScaleB(w, -target))], Tolerance);
            Close.To(expected.Scales, [.. actual.Scales.Select((s, j) => Math.ScaleB(s, -Exponent(j, features)))], Tolerance);
            Close.To(expected.Intercept, Math.ScaleB(actual.Intercept, -target), Tolerance);
            Close.To(expected.DegreesOfFreedom, actual.DegreesOfFreedom, Tolerance);
            Close.To(expected.RSquared, actual.RSquared, Tolerance);
            Same(Math.ScaleB(expected.ResidualSumOfSquares, 2 * target + weights), actual.ResidualSumOfSquares);
            Same(Math.ScaleB(expected.GeneralizedCrossValidation, 2 * target), actual.GeneralizedCrossValidation);
            Assert.Equal(expected.Algorithm, actual.Algorithm);

            RidgePathPoint point = extreme.Path([held])[0];
            RidgePathPoint ordinary = plain.Path([lambda])[0];
            Close.To(ordinary.Coefficients, [.. point.Coefficients.Select(w => Math.ScaleB(w, -target))], 1e-10);
            Same(Math.ScaleB(ordinary.GeneralizedCrossValidation, 2 * target), point.GeneralizedCrossValidation);
            Same(Math.ScaleB(ordinary.ResidualSumOfSquares, 2 * target + weights), point.ResidualSumOfSquares);
            Close.To(plain.LeaveOneOutPredictions(lambda), [.. extreme.LeaveOneOutPredictions(held).Select(y => Math.ScaleB(y, -target))], 1e-10);
            Same(Math.ScaleB(plain.LeaveOneOutErrors([lambda])[0], 2 * target), extreme.LeaveOneOutErrors([held])[0]);
            LambdaSelection folds = LambdaSelection.KFold(3);
            Same(Math.ScaleB(plain.KFoldErrors(folds, [lambda])[0], 2 * target), extreme.KFoldErrors(folds, [held])[0]);
            Close.To(plain.Select(folds).Lambda, Math.ScaleB(extreme.Select(folds).Lambda, -weights), 1e-5);   // the argument of a minimum
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Statistics_are_summed_merged_and_solved(int features, int target, int weights)
    {
        RandomDesign design = RandomDesign.Of(60, 4, 63);
        RandomDesign extreme = Extreme(design, features, target, weights);
        RidgeSolution expected = RidgeProblem.FromStatistics(Statistics(design)).Fit(3);
        RidgeStatistics merged = RidgeStatistics.Merge(Statistics(extreme.Take(Enumerable.Range(0, 11))), Statistics(extreme.Take(Enumerable.Range(11, 49))));
        RidgeSolution actual = RidgeProblem.FromStatistics(merged).Fit(Math.ScaleB(3, weights));
        Close.To(expected.Coefficients, [.. actual.Coefficients.Select(w => Math.ScaleB(w, -target))], 1e-11);
        RidgeStatistics spans = new(4);
        spans.Add(extreme.X.SelectMany((row, i) => row.Append(extreme.Y[i])).ToArray(), extreme.Weights);
        Close.To(expected.Coefficients, [.. RidgeProblem.FromStatistics(spans).Fit(Math.ScaleB(3, weights)).Coefficients.Select(w => Math.ScaleB(w, -target))], 1e-11);
    }

    [Fact]
    public void Classic_choices_and_evidence_do_not_depend_on_the_unit_of_the_target()
    {
        RandomDesign design = RandomDesign.Of(30, 5, 64);
        RidgeProblem extreme = Extreme(design, -400, 600, 0).Problem();
        ClassicLambdas expected = design.Problem().ClassicLambdas();
        ClassicLambdas actual = extreme.ClassicLambdas();
        Close.To([expected.HoerlKennardBaldwin, expected.LawlessWangOfMass], [actual.HoerlKennardBaldwin, actual.LawlessWangOfMass], Tolerance);
        Assert.Equal(double.PositiveInfinity, actual.ResidualVariance);
        Close.To(design.Problem().Select(LambdaSelection.Evidence).Lambda, extreme.Select(LambdaSelection.Evidence).Lambda, 1e-6);
        double difference = design.Problem().Path([2])[0].LogEvidence - extreme.Path([2])[0].LogEvidence;
        Close.To(29 * 600 * Math.Log(2), difference, 1e-12);   // a density in another unit
    }

    /// <summary>λ acts on raw coefficients: x → cx is λ → c²λ.</summary>
    [Theory]
    [InlineData(300), InlineData(-300), InlineData(499), InlineData(-499)]
    public void Unscaled_columns_scale_lambda_by_the_square(int exponent)
    {
        foreach (RandomDesign design in new[] { RandomDesign.Of(30, 5, 65), RandomDesign.Of(6, 9, 66) })
        {
            RidgeOptions raw = new() { Scaling = [.. Enumerable.Repeat(FeatureScaling.None, design.Features)] };
            RidgeSolution expected = design.Problem(raw).Fit(0.5);
            RandomDesign scaled = design.With(row => [.. row.Select(x => Math.ScaleB(x, exponent))]);
            RidgeSolution actual = scaled.Problem(raw).Fit(Math.ScaleB(0.5, 2 * exponent));
            Close.To(expected.RawCoefficients, [.. actual.RawCoefficients.Select(beta => Math.ScaleB(beta, exponent))], Tolerance);
        }
    }

    /// <summary>Held with all its might a coefficient is the gradient over λ, however small.</summary>
    [Fact]
    public void A_penalty_beyond_the_range_of_a_double_leaves_the_right_coefficient()
    {
        RandomDesign design = RandomDesign.Of(30, 3, 67).With(row => [row[0], Math.ScaleB(row[1], -450), row[2]]);
        RidgeOptions raw = new() { Scaling = [FeatureScaling.Standardize, FeatureScaling.None, FeatureScaling.Standardize] };
        RidgeSolution solution = design.Problem(raw).Fit(1e60);
        RidgeSolution without = design.With(row => [row[0], row[2]]).Problem().Fit(1e60);
        double mean = design.X.Average(row => Math.ScaleB(row[1], 450));
        double gradient = design.X.Select((row, i) => (Math.ScaleB(row[1], 450) - mean) * (design.Y[i] - without.Predict([row[0], row[2]]))).Sum();
        Close.To(gradient / 1e60, Math.ScaleB(solution.RawCoefficients[1], 450), 1e-12);
    }

    [Fact]
    public void Rows_that_grow_beyond_all_bounds_after_the_first_are_summed()
    {
        Random random = new(68);
        double[] values = [.. Enumerable.Range(0, 3000).Select(i => Math.ScaleB(random.NextDouble(), i < 2900 ? -600 : 600))];
        double[] y = [.. values.Select(value => value * 1e-200 + random.NextDouble())];
        using Tensor matrix = tensor(values, 3000, 1);
        using Tensor target = tensor(y);
        RidgeSolution rows = RidgeProblem.FromMatrices(matrix, target).Fit(0);
        RidgeStatistics statistics = new(1);
        statistics.Add(matrix, target);
        Close.To(rows.Coefficients, RidgeProblem.FromStatistics(statistics).Fit(0).Coefficients, 1e-10);
        using Tensor scaled = tensor([.. values.Select(value => Math.ScaleB(value, -600))], 3000, 1);
        Close.To(RidgeProblem.FromMatrices(scaled, target).Fit(0).Coefficients, rows.Coefficients, Tolerance);
    }

    [Fact]
    public void The_objective_counts_in_the_weights_given()
    {
        RandomDesign design = Extreme(RandomDesign.Of(20, 3, 69), 300, 20, 400);
        using RidgeObjective objective = design.Problem(weighted: true).Objective(Math.ScaleB(2, 400));
        using RidgeObjective plain = RandomDesign.Of(20, 3, 69).Problem(weighted: true).Objective(2);
        double[] at = [1, -2, 0.5, 3];
        Close.To(plain.Value(at), Math.ScaleB(objective.Value([.. at.Select(w => Math.ScaleB(w, 20))]), -440), 1e-10);
    }

    private static RidgeStatistics Statistics(RandomDesign design)
    {
        RidgeStatistics statistics = new(design.Features);
        statistics.Add(design.Matrix, design.Target, design.Weight);
        return statistics;
    }

    /// <summary>Every second column the other way, so that the sizes are mixed.</summary>
    private static int Exponent(int feature, int exponent) => feature % 2 == 0 ? exponent : -exponent / 2;

    private static RandomDesign Extreme(RandomDesign design, int features, int target, int weights) => new(
        Array.ConvertAll(design.X, row => row.Select((x, j) => Math.ScaleB(x, Exponent(j, features))).ToArray()),
        Array.ConvertAll(design.Y, y => Math.ScaleB(y, target)), Array.ConvertAll(design.Weights, s => Math.ScaleB(s, weights)));

    /// <summary>Equal, also where both are infinite or 0.</summary>
    private static void Same(double expected, double actual)
    {
        if (double.IsNormal(expected))
        {
            Assert.Equal(1, actual / expected, 1e-9);
        }
        else
        {
            Assert.Equal(expected, actual, 1e-300);
        }
    }
}
