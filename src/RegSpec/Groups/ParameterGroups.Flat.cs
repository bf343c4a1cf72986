using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <content>The same groups with all parameters of a group in one buffer.</content>
public sealed partial class ParameterGroups
{
    /// <summary>
    /// Moves the trainable parameters of each group into one buffer, so that a step is one optimizer call a group instead of one a
    /// parameter. The parameters stay the objects they are, with their values; only where their memory lies changes.
    /// </summary>
    /// <param name="fixedNorm">Whether every step of an optimizer of the buffers ends with <see cref="RegSpec.FixedNorm.Apply"/>.</param>
    /// <returns>Factories for optimizers of the buffers, clipping, and the guards; flatten once, before optimizers are made.</returns>
    /// <exception cref="ParameterCoverageException">
    /// The model's parameters are no longer those bound, all are frozen, a group mixes dtypes or devices, a parameter is sparse or has no
    /// memory (meta device), or shares a part of its memory with another tensor of the model. Nothing has moved then.
    /// </exception>
    /// <exception cref="InvalidOperationException">Norms are to be fixed, but no weight is proved scale-invariant, or one is zero, infinite or NaN. Nothing has moved then.</exception>
    public FlatParameterGroups Flatten(bool fixedNorm = false) => new(this, fixedNorm);

    /// <summary>The class of the model, or the classes of several joined, for messages.</summary>
    internal string ModelName => Coverage.NameOf(roots);

    /// <summary>The roots.</summary>
    internal IReadOnlyList<nn.Module> Roots => roots;

    /// <summary>Where the groups of an optimizer stand in the plan.</summary>
    /// <exception cref="ParameterCoverageException">A trainable parameter was disposed.</exception>
    internal OptimizerLink LinkOf(OptimizerHelper optimizer)
    {
        coverage.VerifyAlive();
        return optimizers.LinkOf(optimizer, rows);
    }

    /// <summary>Checks that no trainable parameter was disposed.</summary>
    /// <exception cref="ParameterCoverageException">One was.</exception>
    internal void VerifyAlive() => coverage.VerifyAlive();

    /// <summary>Checks the rows against the live model.</summary>
    /// <exception cref="ParameterCoverageException">They differ, or a trainable weight has no λ.</exception>
    internal void VerifyCoverage() => coverage.Verify(Groups);
}
