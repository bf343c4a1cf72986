// delegates: receivers of method groups, in-place static targets, ref arguments, multicast, static fields
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class DelegateReceiver : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public DelegateReceiver() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x)
    {
        var h = fc.call(x);
        Func<Tensor> g = h.sigmoid;
        return ln.call(h) + g();
    }
}
