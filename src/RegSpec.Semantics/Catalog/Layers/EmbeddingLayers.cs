namespace RegSpec.Semantics;

/// <summary>Embedding and EmbeddingBag, made new or from a pretrained table.</summary>
internal static class EmbeddingLayers
{
    public static readonly CatalogLayer[] All =
    [
        new("Embedding", LayerTable.Once(new LayerRow("weight", Role.Embedding, 2))),
        new("EmbeddingBag", LayerTable.Once(new LayerRow("weight", Role.Embedding, 2))),
    ];
}
