// "eps" that need not be small
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class SoftSign : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly double alpha;
    public SoftSign(double alpha) : base("a")
    {
        this.alpha = alpha;
        RegisterComponents();
    }
    public override Tensor forward(Tensor x)
    {
        var h = fc.call(x);
        return h / (h.abs() + alpha);
    }
}
