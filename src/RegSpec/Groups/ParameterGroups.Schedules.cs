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
    /// <exception cref="ParameterCoverageException">A trainable parameter was disposed, or replaced in the model, since the groups were made.</exception>
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

        OptimizerLink link = LinkOf(helper);
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

    /// <summary>
    /// The 1cycle schedule for groups: the rate of each rises from max_lr/div_factor to max_lr and falls to max_lr/(div_factor·final_div_factor), each
    /// times the group's learning-rate scale. TorchSharp's own <c>OneCycleLR</c> takes the index of a group for the index of a phase, with one rate and with an
    /// array: the second group never leaves its first phase. Arguments are those of TorchSharp's.
    /// </summary>
    /// <param name="optimizer">An optimizer made from these groups, flattened or not.</param>
    /// <param name="max_lr">The largest rate of parameters without a learning-rate scale, finite and &gt; 0.</param>
    /// <param name="total_steps">Steps of the cycle; −1: epochs × steps_per_epoch.</param>
    /// <param name="epochs">Number of epochs, where total_steps is not given.</param>
    /// <param name="steps_per_epoch">Steps of each.</param>
    /// <param name="pct_start">The share of the cycle in which the rate rises, in [0, 1].</param>
    /// <param name="anneal_strategy">Half cosines or straight lines.</param>
    /// <param name="cycle_momentum">Whether the momentum (of Adam and its kin β₁) falls while the rate rises, and rises while it falls.</param>
    /// <param name="base_momentum">The least momentum.</param>
    /// <param name="max_momentum">The largest momentum.</param>
    /// <param name="div_factor">The largest rate over the first, &gt; 0.</param>
    /// <param name="final_div_factor">The first rate over the last, &gt; 0.</param>
    /// <param name="three_phase">The rate falls as it rose before it falls to its last value.</param>
    /// <param name="last_epoch">The last step taken, to resume; −1 to start.</param>
    /// <param name="verbose">Whether TorchSharp prints each rate.</param>
    /// <returns>A scheduler of TorchSharp; its <c>step()</c> follows each of the optimizer's.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or neither total_steps nor epochs and steps_per_epoch are given.</exception>
    /// <exception cref="ArgumentException"><paramref name="cycle_momentum"/> for an optimizer without momentum.</exception>
    /// <exception cref="InvalidOperationException">The optimizer holds no parameter of these groups.</exception>
    /// <exception cref="ParameterCoverageException">A trainable parameter was disposed, or replaced in the model, since the groups were made.</exception>
    public optim.lr_scheduler.LRScheduler OneCycleLR(
        optim.Optimizer optimizer,
        double max_lr,
        int total_steps = -1,
        int epochs = -1,
        int steps_per_epoch = -1,
        double pct_start = 0.3,
        optim.lr_scheduler.impl.OneCycleLR.AnnealStrategy anneal_strategy = optim.lr_scheduler.impl.OneCycleLR.AnnealStrategy.Cos,
        bool cycle_momentum = true,
        double base_momentum = 0.85,
        double max_momentum = 0.95,
        double div_factor = 25,
        double final_div_factor = 1e4,
        bool three_phase = false,
        int last_epoch = -1,
        bool verbose = false)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        CheckPositive(max_lr, nameof(max_lr));
        CheckPositive(div_factor, nameof(div_factor));
        CheckPositive(final_div_factor, nameof(final_div_factor));
        if (!(pct_start is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(pct_start), pct_start, "The share of the cycle in which the rate rises is in [0, 1].");
        }

        int steps = total_steps != -1 ? total_steps : epochs > 0 && steps_per_epoch > 0 ? checked(epochs * steps_per_epoch) : 0;
        if (steps <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(total_steps), total_steps, "A cycle has at least one step: give total_steps, or epochs and steps_per_epoch.");
        }

        (optim.ILearningRateController Group, double Scale)[] scales = ScalesOf(optimizer);
        if (cycle_momentum && scales.FirstOrDefault(static group => group.Group is not (optim.IBetas or optim.IMomentum)) is { Group: not null })
        {
            throw new ArgumentException($"{optimizer.GetType().Name} has no momentum to cycle; pass cycle_momentum: false.", nameof(cycle_momentum));
        }

        var cycle = new OneCycle(steps, pct_start, anneal_strategy == optim.lr_scheduler.impl.OneCycleLR.AnnealStrategy.Linear, div_factor, final_div_factor, three_phase);
        return new optim.lr_scheduler.impl.LambdaLR(optimizer, Array.ConvertAll(scales, Follow), last_epoch, verbose);

        Func<int, double> Follow((optim.ILearningRateController Group, double Scale) group)
        {
            group.Group.InitialLearningRate = group.Group.LearningRate = max_lr * group.Scale;
            return step =>
            {
                (double rate, double momentum) = cycle.At(step);
                if (cycle_momentum)
                {
                    OneCycle.SetMomentum(group.Group, base_momentum + ((max_momentum - base_momentum) * momentum));
                }

                return rate;
            };
        }
    }

    private static void CheckPositive(double value, string name)
    {
        if (!(value > 0) || !double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "A finite number above 0 is needed.");
        }
    }

    /// <summary>The groups of an optimizer in its order, each with its learning-rate scale.</summary>
    private (optim.ILearningRateController Group, double Scale)[] ScalesOf(optim.Optimizer optimizer)
    {
        if (optimizer is not OptimizerHelper helper)
        {
            return [.. optimizer.ParamGroups.Select(static group => (group, 1.0))]; // LBFGS: one group, no scales
        }

        OptimizerLink link = LinkOf(helper);
        return
        [
            .. StateLoading.RowsByGroup(helper, rows).Select(group => ((optim.ILearningRateController)group.Group, link.KeyOf(group.Group)?.LearningRateScale ?? (group.Rows.Count > 0
                ? group.Rows[0].LearningRateScale
                : throw new InvalidOperationException("A group of the optimizer holds no parameter of these groups; make it from them.")))),
        ];
    }

    /// <summary>Remembers the norms of all scale-invariant weights as they are now.</summary>
    /// <returns>What brings the weights back to these norms after each step.</returns>
    /// <exception cref="InvalidOperationException">No weight is proved scale-invariant, or such a weight is zero, infinite or NaN.</exception>
    /// <exception cref="ParameterCoverageException">A trainable parameter was disposed, or replaced in the model, since the groups were made.</exception>
    public FixedNorm FixedNorm() => new(this);

    /// <summary>The effective learning rate lr/‖w‖² of every trainable scale-invariant weight, in the order of the rows.</summary>
    /// <param name="optimizer">An optimizer made from these groups, flattened or not.</param>
    /// <exception cref="InvalidOperationException">The optimizer does not hold such a weight.</exception>
    /// <exception cref="ParameterCoverageException">A trainable parameter was disposed, or replaced in the model, since the groups were made.</exception>
    public IReadOnlyList<EffectiveLearningRate> EffectiveLearningRates(optim.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        coverage.VerifyAlive();
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
