using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <content>What changes from step to step: rates, λ, norms.</content>
public sealed partial class ParameterGroups
{
    /// <summary>
    /// A schedule of λ: sets the weight decay of every group of an optimizer to <paramref name="factor"/> × λ of the plan, so that a group without
    /// decay stays without. Not cumulative: a factor of 1 is the plan again.
    /// </summary>
    /// <param name="optimizer">An optimizer made from these groups, flattened or not.</param>
    /// <param name="factor">The factor on every λ, finite and ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is negative or not finite.</exception>
    /// <exception cref="NotSupportedException">The optimizer has no weight decay (Rprop, LBFGS): multiply <see cref="L2Penalty"/> in the loss.</exception>
    /// <exception cref="InvalidOperationException">A group of one's own holds parameters with different λ, or none of these groups.</exception>
    public void ScaleWeightDecay(optim.Optimizer optimizer, double factor)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!(factor >= 0) || !double.IsFinite(factor))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "A factor on λ is a finite number, 0 or above.");
        }

        if (optimizer is not OptimizerHelper helper || optimizer is Rprop)
        {
            throw new NotSupportedException($"{optimizer.GetType().Name} has no weight decay to scale: multiply the L2Penalty() in the loss by the factor.");
        }

        OptimizerLink link = optimizers.LinkOf(helper, rows);
        var scaled = new List<(ParamGroup Group, double WeightDecay)>();
        foreach ((ParamGroup group, IReadOnlyList<PlannedParameter> members) in StateLoading.RowsByGroup(helper, rows))
        {
            double? weightDecay = link.KeyOf(group)?.WeightDecay ?? (members.Count > 0 ? members[0].WeightDecay : null);
            if (members.FirstOrDefault(row => row.WeightDecay != weightDecay) is { } other)
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"One group of the optimizer holds {members[0].Name} with λ = {members[0].WeightDecay} and {other.Name} with λ = {other.WeightDecay}; make it from the groups."));
            }

            if (weightDecay is { } own)
            {
                scaled.Add((group, own * factor));
            }
        }

        if (scaled.Count == 0)
        {
            throw new InvalidOperationException("The optimizer holds no parameter of these groups; make it from them.");
        }

        scaled.ForEach(static group => DecayOption.Set(group.Group.Options, group.WeightDecay));
    }

    /// <summary>Remembers the norms of all scale-invariant weights as they are now.</summary>
    /// <returns>What brings the weights back to these norms after each step.</returns>
    /// <exception cref="InvalidOperationException">Such a weight is zero.</exception>
    public FixedNorm FixedNorm() => new(this);

    /// <summary>The effective learning rate lr/‖w‖² of every trainable scale-invariant weight, in the order of the rows.</summary>
    /// <param name="optimizer">An optimizer made from these groups, flattened or not.</param>
    /// <exception cref="InvalidOperationException">The optimizer does not hold such a weight.</exception>
    public IReadOnlyList<EffectiveLearningRate> EffectiveLearningRates(optim.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var rates = new Dictionary<PlannedParameter, double>(ReferenceEqualityComparer.Instance);
        if (optimizer is OptimizerHelper helper)
        {
            foreach ((ParamGroup group, IReadOnlyList<PlannedParameter> members) in StateLoading.RowsByGroup(helper, rows))
            {
                foreach (PlannedParameter row in members)
                {
                    rates[row] = group.LearningRate;
                }
            }
        }
        else
        {
            double rate = optimizer.ParamGroups.First().LearningRate;
            Array.ForEach(rows, row => rates[row] = rate);
        }

        return
        [
            .. rows.Where(static row => row.IsScaleInvariant && !row.IsFrozen).Select(row => new EffectiveLearningRate(
                row.Name,
                rates.TryGetValue(row, out double rate) ? rate : throw new InvalidOperationException($"{row.Name} is not in the optimizer; make it from these groups."),
                new FreeNorm(row, this).Value())),
        ];
    }
}
