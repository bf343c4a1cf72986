using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>Least squares in a ball: optimality conditions, numerical minimisation, the way there and back.</summary>
public sealed class ConstrainedFitTests
{
    /// <summary>
    /// ZᵀSr = λFw, λ ≥ 0, Σfw² ≤ C, λ(Σfw² − C) = 0, to 1e-10 of ‖ZᵀSy‖ and of C, on 1,000 random problems: tall, square and wide, weighted or not, with and
    /// without factors; half of the bounds are active.
    /// </summary>
    [Fact]
    public void The_conditions_of_Karush_Kuhn_and_Tucker_hold_on_1000_problems()
    {
        const double Tolerance = 1e-10;
        int active = 0;
        for (int seed = 0; seed < 1000; seed++)
        {
            using var scope = NewDisposeScope();
            RandomFit random = RandomFit.Of(seed);
            DenseRidge dense = new(random.Design, random.Options, random.Weighted);
            RidgeProblem problem = random.Design.Problem(random.Options, random.Weighted);
            double bound = problem.NormFor(0) * (seed % 2 == 0 ? Math.Pow(10, -3 * (seed % 7) / 6.0 - 0.1) : 1.5);
            ConstrainedFit fit = problem.FitConstrained(bound);
            active += fit.IsActive ? 1 : 0;
            RidgeSolution solution = fit.Solution;
            double norm = dense.SquaredNorm(solution.Coefficients);
            double[] gradient = DenseRidge.Values(dense.Rows.t().mv(tensor([.. dense.Residuals(solution.Coefficients).Select((r, i) => dense.Weights[i] * r)])));
            double scale = DenseRidge.Values(dense.Cross).Max(Math.Abs);
            double stationarity = gradient.Select((g, j) => Math.Abs(g - fit.Multiplier * dense.Factors[j] * solution.Coefficients[j])).Max() / scale;
            Assert.True(stationarity <= Tolerance, $"{seed}: stationarity {stationarity:E1}");
            Assert.True(fit.Multiplier >= 0 && norm <= bound * (1 + Tolerance), $"{seed}: {norm} > {bound}");
            Assert.True(fit.Multiplier == 0 || Math.Abs(norm / bound - 1) <= Tolerance, $"{seed}: slack {norm / bound - 1:E1} at λ = {fit.Multiplier}");
            Assert.Equal(seed % 2 == 0, fit.IsActive);
            Assert.True(Math.Abs(fit.ComplementarySlackness) <= Tolerance * fit.Multiplier * bound);
        }

        Assert.Equal(500, active);
    }

    [Theory]
    [InlineData(0), InlineData(5), InlineData(17)]
    public void Norms_fall_as_lambda_grows_and_lead_back_to_it(int seed)
    {
        RandomFit fit = RandomFit.Of(seed);
        RidgeProblem problem = fit.Design.Problem(fit.Options, fit.Weighted);
        double last = problem.NormFor(0);
        foreach (double lambda in Enumerable.Range(-80, 160).Select(i => Math.Pow(10, i / 10.0)))
        {
            double norm = problem.NormFor(lambda);
            Assert.True(norm < last || (norm == last && lambda < 1e-6));
            last = norm;
            Close.To(norm, problem.NormFor(problem.LambdaForNorm(norm)), 2e-12);
        }

        Close.To(3, problem.LambdaForNorm(problem.NormFor(3)), 1e-10);
        Assert.Equal(0, problem.LambdaForNorm(2 * problem.NormFor(0)));
    }

    /// <summary>Projected gradient descent on least squares, which knows nothing of λ. Tolerance: it stops when steps are below 1e-13 of the radius.</summary>
    [Theory]
    [InlineData(0.5), InlineData(0.05), InlineData(4)]
    public void Numerical_minimisation_in_the_ball_ends_there(double share)
    {
        using var scope = NewDisposeScope();
        RandomDesign design = RandomDesign.Of(30, 4, 21);
        DenseRidge dense = new(design);
        RidgeProblem problem = design.Problem();
        double bound = share * problem.NormFor(0);
        double step = 1 / dense.Eigenvalues()[0];
        Tensor w = zeros(4, ScalarType.Float64);
        for (int i = 0; i < 4000; i++)
        {
            w = w + step * (dense.Cross - dense.Gram.mv(w));
            double norm = w.dot(w).item<double>();
            w = norm > bound ? w * Math.Sqrt(bound / norm) : w;
        }

        ConstrainedFit fit = problem.FitConstrained(bound);
        Close.To(DenseRidge.Values(w), fit.Coefficients, 1e-10);
        Close.To(dense.ResidualSquares(DenseRidge.Values(w)), fit.ResidualSumOfSquares, 1e-10);
        Assert.Equal(share < 1, fit.IsActive);
    }

    [Fact]
    public void The_multiplier_is_the_price_of_the_bound()
    {
        RidgeProblem problem = RandomDesign.Of(30, 4, 22).Problem();
        double bound = 0.3 * problem.NormFor(0);
        double step = 1e-4 * bound;   // a central difference: error of the order of step², 1e-8
        double slope = (problem.FitConstrained(bound - step).ResidualSumOfSquares - problem.FitConstrained(bound + step).ResidualSumOfSquares) / (2 * step);
        Close.To(slope, problem.FitConstrained(bound).Multiplier, 1e-6);
    }

    [Fact]
    public void Golden_norms_are_inverted()
    {
        // ridge.md 3.4: ‖w‖² of the prostate data at λ = 10 and 100.
        RidgeProblem problem = RidgeDataSet.Prostate(train: true).Problem();
        Close.To(0.51777, problem.NormFor(10), 1e-5);
        Close.To(100, problem.LambdaForNorm(0.13868), 1e-4);   // five digits of the norm
    }

    [Fact]
    public void Bad_input_is_named()
    {
        RandomDesign design = RandomDesign.Of(12, 2, 16);
        Assert.Contains("squaredNorm", Assert.Throws<ArgumentOutOfRangeException>(() => design.Problem().FitConstrained(0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => design.Problem().LambdaForNorm(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => design.Problem().NormFor(-1));
        Assert.Throws<InvalidOperationException>(() => design.Problem(new RidgeOptions { PenaltyFactors = [0, 0] }).FitConstrained(1));
        RandomDesign flat = design with { Y = [.. design.Y.Select(_ => 3.0)] };
        Assert.False(flat.Problem().FitConstrained(1).IsActive);
        Assert.Contains("active", design.Problem().FitConstrained(0.1).ToString());
    }
}
