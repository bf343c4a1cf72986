using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Consumer.Plain;

/// <summary>A model of a project that does not reference RegSpec.</summary>
public sealed class PlainNet : Module<Tensor, Tensor>
{
    private readonly Linear hidden = Linear(4, 8);
    private readonly Linear head = Linear(8, 1);

    public PlainNet()
        : base(nameof(PlainNet)) => RegisterComponents();

    public override Tensor forward(Tensor x) => head.call(functional.relu(hidden.call(x)));
}
