// the affine operands of functional norms
// Not scale-invariant: w
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class LnWeight : Module<Tensor, Tensor>
{
    private readonly Parameter w = Parameter(randn(8, 8));
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public LnWeight() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x) => ln.call(x.matmul(w)) + F.layer_norm(x, new long[] { 8 }, weight: w.mean(new long[] { 0 }));
}
