using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>Trajectories in closed form against an integrator and against steps.</summary>
public sealed class GradientFlowTests
{
    public static TheoryData<int, int, bool, bool> Shapes => new()
    {
        { 30, 4, false, true }, { 30, 4, true, true }, { 6, 9, false, true }, { 25, 3, false, false },
    };

    /// <summary>Runge and Kutta's method of order 4 on dw/dt = c − Aw. Its error is of order (h·rate)⁴·t·rate/120: 1e-10 with h·rate = 0.01.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_flow_is_that_of_an_integrator(int n, int p, bool weighted, bool intercept)
    {
        using var scope = NewDisposeScope();
        RandomDesign design = RandomDesign.Of(n, p, 51);
        RidgeOptions options = new() { FitIntercept = intercept, PenaltyFactors = [.. Enumerable.Repeat(1.5, p)] };
        DenseRidge dense = new(design, options, weighted);
        double[] start = new NormalNumbers(52).Next(p);
        RidgeProblem problem = design.Problem(options, weighted);
        RidgeGradientFlow flow = problem.GradientFlow(2, start, intercept ? 1.25 : null);
        Close.To(DenseRidge.Values(linalg.eigvalsh(dense.A(2))).OrderDescending().Take(flow.Rates.Count).ToArray(), flow.Rates, 1e-11);
        Close.To([.. flow.Rates.Select(r => 1 / r)], flow.TimeConstants, 1e-14);
        Assert.Equal(3, flow.UndeterminedRate);
        double step = 0.01 / flow.Rates[0];
        Tensor w = tensor(start);
        Tensor Slope(Tensor at) => dense.Cross - dense.A(2).mv(at);
        double b = 1.25;
        for (int i = 1; i <= 600; i++)
        {
            using var inner = NewDisposeScope();
            Tensor k1 = Slope(w);
            Tensor k2 = Slope(w + 0.5 * step * k1);
            Tensor k3 = Slope(w + 0.5 * step * k2);
            Tensor k4 = Slope(w + step * k3);
            w = (w + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)).MoveToOuterDisposeScope();
            if (i % 200 == 0)
            {
                Close.To(DenseRidge.Values(w), flow.At(i * step), 1e-8);
                b = dense.TargetMean + (1.25 - dense.TargetMean) * Math.Exp(-dense.WeightSum * i * step);
                Close.To(intercept ? b : 0, flow.InterceptAt(i * step), 1e-13);
            }
        }

        Close.To(start, flow.At(0), 1e-13);
        Close.To(problem.Fit(2).Coefficients, flow.At(double.PositiveInfinity), 1e-11);
        IReadOnlyList<IReadOnlyList<double>> trajectory = flow.Trajectory([0.001, 0.1]);
        Close.To(flow.At(0.1), trajectory[1], 1e-14);
        Assert.Equal(100, flow.Times().Count);
        Assert.Contains("time constant", flow.ToString());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Descent_is_that_of_its_steps(int n, int p, bool weighted, bool intercept)
    {
        using var scope = NewDisposeScope();
        RandomDesign design = RandomDesign.Of(n, p, 53);
        RidgeOptions options = new() { FitIntercept = intercept };
        DenseRidge dense = new(design, options, weighted);
        double[] start = new NormalNumbers(54).Next(p);
        RidgeProblem problem = design.Problem(options, weighted);
        double limit = problem.Descent(2, 1, start).StabilityLimit;
        foreach (double share in new[] { 0.3, 0.99, 1.01 })
        {
            RidgeDescent descent = problem.Descent(2, share * limit, start, intercept ? 1.25 : null);
            Tensor w = tensor(start);
            double b = 1.25;
            for (int k = 0; k < 60; k++)
            {
                w = w + share * limit * (dense.Cross - dense.A(2).mv(w));
                b += share * limit * dense.WeightSum * (dense.TargetMean - b);
            }

            Close.To(DenseRidge.Values(w), descent.At(60), 1e-11);
            Close.To(intercept ? b : 0, descent.InterceptAt(60), 1e-11);
            Assert.Equal(share < 1, descent.IsStable);
            Assert.Equal(share < 1, descent.Contraction < 1);
            Close.To(start, descent.Trajectory([0, 5])[0], 1e-13);
            Close.To(descent.At(5), descent.Trajectory([0, 5])[1], 1e-14);
        }

        double best = problem.Descent(2, 1).OptimalLearningRate;
        double least = problem.Descent(2, best).Contraction;
        Assert.All(new[] { 0.9, 1.1 }, factor => Assert.True(problem.Descent(2, factor * best).Contraction > least));
        Assert.Contains("stable", problem.Descent(2, best).ToString());
    }

    [Fact]
    public void Without_lambda_what_the_data_do_not_determine_stays_where_it_started()
    {
        using var scope = NewDisposeScope();
        RandomDesign design = RandomDesign.Of(5, 9, 55);
        DenseRidge dense = new(design);
        double[] start = new NormalNumbers(56).Next(9);
        RidgeProblem problem = design.Problem();
        IReadOnlyList<double> limit = problem.GradientFlow(0, start).At(double.PositiveInfinity);
        Tensor kept = tensor(start) - linalg.pinv(dense.Rows).mm(dense.Rows).mv(tensor(start));
        Close.To(DenseRidge.Values(kept + tensor(problem.Fit(0).Coefficients.ToArray())), limit, 1e-10);
        Close.To(problem.Fit(0).Coefficients, problem.GradientFlow(0).At(double.PositiveInfinity), 1e-10);   // from 0: least norm
    }

    [Fact]
    public void A_feature_that_does_not_vary_only_decays()
    {
        RidgeProblem problem = RandomDesign.Of(15, 2, 57).With(row => [.. row, 7]).Problem();
        Close.To(2 * Math.Exp(-3 * 0.2), problem.GradientFlow(3, [1, 1, 2]).At(0.2)[2], 1e-14);
        Close.To(2 * Math.Pow(1 - 3 * 0.01, 4), problem.Descent(3, 0.01, [1, 1, 2]).At(4)[2], 1e-14);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        RandomDesign design = RandomDesign.Of(15, 2, 58);
        RidgeProblem problem = design.Problem();
        Assert.Contains("'x1'", Assert.Throws<InvalidOperationException>(() => design.Problem(new RidgeOptions { PenaltyFactors = [1, 2] }).GradientFlow(1)).Message);
        Assert.Contains("'x0'", Assert.Throws<InvalidOperationException>(() => design.Problem(new RidgeOptions { PenaltyFactors = [0, 2] }).Descent(1, 0.1)).Message);
        Assert.Contains("start", Assert.Throws<ArgumentException>(() => problem.GradientFlow(1, [1])).Message);
        Assert.Throws<ArgumentException>(() => problem.GradientFlow(1, [1, double.NaN]));
        Assert.Throws<ArgumentException>(() => design.Problem(new RidgeOptions { FitIntercept = false }).GradientFlow(1, null, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.GradientFlow(1).At(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.GradientFlow(1).Times(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.Descent(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.Descent(1, 0.1).At(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => problem.GradientFlow(-1));
    }
}
