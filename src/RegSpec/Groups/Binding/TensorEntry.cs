using TorchSharp.Modules;

namespace RegSpec;

/// <summary>One tensor of a root: the names and wrappers under which it is listed, and everywhere the model uses it.</summary>
internal sealed class TensorEntry(string name, Parameter first)
{
    /// <summary>The name listed first.</summary>
    public string Name => name;

    /// <summary>Every wrapper listed, the first one first.</summary>
    public List<Parameter> Wrappers { get; } = [first];

    /// <summary>The uses found in the model.</summary>
    public List<ParameterUse> Uses { get; } = [];
}
