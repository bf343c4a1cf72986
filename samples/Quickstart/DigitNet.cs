using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Quickstart;

/// <summary>Two hidden layers with batch normalization. The attributes are all that RegSpec asks for.</summary>
[WeightDecay(0.5)]
public sealed class DigitNet : Module<Tensor, Tensor>
{
    private readonly Linear fc1 = Linear(64, 128);
    private readonly BatchNorm1d bn1 = BatchNorm1d(128);
    private readonly Linear fc2 = Linear(128, 128);
    private readonly BatchNorm1d bn2 = BatchNorm1d(128);
    private readonly Linear head = Linear(128, 10);

    public DigitNet()
        : base(nameof(DigitNet)) => RegisterComponents();

    public override Tensor forward([Standardized] Tensor x)
    {
        Tensor hidden1 = functional.relu(bn1.call(fc1.call(x)));
        Tensor hidden2 = functional.relu(bn2.call(fc2.call(hidden1)));
        return head.call(hidden2);
    }

    /// <summary>Mean |γ| over the scales of both normalizations.</summary>
    public double MeanNormScale()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return cat([bn1.weight.abs(), bn2.weight.abs()]).mean().ToDouble();
    }
}
