using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>A network of one layer, trained with the generated groups on ½Σr², against the closed forms of its trajectory.</summary>
public sealed class TrainedTrajectoryTests
{
    /// <summary>Every step of SGD is the closed form to rounding: ε of the largest coefficient a step, 200 steps.</summary>
    [Fact]
    public void Descent_is_what_SGD_does()
    {
        (RidgeProblem problem, Tensor z, Tensor y) = Data();
        double rate = 0.5 * problem.Descent(OneLayer.Lambda, 1).OptimalLearningRate;
        using OneLayer model = new(4);
        double[] start = DenseRidge.Values(model.Weight.detach());
        double startIntercept = model.Bias.item<double>();
        RidgeDescent descent = problem.Descent(OneLayer.Lambda, rate, start, startIntercept);
        using SGD optimizer = model.ParameterGroups().SGD(rate);
        for (int step = 1; step <= 200; step++)
        {
            Step(model, optimizer, z, y);
            if (step is 1 or 2 or 10 or 50 or 200)
            {
                Close.To(descent.At(step), DenseRidge.Values(model.Weight.detach()), 1e-12);
                Close.To(descent.InterceptAt(step), model.Bias.item<double>(), 1e-12);
            }
        }

        Close.To(problem.Fit(OneLayer.Lambda).Coefficients, DenseRidge.Values(model.Weight.detach()), 1e-3);
    }

    /// <summary>
    /// Small steps follow the flow: (1 − ηr)ᵏ against exp(−ηrk) differ by at most ηr/(2e) of the distance at its largest, 1e-3·0.19 for ηr ≤ 1e-3.
    /// </summary>
    [Fact]
    public void Flow_is_what_SGD_with_small_steps_does()
    {
        (RidgeProblem problem, Tensor z, Tensor y) = Data();
        using OneLayer model = new(4);
        double[] start = DenseRidge.Values(model.Weight.detach());
        double startIntercept = model.Bias.item<double>();
        RidgeGradientFlow flow = problem.GradientFlow(OneLayer.Lambda, start, startIntercept);
        double rate = 1e-3 / flow.Rates[0];
        using SGD optimizer = model.ParameterGroups().SGD(rate);
        double distance = start.Zip(problem.Fit(OneLayer.Lambda).Coefficients, (a, b) => Math.Abs(a - b)).Sum();
        for (int step = 1; step <= 3000; step++)
        {
            Step(model, optimizer, z, y);
            if (step % 500 == 0)
            {
                double[] trained = DenseRidge.Values(model.Weight.detach());
                IReadOnlyList<double> expected = flow.At(step * rate);
                Assert.All(trained.Zip(expected), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 2e-4 * distance));
                Assert.InRange(Math.Abs(flow.InterceptAt(step * rate) - model.Bias.item<double>()), 0, 2e-4 * Math.Abs(startIntercept - flow.InterceptAt(1e9)));
            }
        }
    }

    /// <summary>Above the stability limit it diverges, below it does not.</summary>
    [Theory]
    [InlineData(0.98, false), InlineData(1.02, true)]
    public void The_stability_limit_is_where_training_diverges(double share, bool diverges)
    {
        (RidgeProblem problem, Tensor z, Tensor y) = Data();
        using OneLayer model = new(4);
        using SGD optimizer = model.ParameterGroups().SGD(share * problem.Descent(OneLayer.Lambda, 1).StabilityLimit);
        double[] target = [.. problem.Fit(OneLayer.Lambda).Coefficients];
        double before = Distance();
        for (int step = 0; step < 400; step++)
        {
            Step(model, optimizer, z, y);
        }

        Assert.Equal(diverges, Distance() > before);

        double Distance() => DenseRidge.Values(model.Weight.detach()).Zip(target, (a, b) => (a - b) * (a - b)).Sum();
    }

    private static void Step(OneLayer model, SGD optimizer, Tensor z, Tensor y)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor loss = 0.5 * (y - model.call(z).squeeze(1)).square().sum();
        loss.backward();
        optimizer.step();
    }

    private static (RidgeProblem Problem, Tensor Z, Tensor Y) Data()
    {
        manual_seed(5);
        RandomDesign design = RandomDesign.Of(40, 4, 98);
        return (design.Problem(), new DenseRidge(design).Rows, design.Target);
    }
}
