using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>A group of an optimizer whose decay pulls towards a point of its own.</summary>
/// <param name="Group">The group; its <c>weight_decay</c> is the λ of the pull.</param>
/// <param name="Reference">The point w₀ of a parameter of the group; null for one that is not of the plan, which decays towards 0.</param>
internal sealed record PulledGroup(ParamGroup Group, Func<Parameter, Tensor?> Reference);

/// <summary>
/// For the length of one step, puts the pull λ(w − w₀) in the place of TorchSharp's λw. Coupled optimizers see it in the gradient, before
/// momentum and scaling as they see λw; AdamW's is decoupled, w ← w − lr·λ(w − w₀) before its step, as Li et al. (2018) and the decoupled
/// decay of Loshchilov and Hutter (2019) compose. What was changed for the step, gradients and options, is put back when it ends.
/// </summary>
/// <remarks>The difference is taken first: at w = w₀ the pull is exactly zero, where λw − λw₀ would leave a rounding error that Adam scales up to a whole step.</remarks>
internal sealed class ReferencePull : IDisposable
{
    private readonly List<(OptimizerOptions Options, double WeightDecay)> options = [];
    private readonly List<(Parameter Parameter, Tensor Gradient)> gradients = [];

    public ReferencePull(IReadOnlyList<PulledGroup> groups)
    {
        using var noGradient = no_grad();
        foreach (PulledGroup group in groups)
        {
            if (DecayOption.Get(group.Group.Options) is not { } weightDecay || weightDecay == 0)
            {
                continue;
            }

            options.Add((group.Group.Options, weightDecay));
            DecayOption.Set(group.Group.Options, 0);
            foreach (Parameter parameter in group.Group.Parameters)
            {
                // TorchSharp skips a parameter without gradient, decay included.
                if (parameter.grad is { } gradient)
                {
                    using DisposeScope scope = NewDisposeScope();
                    Pull(parameter, gradient, group.Reference(parameter), weightDecay, group.Group.Options);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((OptimizerOptions changed, double weightDecay) in options)
        {
            DecayOption.Set(changed, weightDecay);
        }

        foreach ((Parameter parameter, Tensor gradient) in gradients)
        {
            parameter.grad = gradient;
            gradient.Dispose();
        }
    }

    private void Pull(Parameter parameter, Tensor gradient, Tensor? reference, double weightDecay, OptimizerOptions group)
    {
        Tensor away = reference is null ? parameter : parameter - reference;

        // Held, as all numbers for native calls: TorchSharp lets the collector free one that a call still reads.
        if (group is AdamW.Options)
        {
            using Scalar step = -group.LearningRate!.Value * weightDecay;
            parameter.add_(away, alpha: step);
            gradient.Dispose();
            return;
        }

        using Scalar penalty = DecayOption.IsMaximizing(group) ? -weightDecay : weightDecay;
        parameter.grad = gradient.add(away, alpha: penalty);
        gradients.Add((parameter, gradient.DetachFromDisposeScope()));
    }
}
