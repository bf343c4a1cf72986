// operations whose table row holds only for finite or non-zero values; casts to integers
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class NanToNum : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public NanToNum() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x) => ln.call(fc.call(x).masked_fill(x > 0.3, double.NegativeInfinity).nan_to_num(0, 0, -1.0));
}
