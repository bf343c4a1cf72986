using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>General penalties against the dense normal equations (ZᵀSZ + λLᵀL)(w − w₀) = ZᵀS(y − Zw₀). Tolerance: ε times a condition number of up to 1e6.</summary>
public sealed class TikhonovTests
{
    private const double Tolerance = 1e-9;

    public static TheoryData<int, int, string, bool, bool> Cases()
    {
        TheoryData<int, int, string, bool, bool> cases = [];
        foreach ((int n, int p) in new[] { (30, 6), (8, 12) })
        {
            foreach (string kind in new[] { "identity", "first", "second", "tall", "deficient" })
            {
                foreach (int bits in Enumerable.Range(0, 4))
                {
                    cases.Add(n, p, kind, (bits & 1) > 0, (bits & 2) > 0);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Solutions_solve_the_normal_equations(int n, int p, string kind, bool weighted, bool unscaled)
    {
        using var scope = NewDisposeScope();
        RandomDesign design = RandomDesign.Of(n, p, 71);
        design = unscaled ? design.With(row => [.. row.Select(x => x / 10)]) : design;
        RidgeOptions options = new() { FitIntercept = !weighted || unscaled, Scaling = unscaled ? [.. Enumerable.Repeat(FeatureScaling.None, p)] : null };
        TikhonovOperator l = Operator(kind, p);
        double[] reference = new NormalNumbers(72).Next(p);
        DenseRidge dense = new(design, options, weighted);
        TikhonovProblem problem = design.Problem(options, weighted).Tikhonov(l, reference);
        Tensor matrix = tensor(l.Values, l.RowCount, p);
        double[] lambdas = [0.2, 5];
        IReadOnlyList<TikhonovSolution> path = problem.Path(lambdas);
        for (int i = 0; i < 2; i++)
        {
            double lambda = lambdas[i];
            Tensor a = dense.Gram + lambda * matrix.t().mm(matrix);
            Tensor right = dense.Cross - dense.Gram.mv(tensor(reference));
            Tensor inverse = linalg.pinv(a, 1e-11, hermitian: true);   // of least norm where neither data nor penalty determine a direction
            Tensor w = tensor(reference) + inverse.mv(right);
            double[] expected = DenseRidge.Values(w);
            TikhonovSolution fit = problem.Fit(lambda);
            foreach (TikhonovSolution solution in new[] { fit, path[i] })
            {
                Close.To(expected, solution.Coefficients, 1e-7);
                Close.To([.. expected.Select((value, j) => value / dense.Scales[j])], solution.RawCoefficients, 1e-7);
                Assert.InRange(Math.Abs(dense.ResidualSquares(expected) - solution.ResidualSumOfSquares), 0, 1e-7 * dense.ResidualSquares(new double[p]));
                double df = inverse.mm(dense.Gram).trace().item<double>();
                Close.To(df, solution.DegreesOfFreedom, Tolerance);
                if (dense.Left - df > 0.1)
                {
                    Close.To(n * dense.ResidualSquares(expected) * n / dense.WeightSum / Math.Pow(dense.Left - df, 2), solution.GeneralizedCrossValidation, 1e-6);
                }

                Tensor moved = w - tensor(reference);
                double seminorm = matrix.mv(moved).square().sum().item<double>();
                Assert.InRange(Math.Abs(seminorm - solution.SquaredSeminorm), 0, 1e-6 * seminorm + 1e-12 * moved.square().sum().item<double>());
                Close.To(dense.TargetMean, solution.Intercept, 1e-10);
            }

            double[] fits = DenseRidge.Values(fit.Predict(design.Matrix));
            Close.To([.. DenseRidge.Values(dense.Rows.mv(w)).Select(v => v + dense.TargetMean)], fits, 1e-8);
        }

        Assert.Equal(kind switch { "identity" or "tall" => p, "first" => p - 1, "second" => p - 2, _ => 2 }, problem.PenalizedDirections);
    }

    [Fact]
    public void The_identity_is_the_ridge()
    {
        RandomDesign design = RandomDesign.Of(30, 5, 73);
        RidgeProblem ridge = design.Problem();
        TikhonovProblem problem = ridge.Tikhonov(TikhonovOperator.Identity(5));
        Close.To(ridge.Fit(3).Coefficients, problem.Fit(3).Coefficients, 1e-12);
        Close.To(ridge.Fit(3).GeneralizedCrossValidation, problem.Fit(3).GeneralizedCrossValidation, 1e-12);
        foreach (LambdaSelection criterion in new[] { LambdaSelection.GeneralizedCrossValidation, LambdaSelection.LeaveOneOut, LambdaSelection.Evidence })
        {
            Close.To(ridge.Select(criterion).Lambda, problem.Select(criterion).Lambda, 1e-5);   // a minimum is flat: √ε of its argument
        }

        // L = diag(√f) is the ridge with penalty factors
        double[,] diagonal = new double[5, 5];
        double[] factors = [1, 2, 3, 4, 5];
        for (int j = 0; j < 5; j++)
        {
            diagonal[j, j] = Math.Sqrt(factors[j]);
        }

        Close.To(design.Problem(new RidgeOptions { PenaltyFactors = factors }).Fit(3).Coefficients, ridge.Tikhonov(TikhonovOperator.Of(diagonal)).Fit(3).Coefficients, 1e-12);
    }

    [Fact]
    public void A_huge_lambda_leaves_the_kernel_and_a_reference_is_where_it_ends()
    {
        RandomDesign design = RandomDesign.Of(40, 6, 74);
        IReadOnlyList<double> smooth = design.Problem().Tikhonov(TikhonovOperator.SecondDifferences(6)).Fit(1e12).Coefficients;
        for (int j = 2; j < 6; j++)
        {
            Assert.InRange(Math.Abs(smooth[j] - 2 * smooth[j - 1] + smooth[j - 2]), 0, 1e-8);   // a straight line
        }

        double[] reference = [1, -2, 3, -4, 5, -6];
        Close.To(reference, design.Problem().Tikhonov(TikhonovOperator.Identity(6), reference).Fit(1e14).Coefficients, 1e-9);
    }

    [Fact]
    public void Statistics_give_the_same_as_rows()
    {
        RandomDesign design = RandomDesign.Of(40, 6, 75);
        foreach (bool intercept in new[] { true, false })
        {
            RidgeOptions options = new() { FitIntercept = intercept };
            RidgeStatistics statistics = new(6);
            statistics.Add(design.Matrix, design.Target, design.Weight);
            double[] reference = [1, -2, 3, -4, 5, -6];
            TikhonovOperator l = TikhonovOperator.FirstDifferences(6);
            TikhonovSolution expected = design.Problem(options, weighted: true).Tikhonov(l, reference).Fit(3);
            TikhonovSolution actual = RidgeProblem.FromStatistics(statistics, options).Tikhonov(l, reference).Fit(3);
            Close.To(expected.Coefficients, actual.Coefficients, 1e-11);
            Close.To(expected.ResidualSumOfSquares, actual.ResidualSumOfSquares, 1e-10);
            Close.To(expected.GeneralizedCrossValidation, actual.GeneralizedCrossValidation, 1e-10);
        }
    }

    [Fact]
    public void Leave_one_out_is_that_of_refits()
    {
        RandomDesign design = RandomDesign.Of(20, 4, 76);
        RidgeOptions raw = new() { Scaling = [.. Enumerable.Repeat(FeatureScaling.None, 4)] };
        TikhonovOperator l = TikhonovOperator.FirstDifferences(4);
        double sum = 0;
        for (int i = 0; i < 20; i++)
        {
            RandomDesign without = design.Take(Enumerable.Range(0, 20).Where(k => k != i));
            double prediction = without.Problem(raw).Tikhonov(l).Fit(2).Predict(RandomDesign.ToMatrix([design.X[i]])).item<double>();
            sum += Math.Pow(design.Y[i] - prediction, 2);
        }

        Close.To(sum / 20, design.Problem(raw).Tikhonov(l).StandardForm.LeaveOneOutErrors([2])[0], 1e-9);
    }

    [Fact]
    public void What_neither_data_nor_penalty_determine_stays_at_the_reference()
    {
        // Features that add up to 1: the constant vector is in the kernel of the differences and of the centred data.
        Random random = new(77);
        RandomDesign design = RandomDesign.Of(30, 4, 77).With(_ =>
        {
            double[] parts = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble())];
            return [.. parts.Select(v => v / parts.Sum())];
        });
        RidgeOptions raw = new() { Scaling = [.. Enumerable.Repeat(FeatureScaling.None, 4)] };
        TikhonovProblem problem = design.Problem(raw).Tikhonov(TikhonovOperator.FirstDifferences(4), [5, 5, 5, 5]);
        Assert.Equal((3, 0, 1), (problem.PenalizedDirections, problem.UnpenalizedDirections, problem.UndeterminedDirections));
        Close.To(20, problem.Fit(0.1).Coefficients.Sum(), 1e-9);
        Assert.Contains("1 undetermined", problem.ToString());
    }

    [Fact]
    public void A_feature_that_does_not_vary_gets_its_coefficient_from_its_neighbours()
    {
        RandomDesign design = RandomDesign.Of(30, 3, 78).With(row => [row[0], 4, row[1]]);
        IReadOnlyList<double> w = design.Problem().Tikhonov(TikhonovOperator.SecondDifferences(3)).Fit(2).Coefficients;
        Close.To(0.5 * (w[0] + w[2]), w[1], 1e-9);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        RidgeProblem problem = RandomDesign.Of(12, 3, 79).Problem();
        Assert.Contains("3 features", Assert.Throws<ArgumentException>(() => problem.Tikhonov(TikhonovOperator.Identity(4))).Message);
        Assert.Contains("reference", Assert.Throws<ArgumentException>(() => problem.Tikhonov(TikhonovOperator.Identity(3), [1])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => TikhonovOperator.SecondDifferences(2));
        Assert.Throws<ArgumentException>(() => TikhonovOperator.Of(new double[0, 3]));
        Assert.Contains("[1, 0]", Assert.Throws<ArgumentException>(() => TikhonovOperator.Of(new[,] { { 1.0 }, { double.NaN } })).Message);
        Assert.Throws<ArgumentException>(() => TikhonovOperator.Of(zeros(3)));
        Assert.Contains("zero", Assert.Throws<ArgumentException>(() => problem.Tikhonov(TikhonovOperator.Of(new double[2, 3]))).Message);
        RidgeProblem factors = RandomDesign.Of(12, 3, 79).Problem(new RidgeOptions { PenaltyFactors = [1, 2, 1] });
        Assert.Contains("PenaltyFactors", Assert.Throws<InvalidOperationException>(() => factors.Tikhonov(TikhonovOperator.Identity(3))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.Tikhonov(TikhonovOperator.Identity(3)).Fit(-1));
        Assert.Contains("per sd", problem.Tikhonov(TikhonovOperator.Of(ones(1, 3))).Fit(1).ToString());
    }

    private static TikhonovOperator Operator(string kind, int p)
    {
        NormalNumbers normal = new(70);
        double[,] Random(int rows)
        {
            double[,] matrix = new double[rows, p];
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < p; j++)
                {
                    matrix[i, j] = normal.Next();
                }
            }

            return matrix;
        }

        switch (kind)
        {
            case "identity":
                return TikhonovOperator.Identity(p);
            case "first":
                return TikhonovOperator.FirstDifferences(p);
            case "second":
                return TikhonovOperator.SecondDifferences(p);
            case "tall":
                return TikhonovOperator.Of(Random(p + 3));
            default:
                // three rows of rank two
                double[,] rows = Random(3);
                for (int j = 0; j < p; j++)
                {
                    rows[2, j] = rows[0, j] + rows[1, j];
                }

                return TikhonovOperator.Of(rows);
        }
    }
}
