using TorchSharp;
using static TorchSharp.torch;

namespace BatchNormFight;

/// <summary>Points of four overlapping classes: no network gets them all, so that gradients never end.</summary>
internal sealed class Crowd : IDisposable
{
    public const int Features = 16;
    public const int Classes = 4;
    private const int Rows = 512;
    private const int BatchSize = 64;

    public Crowd(int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)(3000 + seed));
        Tensor centres = randn([Classes, Features], generator: generator).mul(0.4);
        Y = randint(0, Classes, [Rows], ScalarType.Int64, generator: generator).MoveToOuterDisposeScope();
        Tensor x = centres[Y].add(randn([Rows, Features], generator: generator));
        X = x.sub(x.mean([0], keepdim: true)).div(x.std(0, unbiased: false, keepdim: true)).MoveToOuterDisposeScope();
    }

    /// <summary>Standardised.</summary>
    public Tensor X { get; }

    public Tensor Y { get; }

    /// <summary>Mini-batches without end, in the order that the global seed decides; each lives until the next.</summary>
    public IEnumerable<(Tensor X, Tensor Y)> Batches()
    {
        while (true)
        {
            using var epoch = NewDisposeScope();
            foreach (Tensor batch in randperm(Rows).split(BatchSize))
            {
                using Tensor x = X[batch], y = Y[batch];
                yield return (x, y);
            }
        }
    }

    /// <summary>Batches of points and labels that have nothing to do with each other: nothing is learned, so that gradients stay what they are.</summary>
    public static IEnumerable<(Tensor X, Tensor Y)> Noise()
    {
        while (true)
        {
            using Tensor x = randn(BatchSize, Features), y = randint(Classes, [BatchSize], ScalarType.Int64);
            yield return (x, y);
        }
    }

    public void Dispose()
    {
        X.Dispose();
        Y.Dispose();
    }
}
