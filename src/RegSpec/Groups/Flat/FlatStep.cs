using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>What an optimizer of flat groups does around the step and the zeroing of its base class.</summary>
/// <param name="owner">The flat groups it was made from.</param>
/// <param name="groups">Their buffers at that time.</param>
internal sealed class FlatStep(FlatParameterGroups owner, IReadOnlyList<FlatParameterGroup> groups) : OptimizerStep
{
    private readonly FusedStep fused = new();
    private IReadOnlyList<FlatParameterGroup> groups = groups;
    private Func<(double Total, double Factor)>? measure;
    private double total;

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

    /// <summary>The closure, the guard, the step: in one pass where the base class need not be asked.</summary>
    public override Tensor Step(IPlannedOptimizer optimizer, Func<Tensor>? closure, Func<Func<Tensor>?, Tensor> step)
    {
        Tensor? loss = owner.BeforeStep(groups, closure);
        double clip = 1;
        if (measure is not null)
        {
            (total, clip) = measure();
        }

        using PartedBuffers? parted = PartedBuffers.Of(optimizer, groups, owner.Arithmetic);
        bool isClipped = clip != 1;
        if (isClipped && (HasPull || parted is not null))
        {
            // What pulls is added to gradients that are clipped already; of parts the step knows no buffer.
            owner.ScaleGradients(clip);
            clip = 1;
        }

        StepAsPlanned(_ =>
        {
            fused.Run(optimizer, groups, owner.Arithmetic, clip, step);
            return null!;
        });
        if (isClipped)
        {
            foreach (FlatParameterGroup group in groups)
            {
                group.Buffer.RememberScaled();
            }
        }

        owner.AfterStep();

        // TorchSharp, which knows no nullable references, returns null without a closure.
        return loss!;
    }

    /// <summary>A step with gradients scaled by what a measurement says once the guard has passed them.</summary>
    /// <returns>The norm that was measured.</returns>
    public double StepClipped(optim.Optimizer optimizer, Func<(double Total, double Factor)> measureNorm)
    {
        measure = measureNorm;
        try
        {
            optimizer.step();
            return total;
        }
        finally
        {
            measure = null;
        }
    }

    /// <summary>Zeroes the gradients of the buffers, then those of parameters added to the optimizer.</summary>
    public override void ZeroGrad(IPlannedOptimizer optimizer, Action zeroGrad)
    {
        owner.BeforeZeroGrad(groups);
        if (optimizer.AllGroups.Any(group => group.Parameters.Any(value => GroupOf(value) is null)))
        {
            zeroGrad();
        }
    }
}
