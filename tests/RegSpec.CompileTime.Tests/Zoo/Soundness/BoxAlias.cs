// tensors held by objects, records, dictionaries, and then written in place
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

public sealed class Box
{
    public Tensor? T;
}

public sealed record Rec(Tensor T);

[WeightDecay(0.05)]
public sealed class BoxAlias : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public BoxAlias() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x)
    {
        var h = fc.call(x);
        var y = ln.call(h);
        var box = new Box();
        box.T = y;
        y.add_(h);
        return box.T;
    }
}
