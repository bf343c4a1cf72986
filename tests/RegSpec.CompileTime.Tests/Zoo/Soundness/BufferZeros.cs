// buffers may be loaded: a constant (degree 0), not zero
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class BufferZeros : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    private readonly Tensor offset = zeros(8);
    public BufferZeros() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x) => ln.call(fc.call(x) + offset);
}
