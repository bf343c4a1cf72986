// a user's indexer is a method
// Not scale-invariant: child.fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

public sealed class Child : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public Child() : base("a") => RegisterComponents();
    public Tensor this[int i] => fc.weight!.select(0, i);
    public override Tensor forward(Tensor x) => ln.call(fc.call(x));
}

[WeightDecay(0.05)]
public sealed class Indexer : Module<Tensor, Tensor>
{
    private readonly Child child = new();
    public Indexer() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x) => child.call(x) + child[0];
}
