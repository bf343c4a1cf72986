using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The saved state of one parameter, with what must not have changed when it is loaded.</summary>
/// <param name="Name">Name in the plan.</param>
/// <param name="Key">Its group in the plan.</param>
/// <param name="Shape">Its dimensions, comma-separated.</param>
/// <param name="Type">Its dtype.</param>
/// <param name="Group">The index of its group in the optimizer; <see cref="InNoGroup"/> for one that was frozen after it had trained.</param>
/// <param name="Options">The options of its group, as TorchSharp writes them.</param>
/// <param name="State">Its own state, as TorchSharp writes it.</param>
/// <param name="Anchor">w₀ of a decay that does not pull towards zero, as TorchSharp writes it; else empty.</param>
internal sealed record ParameterState(string Name, GroupKey Key, string Shape, ScalarType Type, int Group, byte[] Options, byte[] State, byte[] Anchor)
{
    /// <summary>The group of a parameter that is in none.</summary>
    public const int InNoGroup = -1;

    /// <summary>How the plan of a parameter differs from this saved one, in words; empty if it does not.</summary>
    public IEnumerable<string> DifferencesFrom(PlannedParameter now)
    {
        string shape = ShapeOf(now);
        if (shape != Shape)
        {
            yield return $"{Name}: shape [{Shape}] was saved, [{shape}] is now";
        }

        if (now.Value.dtype != Type)
        {
            yield return $"{Name}: {Type} was saved, {now.Value.dtype} is now";
        }

        if (now.WeightDecay != Key.WeightDecay)
        {
            yield return FormattableString.Invariant($"{Name}: λ = {Key.WeightDecay} was saved, λ = {now.WeightDecay} is now");
        }

        if (now.Towards != Key.Towards && now.WeightDecay > 0)
        {
            yield return $"{Name}: a decay towards {Key.Towards} was saved, towards {now.Towards} is now";
        }

        if (now.LearningRateScale != Key.LearningRateScale)
        {
            yield return FormattableString.Invariant($"{Name}: learning-rate scale {Key.LearningRateScale} was saved, {now.LearningRateScale} is now");
        }
    }

    /// <summary>The dimensions of a parameter, as states carry them.</summary>
    public static string ShapeOf(PlannedParameter row) => string.Join(", ", row.Value.shape);
}

/// <summary>The options of a group of the plan, saved for those that are empty: their rate has been scheduled too.</summary>
/// <param name="Key">The group.</param>
/// <param name="Options">Its options, as TorchSharp writes them.</param>
internal sealed record GroupState(GroupKey Key, byte[] Options);
