using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>What an optimizer of flat groups does around the step and the zeroing of its base class.</summary>
/// <param name="owner">The flat groups it was made from.</param>
/// <param name="groups">Their buffers at that time.</param>
internal sealed class FlatStep(FlatParameterGroups owner, IReadOnlyList<FlatParameterGroup> groups) : OptimizerStep
{
    private IReadOnlyList<FlatParameterGroup> groups = groups;

    /// <summary>The flat groups it was made from.</summary>
    public FlatParameterGroups Owner => owner;

    /// <summary>The buffers the optimizer steps.</summary>
    public IReadOnlyList<FlatParameterGroup> Groups => groups;

    /// <summary>The optimizer was mended: it steps these buffers now.</summary>
    public void Adopt(IReadOnlyList<FlatParameterGroup> mended) => groups = mended;

    /// <summary>The group whose buffer this is, or null for a parameter that was added to the optimizer.</summary>
    public FlatParameterGroup? GroupOf(Parameter value) => groups.FirstOrDefault(group => ReferenceEquals(group.Value, value));

    /// <inheritdoc/>
    public override Tensor? AnchorOf(Parameter parameter) => GroupOf(parameter)?.Buffer.Anchors;

    /// <summary>The closure, the guard, the step of the base class.</summary>
    public override Tensor Step(Func<Tensor>? closure, Func<Func<Tensor>?, Tensor> step)
    {
        Tensor? loss = owner.BeforeStep(groups, closure);
        StepAsPlanned(step);
        owner.AfterStep();

        // TorchSharp, which knows no nullable references, returns null without a closure.
        return loss!;
    }

    /// <summary>Zeroes the gradients of the buffers, then those of parameters added to the optimizer.</summary>
    public override void ZeroGrad(Action zeroGrad)
    {
        owner.BeforeZeroGrad(groups);
        zeroGrad();
    }
}
