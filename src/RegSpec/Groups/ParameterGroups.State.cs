using static TorchSharp.torch;

namespace RegSpec;

/// <content>Resuming an optimizer: its state by parameter name.</content>
public sealed partial class ParameterGroups
{
    /// <summary>Saves the state of an optimizer of these groups (moments, step counts, learning rates) by parameter name.</summary>
    /// <param name="optimizer">An optimizer made from these groups, flattened or not.</param>
    /// <param name="path">The file; written beside and moved into place, so that a crash leaves the former file.</param>
    /// <exception cref="NotSupportedException">The optimizer has no readable state (LBFGS).</exception>
    /// <exception cref="InvalidOperationException">The optimizer holds parameters that are not of these groups.</exception>
    public void SaveState(optim.Optimizer optimizer, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        OptimizerSnapshot snapshot = OptimizerSnapshot.Take(optimizer, rows);
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
    /// <exception cref="InvalidOperationException">The optimizer holds parameters that are not of these groups.</exception>
    public void SaveState(optim.Optimizer optimizer, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        StateFile.Write(stream, OptimizerSnapshot.Take(optimizer, rows));
    }

    /// <summary>Resumes an optimizer from a saved state; groups and parameters may come in another order.</summary>
    /// <param name="optimizer">An optimizer made from these groups, flattened or not.</param>
    /// <param name="path">The file that <see cref="SaveState(optim.Optimizer, string)"/> wrote.</param>
    /// <exception cref="InvalidDataException">The file is no saved state, truncated or damaged; the optimizer is as it was.</exception>
    /// <exception cref="InvalidOperationException">The plan changed (names, shapes, dtypes, λ, learning-rate scales, kind of optimizer), or parameters of one flat group were saved after different numbers of steps: the message tells the differences; the optimizer is as it was.</exception>
    /// <exception cref="NotSupportedException">The optimizer has no state that could be set (LBFGS).</exception>
    public void LoadState(optim.Optimizer optimizer, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        LoadState(optimizer, file);
    }

    /// <summary>Resumes an optimizer from a saved state; groups and parameters may come in another order.</summary>
    /// <param name="optimizer">An optimizer made from these groups, flattened or not.</param>
    /// <param name="stream">What <see cref="SaveState(optim.Optimizer, Stream)"/> wrote, from its start; stays open, read to its end and no further.</param>
    /// <exception cref="InvalidDataException">The stream holds no saved state, or a truncated or damaged one; the optimizer is as it was.</exception>
    /// <exception cref="InvalidOperationException">The plan changed (names, shapes, dtypes, λ, learning-rate scales, kind of optimizer), or parameters of one flat group were saved after different numbers of steps: the message tells the differences; the optimizer is as it was.</exception>
    /// <exception cref="NotSupportedException">The optimizer has no state that could be set (LBFGS).</exception>
    public void LoadState(optim.Optimizer optimizer, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        OptimizerSnapshot now = OptimizerSnapshot.Take(optimizer, rows);
        OptimizerSnapshot saved = StateFile.Read(stream);
        now.ThrowIfDifferent(saved);
        Action apply = saved.Prepare(optimizer, rows);
        Action restore = now.Prepare(optimizer, rows);
        try
        {
            apply();
        }
        catch (Exception failure)
        {
            restore();
            throw new InvalidDataException("TorchSharp cannot read the saved state; the optimizer is as it was.", failure);
        }
    }
}
