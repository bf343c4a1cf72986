using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>MultiheadAttention.</summary>
internal static class AttentionLayers
{
    public static readonly CatalogLayer[] All =
    [
        new("MultiheadAttention", LayerTable.Once(
            new("in_proj_weight", Role.Weight, 2, switches => !HasSeparateProjections(switches)),
            new("q_proj_weight", Role.Weight, 2, HasSeparateProjections),
            new("k_proj_weight", Role.Weight, 2, HasSeparateProjections),
            new("v_proj_weight", Role.Weight, 2, HasSeparateProjections),
            new("in_proj_bias", Role.Bias, 1, HasBias),
            new("bias_k", Role.Bias, 3, HasKeyValueBias),
            new("bias_v", Role.Bias, 3, HasKeyValueBias),
            new("out_proj.weight", Role.Weight, 2),
            new("out_proj.bias", Role.Bias, 1, HasBias))),
    ];

    private static bool? HasBias(LayerSwitches switches) => switches.Flag("bias", true);

    private static bool? HasKeyValueBias(LayerSwitches switches) => switches.Flag("add_bias_kv", false);

    // One projection serves query, key and value unless keys or values have a width of their own.
    private static bool? HasSeparateProjections(LayerSwitches switches) => HasOwnWidth(switches, "kdim") | HasOwnWidth(switches, "vdim");

    private static bool? HasOwnWidth(LayerSwitches switches, string argument)
    {
        if (switches.IsGiven(argument) is false)
        {
            return false;
        }

        long? width = switches.Number(argument);
        long? embedding = switches.Number("embedded_dim");
        return width is null || embedding is null ? null : width != embedding;
    }
}
