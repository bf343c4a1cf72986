using RegSpec;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace BatchNormFight;

/// <summary>One weight before a batch normalization, which removes its scale; it alone is decayed, since the policy asks for decay as a control of its rate.</summary>
[WeightDecay(0.05, Policy = DecayPolicy.Weights)]
public sealed class Normalized : Module<Tensor, Tensor>
{
    private readonly Linear hidden = Linear(Crowd.Features, 32, hasBias: false);
    private readonly BatchNorm1d norm = BatchNorm1d(32);

    [NoWeightDecay(Because = "the fight is about the weight before the normalization")]
    private readonly Linear head = Linear(32, Crowd.Classes);

    /// <inheritdoc/>
    public Normalized()
        : base(nameof(Normalized)) => RegisterComponents();

    /// <inheritdoc/>
    public override Tensor forward([Standardized] Tensor x) => head.call(functional.relu(norm.call(hidden.call(x))));
}

/// <summary>The same without the normalization.</summary>
[WeightDecay(0)]
public sealed class Plain : Module<Tensor, Tensor>
{
    private readonly Linear hidden = Linear(Crowd.Features, 32, hasBias: false);
    private readonly Linear head = Linear(32, Crowd.Classes);

    /// <inheritdoc/>
    public Plain()
        : base(nameof(Plain)) => RegisterComponents();

    /// <inheritdoc/>
    public override Tensor forward([Standardized] Tensor x) => head.call(functional.relu(hidden.call(x)));
}
