using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>A parameter as systems see it that decide by name, shape and type of layer.</summary>
/// <param name="Name">Dotted name, the one listed first.</param>
/// <param name="Dimensions">Number of dimensions.</param>
/// <param name="Layer">Name of TorchSharp's layer that owns it ("BatchNorm2d"); null for a module of the user.</param>
/// <param name="Role">Its role in that layer; Unknown for a module of the user.</param>
internal sealed record ListedParameter(string Name, long Dimensions, string? Layer, Role Role)
{
    /// <summary>The last part of the name.</summary>
    public string Leaf => Name[(Name.LastIndexOf('.') + 1)..];

    /// <summary>Finds the layer of a parameter among the modules of its root.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="modules">The modules of the root by name, the root itself under the empty one.</param>
    public static ListedParameter Of(PlannedParameter parameter, IReadOnlyDictionary<string, nn.Module> modules)
    {
        string owner = parameter.Name;
        do
        {
            owner = owner[..Math.Max(0, owner.LastIndexOf('.'))];
        }
        while (!modules.ContainsKey(owner));

        string below = owner.Length == 0 ? parameter.Name : parameter.Name[(owner.Length + 1)..];
        CatalogLayer? layer = ModuleWalk.CatalogLayerOf(modules[owner]);
        Role role = layer?.RoleOf(below) ?? Role.Unknown;

        // The norms inside a native transformer layer are LayerNorms that no module list shows.
        bool isInnerNorm = layer is { IsNormalization: false } && role is Role.NormScale or Role.NormShift;
        string? name = isInnerNorm ? nameof(TorchSharp.Modules.LayerNorm) : layer is null ? null : modules[owner].GetType().Name;
        return new ListedParameter(parameter.Name, parameter.Value.dim(), name, role);
    }
}
