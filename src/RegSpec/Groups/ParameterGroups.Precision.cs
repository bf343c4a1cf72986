using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <content>Decay that is lost in rounding.</content>
public sealed partial class ParameterGroups
{
    private bool hasWarned;

    /// <summary>Takes warnings, each once: a decay that rounding loses. Standard error unless set, to a logger for instance.</summary>
    public static Action<string> Warn { get; set; } = Console.Error.WriteLine;

    /// <summary>Says in the rows, and once as a warning, which decay the steps of a new optimizer lose.</summary>
    private void NoteLostDecay(OptimizerHelper optimizer, OptimizerLink link)
    {
        foreach ((GroupKey key, ParamGroup group) in link.Homes)
        {
            if (key.WeightDecay == 0 || DecayOption.Get(group.Options) is null)
            {
                continue;
            }

            foreach (IGrouping<(ScalarType Type, DeviceType Device, int Index), PlannedParameter> kind in rows
                .Where(row => row.Key == key && !row.IsFrozen && row.Value.is_floating_point() && row.Value.device_type != DeviceType.META)
                .GroupBy(static row => (row.Value.dtype, row.Value.device_type, row.Value.device_index)))
            {
                bool isLost = DecayResolution.IsLost(optimizer, group, kind.Key.Type, kind.First().Value.device);
                foreach (PlannedParameter row in kind)
                {
                    row.LostAt = isLost ? group.LearningRate : null;
                }

                if (isLost && !hasWarned)
                {
                    hasWarned = true;
                    PlannedParameter first = kind.First();
                    Warn(FormattableString.Invariant(
                        $"RegSpec: the weight decay of {kind.Count()} parameters of {ModelName} ({first.Name}, …) is lost: in {kind.Key.Type} lr·λ = {group.LearningRate:G6} · {key.WeightDecay:G6} is below half a unit of the last place, so that w − lr·λ·w rounds to w. Train float32 master weights, or take a larger lr or λ (their product counts)."));
                }
            }
        }
    }
}
