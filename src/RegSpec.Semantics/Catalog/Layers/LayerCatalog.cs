using System.Collections.Generic;

namespace RegSpec.Semantics;

/// <summary>Every TorchSharp module that owns parameters, by full metadata name.</summary>
internal static class LayerCatalog
{
    private static readonly Dictionary<string, CatalogLayer> Layers = Build();

    /// <summary>All catalog layers.</summary>
    public static IReadOnlyCollection<CatalogLayer> All => Layers.Values;

    /// <summary>The catalog layer of this type, or null.</summary>
    public static CatalogLayer? Find(string typeName) => Layers.TryGetValue(typeName, out CatalogLayer? layer) ? layer : null;

    private static Dictionary<string, CatalogLayer> Build()
    {
        var layers = new Dictionary<string, CatalogLayer>();
        void Add(CatalogLayer layer) => layers.Add(layer.TypeName, layer);
        Add(new CatalogLayer(
            "TorchSharp.Modules.Linear",
            isNormalization: false,
            switches =>
            {
                var parameters = new List<LayerParameter> { new("weight", Role.Weight, 2, Presence.Always) };
                if (switches.Flag("hasBias", true) is not false)
                {
                    parameters.Add(new("bias", Role.Bias, 1, switches.Flag("hasBias", true) is true ? Presence.Always : Presence.Optional));
                }

                return parameters;
            },
            name => name switch { "weight" => Role.Weight, "bias" => Role.Bias, _ => Role.Unknown }));
        return layers;
    }
}
