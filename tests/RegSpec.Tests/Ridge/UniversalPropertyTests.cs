using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Properties of every ridge regression, each on forty random problems: tall, square and wide, weighted or not, with and without an intercept and penalty factors.</summary>
public sealed class UniversalPropertyTests
{
    /// <summary>What rounding the changed input does: 1e-16 times a condition number of up to 1e6.</summary>
    private const double Tolerance = 1e-9;

    public static TheoryData<int> Seeds => RandomFit.Seeds;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Halved_and_doubled_columns_share_the_coefficient_at_half_the_penalty(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        RandomDesign doubled = fit.Design.With(row => [.. row.Select(x => x / 2), .. row.Select(x => x / 2)]);
        RidgeOptions options = fit.Options with
        {
            Scaling = [.. Enumerable.Repeat(FeatureScaling.None, 2 * fit.Design.Features)],
            PenaltyFactors = fit.Options.PenaltyFactors is { } factors ? [.. factors, .. factors] : null,
        };
        RidgeSolution single = fit.Fit(fit.Design, options: fit.Unscaled);
        Close.To([.. single.RawCoefficients, .. single.RawCoefficients], fit.Fit(doubled, fit.Lambda / 2, options).RawCoefficients, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Rows_given_twice_double_lambda(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        Close.To(fit.Fit().Coefficients, fit.Fit(Twice(fit.Design), 2 * fit.Lambda).Coefficients, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Weights_that_add_up_to_one_are_none(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        double[] share = [.. fit.Design.Weights.Select(s => s / 2)];
        RandomDesign split = Twice(fit.Design) with { Weights = [.. share, .. share.Select(s => 1 - s)] };
        RidgeSolution plain = fit.Fit(fit.Design, weighted: false);
        Close.To(plain.Coefficients, fit.Fit(split, weighted: true).Coefficients, Tolerance);
        RandomDesign ones = fit.Design with { Weights = [.. fit.Design.Weights.Select(_ => 1.0)] };
        Close.To(plain.Coefficients, fit.Fit(ones, weighted: true).Coefficients, 1e-13);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_row_of_weight_0_is_no_row(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        int n = fit.Design.Rows;
        RandomDesign more = Twice(fit.Design) with
        {
            Weights = [.. fit.Design.Weights, .. new double[n]],
            Y = [.. fit.Design.Y, .. fit.Design.Y.Select(y => 1000 * y)],
        };
        RidgeSolution expected = fit.Fit(fit.Design, weighted: true);
        RidgeSolution actual = fit.Fit(more, weighted: true);
        Close.To(expected.Coefficients, actual.Coefficients, Tolerance);
        Assert.Equal((expected.Count, expected.Rank), (actual.Count, actual.Rank));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Weights_and_lambda_scale_together(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        RandomDesign scaled = fit.Design with { Weights = [.. fit.Design.Weights.Select(s => Math.PI * s)] };
        Close.To(fit.Fit(fit.Design, weighted: true).Coefficients, fit.Fit(scaled, Math.PI * fit.Lambda, weighted: true).Coefficients, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_doubled_weight_is_a_repeated_row_for_coefficients_and_degrees_of_freedom(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        int row = seed % fit.Design.Rows;
        RandomDesign heavy = fit.Design with { Weights = [.. fit.Design.Weights.Select((s, i) => i == row ? 2 * s : s)] };
        RidgeSolution weighted = fit.Fit(heavy, weighted: true);
        RidgeSolution repeated = fit.Fit(fit.Design.Take(Enumerable.Range(0, fit.Design.Rows).Append(row)), weighted: true);
        Close.To(repeated.Coefficients, weighted.Coefficients, Tolerance);
        Close.To(repeated.DegreesOfFreedom, weighted.DegreesOfFreedom, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_coefficients_are_the_rows_times_the_dual_ones(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        RidgeSolution solution = fit.Fit();
        for (int j = 0; j < fit.Design.Features; j++)
        {
            double sum = 0;
            double size = 0;
            for (int i = 0; i < fit.Design.Rows; i++)
            {
                double z = (fit.Design.X[i][j] - solution.Means[j]) / solution.Scales[j];
                double term = (fit.Weighted ? fit.Design.Weights[i] : 1) * z * (fit.Design.Y[i] - solution.Predict(fit.Design.X[i]));
                sum += term;
                size += Math.Abs(z * fit.Design.Y[i]);
            }

            double held = fit.Lambda * (fit.Options.PenaltyFactors?[j] ?? 1) * solution.Coefficients[j];
            Assert.True(Math.Abs(sum - held) <= 1e-12 * size, FormattableString.Invariant($"[{j}]: {sum:R}, λfw = {held:R}"));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Lifting_the_target_lifts_the_intercept_alone(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        RidgeOptions options = fit.Options with { FitIntercept = true };
        RidgeSolution here = fit.Fit(fit.Design, options: options);
        RidgeSolution lifted = fit.Fit(fit.Design with { Y = [.. fit.Design.Y.Select(y => y + 1000)] }, options: options);
        Close.To(here.Coefficients, lifted.Coefficients, Tolerance);
        Close.To(here.Intercept + 1000, lifted.Intercept, 1e-14);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Several_targets_with_a_lambda_each_are_several_fits(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        RandomDesign other = fit.Design with { Y = [.. fit.Design.X.Select(row => row[0] * row[^1])] };
        using Tensor both = stack([fit.Design.Target, other.Target], 1);
        RidgeProblem problem = RidgeProblem.FromMatrices(fit.Design.Matrix, both, fit.Weighted ? fit.Design.Weight : null, fit.Options);
        IReadOnlyList<RidgeSolution> solutions = problem.FitTargets(fit.Lambda, 3 * fit.Lambda);
        Close.To(fit.Fit().Coefficients, solutions[0].Coefficients, 1e-12);
        Close.To(fit.Fit(other, 3 * fit.Lambda).Coefficients, solutions[1].Coefficients, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_unit_of_a_standardised_feature_changes_nothing(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        double[] unit = [.. Enumerable.Range(0, fit.Design.Features).Select(j => Math.Pow(10, j % 7 - 3))];
        RidgeSolution here = fit.Fit();
        RidgeSolution there = fit.Fit(fit.Design.With(row => [.. row.Select((x, j) => x * unit[j])]));
        Close.To(here.Coefficients, there.Coefficients, Tolerance);
        Close.To(here.RawCoefficients, [.. there.RawCoefficients.Select((beta, j) => beta * unit[j])], Tolerance);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Parts_merge_in_any_order(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        int n = fit.Design.Rows;
        Random random = new(seed);
        int[] order = [.. Enumerable.Range(0, n).OrderBy(_ => random.Next())];
        RidgeStatistics[] parts = [.. order.Chunk(1 + n / 3).Select(rows => Statistics(fit, fit.Design.Take(rows)))];
        RidgeStatistics left = parts.Aggregate(RidgeStatistics.Merge);
        RidgeStatistics right = parts.Reverse().Aggregate((a, b) => RidgeStatistics.Merge(b, a));
        RidgeStatistics whole = Statistics(fit, fit.Design);
        double[] expected = [.. RidgeProblem.FromStatistics(whole, fit.Options).Fit(fit.Lambda).Coefficients];
        Close.To(expected, RidgeProblem.FromStatistics(left, fit.Options).Fit(fit.Lambda).Coefficients, Tolerance);
        Close.To(expected, RidgeProblem.FromStatistics(right, fit.Options).Fit(fit.Lambda).Coefficients, Tolerance);
        Close.To(fit.Fit().Coefficients, expected, Tolerance);
        for (int j = 0; j <= fit.Design.Features; j++)
        {
            Assert.Equal((whole.Minimum(j), whole.Maximum(j)), (left.Minimum(j), left.Maximum(j)));
        }
    }

    private static RidgeStatistics Statistics(RandomFit fit, RandomDesign design)
    {
        RidgeStatistics statistics = new(design.Features);
        statistics.Add(design.Matrix, design.Target, fit.Weighted ? design.Weight : null);
        return statistics;
    }

    private static RandomDesign Twice(RandomDesign design) => design.Take(Enumerable.Range(0, design.Rows).Concat(Enumerable.Range(0, design.Rows)));
}
