// arguments by name: they belong to parameters, not to positions (also of `torch.*` functions, also for roles)
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

public sealed class Child : Module<Tensor, Tensor, Tensor>
{
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public Child() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor a, Tensor b) => ln.call(a) + b;
}

[WeightDecay(0.05)]
public sealed class NamedArgs : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly Child child = new();
    public NamedArgs() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x) => child.call(input2: fc.call(x), input1: x);
}
