using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>An optimizer that steps buffers.</summary>
internal interface IFlatOptimizer
{
    /// <summary>What it steps, and how.</summary>
    FlatStep Flat { get; }
}

/// <summary>What an optimizer of flat groups does around the step and the zeroing of its base class.</summary>
/// <param name="owner">The flat groups it was made from.</param>
/// <param name="groups">Their buffers at that time.</param>
internal sealed class FlatStep(FlatParameterGroups owner, IReadOnlyList<FlatParameterGroup> groups)
{
    /// <summary>The group whose buffer this is, or null for a parameter that was added to the optimizer.</summary>
    public FlatParameterGroup? GroupOf(Parameter value) => groups.FirstOrDefault(group => ReferenceEquals(group.Value, value));

    /// <summary>The closure, the guard, the step of the base class.</summary>
    public Tensor Step(Func<Tensor>? closure, Func<Func<Tensor>?, Tensor> step)
    {
        Tensor? loss = owner.BeforeStep(groups, closure);
        step(null);

        // TorchSharp, which knows no nullable references, returns null without a closure.
        return loss!;
    }

    /// <summary>Zeroes the gradients of the buffers, then those of parameters added to the optimizer.</summary>
    public void ZeroGrad(Action zeroGrad)
    {
        owner.BeforeZeroGrad(groups);
        zeroGrad();
    }
}
