using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>The measure of the random problems sees what it is there to see.</summary>
public sealed class NormalEquationsTests
{
    private const double Tolerance = 1e-8;
    private const double Change = 1e-6;

    [Fact]
    public void The_residual_is_that_of_the_equation()
    {
        // z = (−1, 0, 1)·2, y − ȳ = (−1, 0, 1): c = 4, A = 8 + λ·8/3, ‖z‖‖y‖ = 4; at λ = 3, β = ½ leaves 4 − 8
        NormalEquations equations = new([[1], [3], [5]], [4, 5, 6], null, null, 3, intercept: true, scaled: true);
        Assert.Equal(1, equations.Measure([0.5], 5).Residual, 15);
        Assert.Equal(0, equations.Measure([0.25], 5).Residual);
        Assert.Equal(3 / Math.Sqrt(3 * 77), equations.Measure([0.25], 6).Residual, 15);   // |S(b − ȳ)|/(√S·√Σy²)
        NormalEquations raw = new([[1], [3], [5]], [4, 5, 6], null, [0], 3, intercept: false, scaled: false);
        Assert.Equal(1, raw.Measure([0], 0).Residual * Math.Sqrt(35 * 77) / 49, 15);   // c = Σxy alone
    }

    [Fact]
    public void A_coefficient_or_a_mean_off_by_a_millionth_is_seen()
    {
        int moved = 0;
        int seen = 0;
        for (int seed = 0; seed < 1000; seed++)
        {
            FuzzProblem problem = FuzzProblem.Of(seed);
            using var scope = NewDisposeScope();
            if (problem.BadArgument is not null)
            {
                continue;
            }

            RidgeSolution solution = problem.Solve();
            NormalEquations equations = problem.Equations();
            double[] beta = [.. solution.RawCoefficients];
            if (equations.TargetSize > 0)
            {
                Assert.True(equations.Measure(beta, solution.Intercept + Change * equations.TargetSize).Residual > Tolerance, $"seed {seed}: the mean");
            }

            for (int k = 0; k < beta.Length; k++)
            {
                if (!double.IsNormal(beta[k]) || !(equations.Sensitivity(k, beta[k], Change) > 3 * Tolerance))
                {
                    continue;
                }

                double[] off = [.. beta];
                off[k] *= 1 + Change;
                moved++;
                seen += equations.Measure(off, solution.Intercept).Residual > Tolerance ? 1 : 0;
            }
        }

        Assert.True(moved > 5000, $"{moved} coefficients are large enough to matter");
        Assert.Equal(moved, seen);
    }

    /// <summary>Sums of the raw columns, as a first attempt would solve them: the offset of the features takes the digits away.</summary>
    [Theory]
    [InlineData(0, false), InlineData(1e4, true), InlineData(1e8, true)]
    public void Sums_about_the_origin_are_seen(double offset, bool seen)
    {
        RandomDesign design = RandomDesign.Of(40, 3, 91).With(row => [.. row.Select(value => Math.Round(value, 3) + offset)]);
        using var scope = NewDisposeScope();
        Tensor mean = design.Matrix.mean([0], keepdim: true);
        Tensor products = design.Matrix.t().mm(design.Matrix) - 40 * mean.t().mm(mean);
        Tensor cross = design.Matrix.t().mv(design.Target) - 40 * mean.squeeze(0) * design.Target.mean();
        double[] beta = linalg.solve(products + eye(3, dtype: ScalarType.Float64), cross).data<double>().ToArray();

        NormalEquations equations = new(design.X, design.Y, null, null, 1, intercept: true, scaled: false);
        RidgeSolution solution = design.Problem(new RidgeOptions { Scaling = Enumerable.Repeat(FeatureScaling.None, 3).ToArray() }).Fit(1);
        Assert.Equal(seen, equations.Measure(beta, design.Y.Average()).Residual > Tolerance);
        Assert.True(equations.Measure(solution.RawCoefficients, solution.Intercept).Residual < 1e-15);
    }
}
