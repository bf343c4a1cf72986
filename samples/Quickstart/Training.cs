using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Quickstart;

/// <summary>What one training reached.</summary>
/// <param name="TestAccuracy">Share of the 360 test digits that are classified correctly.</param>
/// <param name="MeanNormScale">Mean |γ| of the normalizations after training.</param>
internal sealed record TrainingResult(double TestAccuracy, double MeanNormScale);

/// <summary>One training of <see cref="DigitNet"/>: mini-batches of 64, cross-entropy, any optimizer.</summary>
internal static class Training
{
    private const int Epochs = 60;
    private const int BatchSize = 64;
    private static readonly Lock Initialising = new();

    /// <summary>Trains a fresh network; the seed decides initialisation and batches, so that two optimizers see the same of both.</summary>
    public static TrainingResult Run(Digits digits, int seed, Func<DigitNet, optim.Optimizer> createOptimizer)
    {
        using DigitNet net = Create(seed);
        using optim.Optimizer optimizer = createOptimizer(net);
        using var batches = new Generator((ulong)seed);
        net.train();
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            using var scope = NewDisposeScope();
            foreach (Tensor batch in randperm(digits.TrainX.shape[0], generator: batches).split(BatchSize))
            {
                using var step = NewDisposeScope();
                optimizer.zero_grad();
                Tensor loss = functional.cross_entropy(net.call(digits.TrainX[batch]), digits.TrainY[batch]);
                loss.backward();
                optimizer.step();
            }
        }

        net.eval();
        using var evaluation = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor hits = net.call(digits.TestX).argmax(1).eq(digits.TestY);
        return new TrainingResult(hits.to(ScalarType.Float64).mean().ToDouble(), net.MeanNormScale());
    }

    /// <summary>A network as the seed initialises it; all threads draw from one stream of random numbers.</summary>
    private static DigitNet Create(int seed)
    {
        lock (Initialising)
        {
            random.manual_seed(seed);
            return new DigitNet();
        }
    }
}
