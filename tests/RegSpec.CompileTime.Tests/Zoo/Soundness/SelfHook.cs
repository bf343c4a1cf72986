// hooks registered in a constructor
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class SelfHook : Module<Tensor, Tensor>
{
    private readonly Linear fc;
    private readonly LayerNorm ln;
    public SelfHook() : base("a")
    {
        register_forward_hook((m, i, o) => o + fc!.call(i));
        fc = Linear(8, 8, hasBias: false);
        ln = LayerNorm(8, eps: 1e-14);
        RegisterComponents();
    }
    public override Tensor forward(Tensor x) => ln.call(fc.call(x));
}
