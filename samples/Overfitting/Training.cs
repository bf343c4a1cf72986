using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Overfitting;

/// <summary>What one training reached: mean cross-entropies in nats, shares of right answers, and ‖w‖ over all weights.</summary>
internal sealed record Outcome(double TrainLoss, double TestLoss, double TrainAccuracy, double TestAccuracy, double Norm);

/// <summary>One training on all points at once. Adam adds λw to the gradient, so that it goes to a minimum of the mean cross-entropy + λ/2 ‖w‖².</summary>
internal static class Training
{
    private const int Steps = 600;

    /// <summary>The seed decides the initial weights, so that all λ start alike.</summary>
    public static Outcome Run(Moons moons, int seed, double lambda)
    {
        random.manual_seed(seed);
        using var net = new Memoriser();
        using FlatParameterGroups groups = net.ParameterGroups(weightDecay: lambda).Flatten();
        using Adam optimizer = groups.Adam(lr: 0.01);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, Steps);
        for (int step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            functional.cross_entropy(net.call(moons.TrainX), moons.TrainY).backward();
            optimizer.step();
            schedule.step();
        }

        using var evaluation = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor train = net.call(moons.TrainX), test = net.call(moons.TestX);
        double squares = groups.Source.Where(row => row.Role == ParameterRole.Weight).Sum(row => row.Value.square().sum().item<float>());
        return new(Loss(train, moons.TrainY), Loss(test, moons.TestY), Accuracy(train, moons.TrainY), Accuracy(test, moons.TestY), Math.Sqrt(squares));
    }

    private static double Loss(Tensor scores, Tensor labels) => functional.cross_entropy(scores, labels).item<float>();

    private static double Accuracy(Tensor scores, Tensor labels) => scores.argmax(1).eq(labels).to(ScalarType.Float64).mean().item<double>();
}
