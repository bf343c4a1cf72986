using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>Embedding and EmbeddingBag, made new or from a pretrained table.</summary>
internal static class EmbeddingLayers
{
    // Only the factories from a pretrained table have the switch; what is made new is trained.
    private static readonly LayerRow Weight = new(
        "weight", Role.Embedding, 2, FrozenIf: static switches => switches.Flag(LayerSwitches.Freeze, byDefault: false));

    public static readonly CatalogLayer[] All =
    [
        new("Embedding", LayerTable.Once(Weight with { PaddingOf = static switches => Padding(switches, "padding_idx") })),

        // Below 0 a bag has no padding row; an Embedding counts from the end.
        new("EmbeddingBag", LayerTable.Once(Weight with { PaddingOf = static switches => switches.Number("padding_index") is < 0 ? null : Padding(switches, "padding_index") })),
    ];

    private static PaddingRow? Padding(LayerSwitches switches, string name) =>
        switches.IsPassed(name) is not true || switches.IsGiven(name) is false ? null
        : new PaddingRow(switches.Number(name)) is var row && switches.Number("num_embeddings") is { } rows ? row.In(rows)
        : row;
}
