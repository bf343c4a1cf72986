using static TorchSharp.torch;

namespace RegSpec;

/// <content>Saving and resuming; the files are those of <see cref="ParameterGroups"/>, so a run may go on with or without flattening.</content>
public sealed partial class FlatParameterGroups
{
    /// <inheritdoc cref="ParameterGroups.SaveState(optim.Optimizer, string)"/>
    public void SaveState(optim.Optimizer optimizer, string path) => Source.SaveState(optimizer, path);

    /// <inheritdoc cref="ParameterGroups.SaveState(optim.Optimizer, Stream)"/>
    public void SaveState(optim.Optimizer optimizer, Stream stream) => Source.SaveState(optimizer, stream);

    /// <inheritdoc cref="ParameterGroups.LoadState(optim.Optimizer, string, MissingState)"/>
    public void LoadState(optim.Optimizer optimizer, string path, MissingState missing = MissingState.Refuse) => Source.LoadState(optimizer, path, missing);

    /// <inheritdoc cref="ParameterGroups.LoadState(optim.Optimizer, Stream, MissingState)"/>
    public void LoadState(optim.Optimizer optimizer, Stream stream, MissingState missing = MissingState.Refuse) => Source.LoadState(optimizer, stream, missing);
}
