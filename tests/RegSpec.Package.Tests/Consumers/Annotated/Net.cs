using RegSpec;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Consumer.Models;

/// <summary>Each line that ends in a rule's id gets a diagnostic of that rule, no other line gets one.</summary>
[WeightDecay(0.05)]
public sealed class Net : Module<Tensor, Tensor>
{
    [WeightDecay(0.01, Parameters = "*")] // REG1001
    private readonly Linear hidden = Linear(4, 8);

    [WeightDecay(0.02)] // REG1002
    private readonly BatchNorm1d norm = BatchNorm1d(8);

    private readonly Linear head = Linear(8, 2);

#if BROKEN
    [NoWeightDecay(Parameters = "wieght")] // REG0003
    private readonly Linear extra = Linear(2, 2);

#endif
    public Net()
        : base(nameof(Net)) => RegisterComponents();

    public override Tensor forward([Standardized] Tensor x) => head.call(norm.call(functional.gelu(hidden.call(x))));
}
