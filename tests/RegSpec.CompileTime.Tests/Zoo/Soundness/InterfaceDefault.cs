// which body a call runs: interface default and implementation, static virtual, overloads of `forward`, `new` against `override`
// Not scale-invariant: child.fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

public interface IPost
{
    Tensor Post(Tensor x) => x;
}

public sealed class Child : Module<Tensor, Tensor>, IPost
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public Child() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x) => ln.call(fc.call(x));
    public Tensor Post(Tensor x) => fc.call(x);
}

[WeightDecay(0.05)]
public sealed class InterfaceDefault : Module<Tensor, Tensor>
{
    private readonly Child child = new();
    public InterfaceDefault() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x)
    {
        IPost p = child;
        return child.call(x) + p.Post(x);
    }
}
