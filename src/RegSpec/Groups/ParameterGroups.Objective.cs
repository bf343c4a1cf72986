using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <content>The penalty as a term of the loss.</content>
public sealed partial class ParameterGroups
{
    /// <summary>
    /// The penalty Σ λ/2 ‖w‖² over the trainable decayed parameters, differentiable: its gradient is λw. For optimizers without weight
    /// decay (LBFGS, Rprop) or for reporting; with another optimizer of these groups it would count twice.
    /// </summary>
    /// <returns>A scalar on the device and in the dtype of the first decayed parameter (the first parameter where none is decayed, and then 0).</returns>
    public Tensor L2Penalty()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor? sum = null;
        foreach (ParameterGroup group in Groups)
        {
            if (group.WeightDecay == 0)
            {
                continue;
            }

            foreach (Parameter parameter in group.Array)
            {
                Tensor real = parameter.is_complex() ? parameter.view_as_real() : parameter;
                Tensor term = real.square().sum() * (group.WeightDecay / 2);
                sum = sum is null ? term : sum + (term.device == sum.device ? term : term.to(sum.device));
            }
        }

        sum ??= zeros([], dtype: rows[0].Value.dtype, device: rows[0].Value.device);
        return sum.MoveToOuterDisposeScope();
    }
}
