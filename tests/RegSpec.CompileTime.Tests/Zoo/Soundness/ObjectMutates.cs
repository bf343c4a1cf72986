// a list handed to an object that changes it
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

public sealed class Toggle
{
    public Toggle(bool[] f)
    {
        f[0] = false;
    }
}

[WeightDecay(0.05)]
public sealed class ObjectMutates : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public ObjectMutates() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x)
    {
        var h = fc.call(x);
        var flags = new[] { true };
        new Toggle(flags);
        return flags[0] ? ln.call(h) : h;
    }
}
