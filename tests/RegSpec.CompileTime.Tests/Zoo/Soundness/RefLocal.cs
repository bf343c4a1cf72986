// ref locals, ref elements, ref/in parameters, foreach ref
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class RefLocal : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public RefLocal() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x)
    {
        var h = fc.call(x);
        ref Tensor r = ref h;
        r = h.sigmoid();
        return ln.call(h);
    }
}
