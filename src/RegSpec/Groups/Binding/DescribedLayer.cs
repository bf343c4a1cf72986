using System.Diagnostics.CodeAnalysis;
using RegSpec.Semantics.Vocabulary;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>A catalog layer that generated code describes parameter by parameter.</summary>
internal sealed class DescribedLayer(nn.Module layer, DeclaredPlace place)
{
    private readonly Dictionary<string, Parameter> parameters = layer.named_parameters().ToDictionary(static p => p.name, static p => p.parameter);
    private readonly HashSet<string> taken = [];

    public nn.Module Layer => layer;

    public DeclaredPlace Place => place;

    /// <summary>Names already described.</summary>
    public IReadOnlySet<string> Taken => taken;

    /// <summary>Takes the parameter of this name, if the layer has it.</summary>
    public bool Take(string name, [NotNullWhen(true)] out Parameter? parameter)
    {
        taken.Add(name);
        return parameters.TryGetValue(name, out parameter);
    }
}
