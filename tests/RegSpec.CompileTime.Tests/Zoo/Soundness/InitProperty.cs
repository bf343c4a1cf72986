// `init` and `required` properties that the creator sets
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class InitProperty : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly LayerNorm ln = LayerNorm(8, eps: 1e-14);
    public bool UseNorm { get; init; } = true;
    public InitProperty() : base("a") => RegisterComponents();
    public override Tensor forward(Tensor x)
    {
        var h = fc.call(x);
        return UseNorm ? ln.call(h) : h;
    }
}
