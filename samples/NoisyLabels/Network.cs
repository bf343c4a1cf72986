using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NoisyLabels;

/// <summary>Two hidden layers, each before a batch normalization, so that of all weights only the head's scale matters to the function.</summary>
public abstract class Network : Module<Tensor, Tensor>
{
    private readonly Linear fc1 = Linear(Clusters.Features, 64);
    private readonly BatchNorm1d bn1 = BatchNorm1d(64);
    private readonly Linear fc2 = Linear(64, 64);
    private readonly BatchNorm1d bn2 = BatchNorm1d(64);
    private readonly Linear head = Linear(64, Clusters.Classes);

    /// <inheritdoc/>
    protected Network(string name)
        : base(name) => RegisterComponents();

    /// <inheritdoc/>
    public override Tensor forward([Standardized] Tensor x) => head.call(functional.relu(bn2.call(fc2.call(functional.relu(bn1.call(fc1.call(x)))))));
}
