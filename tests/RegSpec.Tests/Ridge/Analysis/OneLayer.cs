using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>A linear regression as a network: one layer whose weight decays by λ = 2.5 and whose bias does not, as the generated groups have it.</summary>
[WeightDecay(Lambda)]
public sealed class OneLayer : Module<Tensor, Tensor>
{
    public const double Lambda = 2.5;

    private readonly Linear linear;

    public OneLayer(int features)
        : base(nameof(OneLayer))
    {
        linear = Linear(features, 1, dtype: ScalarType.Float64);
        RegisterComponents();
    }

    public Tensor Weight => linear.weight!;

    public Tensor Bias => linear.bias!;

    public override Tensor forward([Standardized] Tensor x) => linear.call(x);
}
