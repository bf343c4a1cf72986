// what a `try` may have done before it threw; `finally` after `return`
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class TryFlag : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public TryFlag() : base("a") => RegisterComponents();
    private static void Check(Tensor x)
    {
        if (x.size(0) < 100) throw new InvalidOperationException();
    }
    public override Tensor forward(Tensor x)
    {
        var norm = true;
        try
        {
            norm = false;
            Check(x);
            norm = true;
        }
        catch (InvalidOperationException) { }

        var h = fc.call(x);
        if (norm) h = ln.call(h);
        return h;
    }
}
