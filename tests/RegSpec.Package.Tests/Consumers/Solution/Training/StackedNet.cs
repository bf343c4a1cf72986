using Consumer.Models;
using RegSpec;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Consumer.Training;

/// <summary>A block of another project, with the norm that follows it.</summary>
[WeightDecay(0.1)]
public sealed class StackedNet : Module<Tensor, Tensor>
{
    private readonly Block block = new();
    private readonly LayerNorm norm = LayerNorm(4);
    private readonly Linear head = Linear(4, 1);

    public StackedNet()
        : base(nameof(StackedNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => head.call(norm.call(block.call(x)));
}
