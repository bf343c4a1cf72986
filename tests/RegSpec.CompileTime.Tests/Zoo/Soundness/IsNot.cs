// variables of patterns, also of negated ones
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class IsNot : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public IsNot() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x)
    {
        if (fc is not Linear l) throw new InvalidOperationException();
        return ln.call(fc.call(x)) + l.call(x);
    }
}
