using static TorchSharp.torch;

namespace Portfolio;

/// <summary>Returns of assets that share three factors, in percent a day. The covariance they are drawn from is known, so that risk is not estimated.</summary>
public sealed class Market : IDisposable
{
    /// <summary>Assets.</summary>
    public const int Assets = 40;

    /// <summary>Days seen before the weights are chosen.</summary>
    public const int Days = 60;

    private const int Factors = 3;
    private const int TradingDays = 252;
    private readonly Tensor loadings;
    private readonly Tensor own;

    /// <summary>A market: every asset moves with the first factor, some with the other two.</summary>
    public Market(ulong seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        Tensor common = rand([Assets, 1], ScalarType.Float64, generator: generator).mul(0.8).add(0.6);
        Tensor style = randn([Assets, Factors - 1], ScalarType.Float64, generator: generator).mul(0.5);
        loadings = cat([common, style], 1).MoveToOuterDisposeScope();
        own = rand([Assets], ScalarType.Float64, generator: generator).mul(1.2).add(0.8).MoveToOuterDisposeScope();
        Covariance = loadings.mm(loadings.t()).add(own.square().diag()).MoveToOuterDisposeScope();
    }

    /// <summary>Σ, assets × assets, percent² a day.</summary>
    public Tensor Covariance { get; }

    /// <summary>A sample of returns, days × assets.</summary>
    public Tensor Returns(ulong seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        Tensor factors = randn([Days, Factors], ScalarType.Float64, generator: generator);
        return factors.mm(loadings.t()).add(randn([Days, Assets], ScalarType.Float64, generator: generator).mul(own)).MoveToOuterDisposeScope();
    }

    /// <summary>√(252 wᵀΣw), the risk of weights in percent a year.</summary>
    public double Risk(Tensor weights)
    {
        using var scope = NewDisposeScope();
        return Annual(weights.dot(Covariance.mv(weights)).item<double>());
    }

    /// <summary>A daily variance as a yearly risk.</summary>
    public static double Annual(double variance) => Math.Sqrt(TradingDays * variance);

    /// <inheritdoc/>
    public void Dispose()
    {
        loadings.Dispose();
        own.Dispose();
        Covariance.Dispose();
    }
}
