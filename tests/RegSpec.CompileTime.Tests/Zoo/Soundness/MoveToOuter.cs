// dispose scopes: several arguments, another scope, a wrapped function
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class MoveToOuter : Module<Tensor, (Tensor, Tensor)>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public MoveToOuter() : base("a") => RegisterComponents();
    public override (Tensor, Tensor) forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var h = fc.call(x);
        return scope.MoveToOuter(ln.call(h), h);
    }
}
