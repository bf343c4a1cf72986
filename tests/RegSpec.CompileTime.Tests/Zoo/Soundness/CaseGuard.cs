// `case … when`, `catch … when`: conditions with tensors in them
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class CaseGuard : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    private readonly int mode = 0;
    public CaseGuard() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x)
    {
        var h = fc.call(x);
        switch (mode)
        {
            case 0 when h.abs().mean().item<double>() > 0.5: return x;
            default: return ln.call(h);
        }
    }
}
