using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Overfitting;

/// <summary>Far more weights than there are points to learn: without decay it learns them by heart.</summary>
[WeightDecay(1e-3)]
public sealed class Memoriser : Module<Tensor, Tensor>
{
    private readonly Linear fc1 = Linear(2, 64);
    private readonly Linear fc2 = Linear(64, 64);
    private readonly Linear head = Linear(64, 2);

    /// <inheritdoc/>
    public Memoriser()
        : base(nameof(Memoriser)) => RegisterComponents();

    /// <inheritdoc/>
    public override Tensor forward([Standardized] Tensor x) => head.call(functional.relu(fc2.call(functional.relu(fc1.call(x)))));
}
