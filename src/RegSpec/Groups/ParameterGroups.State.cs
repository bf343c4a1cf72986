using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <content>Resuming an optimizer: its state by parameter name.</content>
public sealed partial class ParameterGroups
{
    /// <summary>Saves the state of an optimizer of these groups (moments, step counts, learning rates) by parameter name.</summary>
    /// <param name="optimizer">An optimizer made from these groups, flattened or not.</param>
    /// <param name="path">The file; written beside and moved into place, so that a crash leaves the former file.</param>
    /// <exception cref="NotSupportedException">The optimizer has no readable state (LBFGS).</exception>
    /// <exception cref="ParameterCoverageException">A trainable parameter was disposed, or replaced in the model, since the groups were made.</exception>
    /// <exception cref="InvalidOperationException">The optimizer holds parameters that are not of these groups.</exception>
    public void SaveState(optim.Optimizer optimizer, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        OptimizerSnapshot snapshot = Snapshot(optimizer);
        string unfinished = path + ".tmp";
        using (FileStream file = File.Create(unfinished))
        {
            StateFile.Write(file, snapshot);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Saves the state of an optimizer of these groups by parameter name.</summary>
    /// <param name="optimizer">An optimizer made from these groups, flattened or not.</param>
    /// <param name="stream">Where it goes; stays open.</param>
    /// <exception cref="NotSupportedException">The optimizer has no readable state (LBFGS).</exception>
    /// <exception cref="ParameterCoverageException">A trainable parameter was disposed, or replaced in the model, since the groups were made.</exception>
    /// <exception cref="InvalidOperationException">The optimizer holds parameters that are not of these groups.</exception>
    public void SaveState(optim.Optimizer optimizer, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        StateFile.Write(stream, Snapshot(optimizer));
    }

    /// <summary>
    /// Resumes an optimizer from a saved state; groups and parameters may come in another order. Groups that were saved with different options
    /// (a rate of one's own) are restored as they were, added behind the others where they are one group now. A state of a parameter that is
    /// frozen now is kept for when it trains again. A decay towards the initial value pulls towards the value saved, not towards that of this binding.
    /// </summary>
    /// <param name="optimizer">An optimizer made from these groups, flattened or not.</param>
    /// <param name="path">The file that <see cref="SaveState(optim.Optimizer, string)"/> wrote.</param>
    /// <param name="missing">What happens with trainable parameters that were not saved, because they were frozen then.</param>
    /// <exception cref="InvalidDataException">The file is no saved state, truncated or damaged; the optimizer is as it was.</exception>
    /// <exception cref="InvalidOperationException">The plan changed (names, shapes, dtypes, λ, learning-rate scales, kind of optimizer), or the state is of another model or of groups that contradict the plan: the message tells the differences; the optimizer is as it was.</exception>
    /// <exception cref="ParameterCoverageException">A trainable parameter was disposed, or replaced in the model, since the groups were made, or the parameters of flat groups changed otherwise; the optimizer is as it was.</exception>
    /// <exception cref="NotSupportedException">The optimizer has no state that could be set (LBFGS).</exception>
    public void LoadState(optim.Optimizer optimizer, string path, MissingState missing = MissingState.Refuse)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        LoadState(optimizer, file, missing);
    }

    /// <summary>Resumes an optimizer from a saved state: <see cref="LoadState(optim.Optimizer, string, MissingState)"/>.</summary>
    /// <param name="optimizer">An optimizer made from these groups, flattened or not.</param>
    /// <param name="stream">What <see cref="SaveState(optim.Optimizer, Stream)"/> wrote, from its start; stays open, read to its end and no further.</param>
    /// <param name="missing">What happens with trainable parameters that were not saved, because they were frozen then.</param>
    /// <inheritdoc cref="LoadState(optim.Optimizer, string, MissingState)"/>
    public void LoadState(optim.Optimizer optimizer, Stream stream, MissingState missing = MissingState.Refuse)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!Enum.IsDefined(missing))
        {
            throw new ArgumentOutOfRangeException(nameof(missing), missing, "Unknown way with missing states.");
        }

        OptimizerHelper helper = OptimizerSnapshot.Readable(optimizer);
        OptimizerLink link = LinkOf(helper);
        if (helper is IPlannedOptimizer { Around: FlatStep flat })
        {
            flat.Owner.VerifyForMending();
        }

        _ = OptimizerSnapshot.Take(helper, link, rows).ByName();
        OptimizerSnapshot saved = StateFile.Read(stream);
        StateComparison.Check(helper, saved, rows, ModelName, missing);
        StateLoading.Load(helper, link, saved, rows);
    }

    /// <summary>The state of an optimizer of these groups.</summary>
    internal OptimizerSnapshot Snapshot(optim.Optimizer optimizer)
    {
        OptimizerHelper helper = OptimizerSnapshot.Readable(optimizer);
        return OptimizerSnapshot.Take(helper, LinkOf(helper), rows);
    }

    /// <summary>The optimizers of flat groups that may still step, with their links.</summary>
    internal IReadOnlyList<(OptimizerHelper Optimizer, OptimizerLink Link)> LivingOf(FlatParameterGroups flat) => optimizers.LivingOf(flat);
}
