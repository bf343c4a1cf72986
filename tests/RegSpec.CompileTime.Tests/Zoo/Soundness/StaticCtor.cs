// statics written in static constructors or through their elements
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class StaticCtor : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    private static readonly bool Norm = true;
    static StaticCtor()
    {
        Norm = false;
    }
    public StaticCtor() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x)
    {
        var h = fc.call(x);
        return Norm ? ln.call(h) : h;
    }
}
