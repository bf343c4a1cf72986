using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Training mode while it lasts; afterwards every module is in the mode it was in.</summary>
internal sealed class TrainingMode : IDisposable
{
    private readonly List<(nn.Module Module, bool Training)> modes;

    public TrainingMode(nn.Module model)
    {
        modes = [.. model.modules().Prepend(model).Select(module => (module, module.training))];
        model.train();
    }

    public void Dispose()
    {
        foreach ((nn.Module module, bool training) in modes)
        {
            // Children come after their parents, so each ends in its own mode.
            module.train(training);
        }
    }
}
