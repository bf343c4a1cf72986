using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>Every TorchSharp module that owns parameters, by full metadata name.</summary>
internal static class LayerCatalog
{
    private static readonly Dictionary<string, CatalogLayer> Layers = new[]
    {
        LinearLayers.All,
        ConvolutionLayers.All,
        NormalizationLayers.All,
        ActivationLayers.All,
        EmbeddingLayers.All,
        RecurrentLayers.All,
        AttentionLayers.All,
        TransformerLayers.All,
    }.SelectMany(family => family).ToDictionary(layer => layer.TypeName);

    /// <summary>All catalog layers.</summary>
    public static IReadOnlyCollection<CatalogLayer> All => Layers.Values;

    /// <summary>The catalog layer of this type, or null.</summary>
    public static CatalogLayer? Find(string typeName) => Layers.TryGetValue(typeName, out CatalogLayer? layer) ? layer : null;
}
