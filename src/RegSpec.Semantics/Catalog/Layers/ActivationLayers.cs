using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>Activations with a learnt slope.</summary>
internal static class ActivationLayers
{
    public static readonly CatalogLayer[] All =
    [
        new("PReLU", LayerTable.Once(new LayerRow("weight", Role.Gain, 1))),
    ];
}
