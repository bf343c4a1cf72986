// object initialisers run setters; what a parent sets voids what the child proves alone
// Not scale-invariant: block.fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

public sealed class Block : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    private bool norm = true;
    public bool Bare { set => norm = !value; }
    public Block() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x) => norm ? ln.call(fc.call(x)) : fc.call(x);
}

[WeightDecay(0.05)]
public sealed class SetterInit : Module<Tensor, Tensor>
{
    private readonly Block block = new() { Bare = true };
    public SetterInit() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x) => block.call(x);
}
