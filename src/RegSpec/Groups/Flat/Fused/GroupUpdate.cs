using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The update of one buffer by one step of its optimizer, ready to run in pieces.</summary>
/// <param name="Kernel">The arithmetic.</param>
/// <param name="Arguments">What it works on.</param>
internal readonly record struct GroupUpdate(FusedKernel Kernel, UpdateArguments Arguments)
{
    /// <summary>
    /// Reads options and state as TorchSharp's step reads them and counts the step, or leaves everything as it is where there is no such
    /// update: other optimizers, memory that is no plain array, and a momentum that its first step has yet to create.
    /// </summary>
    /// <param name="kernels">The arithmetic for the dtype.</param>
    /// <param name="options">The options of the group.</param>
    /// <param name="state">The state of its one parameter.</param>
    /// <param name="values">That parameter.</param>
    /// <param name="clip">What its gradient is multiplied by first.</param>
    public static GroupUpdate? Prepare(FusedKernels kernels, OptimizerOptions options, OptimizerState state, Parameter values, double clip)
    {
        using Tensor? gradient = values.grad;
        ScalarType type = values.dtype;
        var arguments = new UpdateArguments { Count = values.numel(), Clip = clip, DecoupledDecay = 1 };
        if (!TensorMemory.TryAddressOf(values, type, arguments.Count, out arguments.Values)
            || !TensorMemory.TryAddressOf(gradient, type, arguments.Count, out arguments.Gradients))
        {
            return null;
        }

        switch (options, state)
        {
            case (AdamW.Options o, AdamW.State s):
                {
                    if (!FindMoments(ref arguments, type, s.exp_avg, s.exp_avg_sq, o.amsgrad!.Value ? s.max_exp_avg_sq : null, o.amsgrad.Value))
                    {
                        return null;
                    }

                    double rate = o.LearningRate!.Value;
                    arguments.DecoupledDecay = 1 - (rate * o.weight_decay!.Value);
                    SetMoments(ref arguments, ++s.step, rate, o.beta1!.Value, o.beta2!.Value, o.eps!.Value);
                    arguments.IsNegated = o.maximize!.Value;
                    return new GroupUpdate(kernels.Adam, arguments);
                }

            case (Adam.Options o, Adam.State s):
                {
                    if (!FindMoments(ref arguments, type, s.exp_avg, s.exp_avg_sq, o.amsgrad!.Value ? s.max_exp_avg_sq : null, o.amsgrad.Value))
                    {
                        return null;
                    }

                    arguments.CoupledDecay = o.weight_decay!.Value;
                    SetMoments(ref arguments, ++s.step, o.LearningRate!.Value, o.beta1!.Value, o.beta2!.Value, o.eps!.Value);
                    arguments.IsNegated = o.maximize!.Value;
                    return new GroupUpdate(kernels.Adam, arguments);
                }

            case (SGD.Options o, SGD.State s):
                {
                    arguments.Beta1 = o.momentum!.Value;
                    if (arguments.Beta1 != 0 && !TensorMemory.TryAddressOf(s.momentum_buffer, type, arguments.Count, out arguments.First))
                    {
                        return null;
                    }

                    arguments.Gain1 = 1 - o.dampening!.Value;
                    arguments.CoupledDecay = o.weight_decay!.Value;
                    arguments.Rate = o.maximize!.Value ? o.LearningRate!.Value : -o.LearningRate!.Value;
                    arguments.IsNesterov = o.nesterov!.Value;
                    return new GroupUpdate(kernels.Sgd, arguments);
                }

            default:
                return null;
        }
    }

    private static bool FindMoments(ref UpdateArguments arguments, ScalarType type, Tensor first, Tensor second, Tensor? largest, bool hasLargest) =>
        TensorMemory.TryAddressOf(first, type, arguments.Count, out arguments.First)
        && TensorMemory.TryAddressOf(second, type, arguments.Count, out arguments.Second)
        && (!hasLargest || TensorMemory.TryAddressOf(largest, type, arguments.Count, out arguments.Largest));

    private static void SetMoments(ref UpdateArguments arguments, long step, double rate, double beta1, double beta2, double eps)
    {
        arguments.Beta1 = beta1;
        arguments.Gain1 = 1 - beta1;
        arguments.Beta2 = beta2;
        arguments.Gain2 = 1 - beta2;
        arguments.Correction = Math.Sqrt(1 - Math.Pow(beta2, step));
        arguments.Epsilon = eps;
        arguments.Rate = -(rate / (1 - Math.Pow(beta1, step)));
    }
}
