using TorchSharp;
using static TorchSharp.torch;

namespace NoisyLabels;

/// <summary>Overlapping clusters, two a class; a fifth of the training labels are false.</summary>
internal sealed class Clusters : IDisposable
{
    public const int Features = 20;
    public const int Classes = 10;
    private const int TrainingRows = 1000;
    private const int TestRows = 2000;
    private const double FalseShare = 0.2;

    /// <summary>Distance of the centres, in deviations of a cluster.</summary>
    private const double Distance = 0.75;

    private readonly DisposeScope scope;

    public Clusters(int seed)
    {
        scope = NewDisposeScope();
        using var generator = new Generator((ulong)(1000 + seed));
        Tensor centres = randn([2 * Classes, Features], generator: generator).mul(Distance);
        (TrainX, TrueY) = Draw(TrainingRows);
        (TestX, TestY) = Draw(TestRows);
        Tensor mean = TrainX.mean([0], keepdim: true), deviation = TrainX.std(0, unbiased: false, keepdim: true);
        (TrainX, TestX) = (TrainX.sub(mean).div(deviation), TestX.sub(mean).div(deviation));
        IsFalse = rand([TrainingRows], generator: generator).lt(FalseShare);
        Tensor other = TrueY.add(randint(1, Classes, [TrainingRows], ScalarType.Int64, generator: generator)).remainder(Classes);
        TrainY = where(IsFalse, other, TrueY);

        (Tensor X, Tensor Y) Draw(long rows)
        {
            Tensor cluster = randint(0, 2 * Classes, [rows], ScalarType.Int64, generator: generator);
            return (centres[cluster].add(randn([rows, Features], generator: generator)), cluster.remainder(Classes));
        }
    }

    public Tensor TrainX { get; }

    /// <summary>As given: a fifth is false.</summary>
    public Tensor TrainY { get; }

    /// <summary>As they are.</summary>
    public Tensor TrueY { get; }

    public Tensor IsFalse { get; }

    public Tensor TestX { get; }

    /// <summary>All true.</summary>
    public Tensor TestY { get; }

    public void Dispose() => scope.Dispose();
}
