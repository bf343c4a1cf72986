// what `forward` returns inside an array, a list, a tuple that holds a list (feature pyramids, deep supervision)
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class ListAdd : Module<Tensor, List<Tensor>>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public ListAdd() : base("a") => RegisterComponents();
    public override List<Tensor> forward(Tensor x)
    {
        var feats = new List<Tensor>();
        var h = fc.call(x);
        feats.Add(h);
        feats.Add(ln.call(h));
        return feats;
    }
}
