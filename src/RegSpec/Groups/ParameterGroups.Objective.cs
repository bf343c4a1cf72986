using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <content>The penalty as a term of the loss.</content>
public sealed partial class ParameterGroups
{
    /// <summary>Elements below which a tensor costs more in calls than in arithmetic.</summary>
    private const long SmallTensor = 16_384;

    /// <summary>
    /// The penalty Σ λ/2 ‖w − w₀‖² over the trainable decayed parameters, differentiable: its gradient is λ(w − w₀). w₀ is 0, or the initial value
    /// where a declaration says <see cref="WeightDecayAttribute.Towards"/> so. For optimizers without weight
    /// decay (LBFGS, Rprop) or for reporting; with another optimizer of these groups it would count twice.
    /// </summary>
    /// <returns>A scalar on the device and in the dtype of the decayed parameters (of the first ones where they differ); 0 where none is decayed.</returns>
    /// <exception cref="ParameterCoverageException">A trainable parameter was disposed, or replaced in the model, since the groups were made.</exception>
    public Tensor L2Penalty()
    {
        coverage.VerifyAlive();
        using DisposeScope scope = NewDisposeScope();
        Tensor? sum = null;
        foreach (ParameterGroup group in Groups)
        {
            if (group.WeightDecay == 0)
            {
                continue;
            }

            foreach (Tensor squares in group.Towards == Reference.Initial ? SquaredDistances(group.Array) : SquaredNorms(group.Array))
            {
                Tensor term = squares.Times(group.WeightDecay / 2);
                sum = sum is null ? term : sum.Plus(term.to(sum.dtype, sum.device));
            }
        }

        sum ??= zeros([], dtype: rows[0].Value.dtype, device: rows[0].Value.device);
        return sum.MoveToOuterDisposeScope();
    }

    /// <summary>‖w − w₀‖² of each.</summary>
    private IEnumerable<Tensor> SquaredDistances(Parameter[] parameters)
    {
        Dictionary<nint, PlannedParameter> byHandle = PlannedParameter.ByHandle(rows);
        foreach (Parameter parameter in parameters)
        {
            Tensor away = parameter - byHandle[parameter.Handle].Anchor!;
            yield return (away.is_complex() ? away.view_as_real() : away).Squared().sum();
        }
    }

    /// <summary>‖w‖² of each large tensor, and of all small ones of a kind together: one joined vector instead of three calls a tensor.</summary>
    private static IEnumerable<Tensor> SquaredNorms(Parameter[] parameters)
    {
        var small = parameters.Where(static p => p.numel() <= SmallTensor && !p.is_complex()).ToHashSet<Parameter>(ReferenceEqualityComparer.Instance);
        foreach (IGrouping<(DeviceType, int, ScalarType), Parameter> kind in small.GroupBy(static p => (p.device_type, p.device_index, p.dtype)))
        {
            yield return nn.utils.parameters_to_vector(kind).Squared().sum();
        }

        foreach (Parameter large in parameters.Where(p => !small.Contains(p)))
        {
            yield return (large.is_complex() ? large.view_as_real() : large).Squared().sum();
        }
    }
}
