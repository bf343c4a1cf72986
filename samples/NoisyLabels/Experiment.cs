using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NoisyLabels;

/// <summary>What one training reached.</summary>
/// <param name="TestAccuracy">Share of right answers on true labels it has not seen.</param>
/// <param name="FalseLearned">Share of the false training labels that it repeats.</param>
internal sealed record Outcome(double TestAccuracy, double FalseLearned);

/// <summary>One training: SGD, cosine schedule, batches of 100.</summary>
internal static class Experiment
{
    /// <summary>The λ of the six policies.</summary>
    public const double Lambda = 5e-3;

    private const double LearningRate = 0.1;
    private const int Epochs = 20;
    private const int BatchSize = 100;

    /// <summary>The seed decides data, initial weights and batches: policies see the same of all three.</summary>
    public static Outcome Run(Func<Network> create, Func<Network, ParameterGroups> groups, Clusters data, int seed, double momentum)
    {
        random.manual_seed(seed);
        using Network net = create();
        using FlatParameterGroups flat = groups(net).Flatten();
        using SGD optimizer = flat.SGD(LearningRate, momentum);
        int steps = Epochs * (int)data.TrainX.shape[0] / BatchSize;
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, steps);
        net.train();
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            foreach (Tensor batch in randperm(data.TrainX.shape[0]).split(BatchSize))
            {
                using var step = NewDisposeScope();
                optimizer.zero_grad();
                functional.cross_entropy(net.call(data.TrainX[batch]), data.TrainY[batch]).backward();
                optimizer.step();
                schedule.step();
            }
        }

        net.eval();
        using var evaluation = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor tests = net.call(data.TestX).argmax(1).eq(data.TestY);
        Tensor learned = net.call(data.TrainX).argmax(1).eq(data.TrainY).masked_select(data.IsFalse);
        return new(Share(tests), Share(learned));
    }

    private static double Share(Tensor hits) => hits.to(ScalarType.Float64).mean().item<double>();
}
