using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The modes a model's modules are in; when it ends, every module is in the mode it was in.</summary>
internal sealed class ModelModes : IDisposable
{
    /// <summary>Modules named one by one; more are counted.</summary>
    private const int Named = 4;

    private readonly List<(nn.Module Module, bool Training)> modes;

    public ModelModes(nn.Module model)
    {
        modes = [.. model.modules().Prepend(model).Select(module => (module, module.training))];
        Description = Describe(model);
    }

    /// <summary>In which modes it is, in words.</summary>
    public string Description { get; }

    public void Dispose()
    {
        foreach ((nn.Module module, bool training) in modes)
        {
            // Children come after their parents, so each ends in its own mode.
            module.train(training);
        }
    }

    private static string Describe(nn.Module model)
    {
        (string Name, bool Training)[] all = [(ModuleWalk.TypeName(model), model.training), .. model.named_modules().Select(static child => (child.name, child.module.training))];
        string[] inEvaluation = [.. all.Where(static module => !module.Training).Select(static module => module.Name)];
        return inEvaluation.Length == 0 ? "training mode"
            : inEvaluation.Length == all.Length ? "evaluation mode"
            : $"training mode, but {string.Join(", ", inEvaluation.Take(Named))}{(inEvaluation.Length > Named ? $" and {inEvaluation.Length - Named} more" : "")} in evaluation mode";
    }
}
