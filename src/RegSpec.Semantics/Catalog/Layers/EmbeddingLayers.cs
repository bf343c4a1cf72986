namespace RegSpec.Semantics;

/// <summary>Embedding and EmbeddingBag, made new or from a pretrained table.</summary>
internal static class EmbeddingLayers
{
    // Only the factories from a pretrained table have the switch; what is made new is trained.
    private static readonly LayerTable Table = LayerTable.Once(
        new LayerRow("weight", Role.Embedding, 2, FrozenIf: static switches => switches.Flag(LayerSwitches.Freeze, byDefault: false)));

    public static readonly CatalogLayer[] All = [new("Embedding", Table), new("EmbeddingBag", Table)];
}
