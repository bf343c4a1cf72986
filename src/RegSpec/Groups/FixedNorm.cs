namespace RegSpec;

/// <summary>
/// Keeps the norms of scale-invariant weights at what they were: made by <see cref="ParameterGroups.FixedNorm"/>, applied after each step. Such
/// a weight's norm does not change what the model computes (up to the norm's eps), only the effective learning rate lr/‖w‖²; with a fixed norm
/// that rate is the scheduled one. A weight that is scale-free together with its bias is scaled together with it.
/// </summary>
public sealed class FixedNorm
{
    private readonly ParameterGroups groups;
    private readonly (FreeNorm Norm, double First)[] norms;

    internal FixedNorm(ParameterGroups groups)
    {
        this.groups = groups;
        groups.VerifyAlive();
        Require(groups);
        norms = [.. groups.Where(static row => row.IsScaleInvariant).Select(row => new FreeNorm(row, groups)).Select(static norm => (norm, norm.Value()))];
        if (Array.Find(norms, static norm => norm.First == 0 || !double.IsFinite(norm.First)) is { Norm: { } lost })
        {
            throw new InvalidOperationException($"{lost.Weight.Name} is zero, infinite or NaN: its norm cannot be kept. Initialise it first.");
        }
    }

    /// <summary>Scales every trainable weight that is scale-invariant now back to its first norm; to be called after each step.</summary>
    /// <exception cref="InvalidOperationException">A weight has become zero, infinite or NaN: its direction is lost.</exception>
    /// <exception cref="ParameterCoverageException">A trainable parameter was disposed, or replaced in the model, since the groups were made.</exception>
    public void Apply()
    {
        groups.VerifyAlive();
        foreach ((FreeNorm norm, double first) in norms)
        {
            // A proof may have been lost at a Refresh(): then the norm is part of the function.
            if (norm.Weight.IsFrozen || !norm.Weight.IsScaleInvariant)
            {
                continue;
            }

            double now = norm.Value();
            if (now == 0 || !double.IsFinite(now))
            {
                throw new InvalidOperationException($"{norm.Weight.Name} has become zero, infinite or NaN: its norm cannot be kept.");
            }

            norm.Scale(first / now);
        }
    }

    /// <summary>Throws where no weight is proved scale-invariant: there would be nothing to hold, and nobody would notice.</summary>
    private static void Require(ParameterGroups groups)
    {
        if (groups.Any(static row => row.IsScaleInvariant))
        {
            return;
        }

        string weights = string.Join("\n", groups.Where(static row => row.Role == ParameterRole.Weight).Take(5).Select(static row => $"  {row.Name}: {row.Reason}"));
        throw new InvalidOperationException(
            $"No weight of {groups.ModelName} is proved scale-invariant, so FixedNorm would hold no norm. It is for weights whose scale a normalization removes in training mode:\n"
            + $"{weights}\nPut a normalization (BatchNorm, LayerNorm …) straight behind the layer, call train() before the groups are bound, or leave FixedNorm out: a norm that is part of the function must not be held.");
    }
}
