// ModuleList, ModuleDict changed after they were made: index set, RemoveAt, Insert
// Not scale-invariant: fc.weight
using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

[WeightDecay(0.05)]
public sealed class ModuleListSet : Module<Tensor, Tensor>
{
    private readonly Linear fc = Linear(8, 8, hasBias: false);
    private readonly ModuleList<Module<Tensor, Tensor>> norms = ModuleList<Module<Tensor, Tensor>>(LayerNorm(8, eps: 1e-14));
    public ModuleListSet() : base("a")
    {
        RegisterComponents();
        norms[0] = Identity();
    }
    public override Tensor forward(Tensor x) => norms[0].call(fc.call(x));
}
