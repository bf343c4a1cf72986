using static TorchSharp.torch;

namespace Overfitting;

/// <summary>Two half circles that reach into each other, with noise; both coordinates standardised by the training rows.</summary>
internal sealed class Moons : IDisposable
{
    private const int TrainingRows = 80;
    private const int TestRows = 2000;
    private const double Noise = 0.3;

    public Moons(int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)(2000 + seed));
        (Tensor trainX, TrainY) = Draw(TrainingRows);
        (Tensor testX, TestY) = Draw(TestRows);
        Tensor mean = trainX.mean([0], keepdim: true), deviation = trainX.std(0, unbiased: false, keepdim: true);
        (TrainX, TestX) = (trainX.sub(mean).div(deviation), testX.sub(mean).div(deviation));
        foreach (Tensor kept in new[] { TrainX, TrainY, TestX, TestY })
        {
            kept.MoveToOuterDisposeScope();
        }

        (Tensor X, Tensor Y) Draw(int rows)
        {
            Tensor moon = arange(rows).remainder(2);
            Tensor angle = rand([rows], generator: generator).mul(Math.PI);
            Tensor side = moon.mul(-2).add(1);
            Tensor x = stack([angle.cos().mul(side).add(moon), angle.sin().mul(side).add(moon.mul(0.5))], 1);
            return (x.add(randn([rows, 2], generator: generator), Noise), moon);
        }
    }

    public Tensor TrainX { get; }

    public Tensor TrainY { get; }

    public Tensor TestX { get; }

    public Tensor TestY { get; }

    public void Dispose()
    {
        TrainX.Dispose();
        TrainY.Dispose();
        TestX.Dispose();
        TestY.Dispose();
    }
}
