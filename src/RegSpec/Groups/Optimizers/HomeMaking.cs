using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The groups of a living optimizer that a change of the plan makes necessary.</summary>
internal static class HomeMaking
{
    /// <summary>Adds an empty group for a key the optimizer has none for.</summary>
    /// <remarks>It follows the group of the same learning-rate scale, from which its parameters come: schedulers made before know nothing of it, and many would fail on one more.</remarks>
    public static void Add(OptimizerHelper optimizer, OptimizerLink link, GroupKey key)
    {
        (GroupKey leaderKey, ParamGroup leader) = link.Homes.OrderByDescending(home => home.Key.LearningRateScale == key.LearningRateScale).FirstOrDefault();
        if (leader is null)
        {
            throw new InvalidOperationException($"{optimizer.GetType().Name} holds no parameter of these groups; give Refresh the optimizers that were made from them.");
        }

        ParamGroup home = OptimizerAccess.CreateGroup(optimizer, [], leader.Options);
        DecayOption.Set(home.Options, key.WeightDecay * Factor(link));
        OptimizerAccess.Append(optimizer, home);
        link.SetHome(key, home);
        if (leaderKey.LearningRateScale != key.LearningRateScale)
        {
            home.LearningRate *= key.LearningRateScale / leaderKey.LearningRateScale;
            home.InitialLearningRate *= key.LearningRateScale / leaderKey.LearningRateScale;
        }
        else if (optimizer is IPlannedOptimizer planned)
        {
            planned.Around.Follow(home, leader);
        }
    }

    /// <summary>Tells an optimizer which of its groups decay towards a point that is not zero.</summary>
    /// <remarks>All that hold such a parameter: a saved state adds groups that are nobody's home.</remarks>
    public static void SetPulls(OptimizerHelper optimizer, IReadOnlyList<PlannedParameter> rows)
    {
        if (optimizer is IPlannedOptimizer planned)
        {
            Dictionary<nint, PlannedParameter> byHandle = PlannedParameter.ByHandle(rows);
            planned.Around.Pull(StateLoading.RowsByGroup(optimizer, rows)
                .Where(static placed => placed.Rows.Any(static row => row.Towards == Reference.Initial))
                .Select(placed => new PulledGroup(placed.Group, parameter => planned.Around.AnchorOf(parameter) ?? byHandle.GetValueOrDefault(parameter.Handle)?.Anchor)));
        }
    }

    /// <summary>How far a schedule of λ has scaled the optimizer.</summary>
    public static double Factor(OptimizerLink link)
    {
        foreach ((GroupKey key, ParamGroup home) in link.Homes)
        {
            if (key.WeightDecay > 0 && DecayOption.Get(home.Options) is { } weightDecay)
            {
                return weightDecay / key.WeightDecay;
            }
        }

        return 1;
    }
}
