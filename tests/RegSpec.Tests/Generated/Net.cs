using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Tests.Generated;

/// <summary>The model of the contract, word for word.</summary>
[WeightDecay(0.05)]
public sealed class Net : Module<Tensor, Tensor>
{
    private readonly Linear fc1 = Linear(64, 128);
    private readonly BatchNorm1d bn1 = BatchNorm1d(128);

    [WeightDecay(0.001, Because = "output layer, tuned")]
    private readonly Linear head = Linear(128, 10);

    public Net()
        : base(nameof(Net)) => RegisterComponents();

    public override Tensor forward([Standardized] Tensor x) => head.call(functional.relu(bn1.call(fc1.call(x))));
}
