// `dynamic`
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class Dynamic : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly BatchNorm1d bn = BatchNorm1d(8, eps: 1e-14);
    public Dynamic() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x)
    {
        dynamic d = bn;
        d.eval();
        return bn.call(fc.call(x));
    }
}
