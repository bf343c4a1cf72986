using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>Transformer, its encoder and decoder, and their layers.</summary>
internal static class TransformerLayers
{
    private static readonly LayerRow[] Affine =
    [
        new("weight", Role.Weight, 2),
        new("bias", Role.Bias, 1),
    ];

    private static readonly LayerRow[] Norm =
    [
        new("weight", Role.NormScale, 1),
        new("bias", Role.NormShift, 1),
    ];

    // Inside a transformer attention is always built with biases and one common projection.
    private static readonly LayerRow[] Attention =
    [
        new("in_proj_weight", Role.Weight, 2),
        new("in_proj_bias", Role.Bias, 1),
        .. Under("out_proj", Affine),
    ];

    private static readonly LayerRow[] EncoderLayer =
    [
        .. Under("self_attn", Attention),
        .. Under("linear1", Affine),
        .. Under("linear2", Affine),
        .. Under("norm1", Norm),
        .. Under("norm2", Norm),
    ];

    private static readonly LayerRow[] DecoderLayer =
    [
        .. Under("self_attn", Attention),
        .. Under("multihead_attn", Attention),
        .. Under("linear1", Affine),
        .. Under("linear2", Affine),
        .. Under("norm1", Norm),
        .. Under("norm2", Norm),
        .. Under("norm3", Norm),
    ];

    public static readonly CatalogLayer[] All =
    [
        new("TransformerEncoderLayer", LayerTable.Once(EncoderLayer)),
        new("TransformerDecoderLayer", LayerTable.Once(DecoderLayer)),
        new("TransformerEncoder", LayerTable.ForEach(new InnerLayers("num_layers", ByDefault: null, AtLeast: 0), Under("layers.#", EncoderLayer))),
        new("TransformerDecoder", LayerTable.ForEach(new InnerLayers("num_layers", ByDefault: null, AtLeast: 0), Under("layers.#", DecoderLayer))),
        new(
            "Transformer",
            LayerTable.ForEach(new InnerLayers("num_encoder_layers", ByDefault: 6, AtLeast: 0), Under("encoder.layers.#", EncoderLayer)),
            LayerTable.Once(Under("encoder.norm", Norm)),
            LayerTable.ForEach(new InnerLayers("num_decoder_layers", ByDefault: 6, AtLeast: 0), Under("decoder.layers.#", DecoderLayer)),
            LayerTable.Once(Under("decoder.norm", Norm))),
    ];

    private static LayerRow[] Under(string child, IEnumerable<LayerRow> rows) => [.. rows.Select(row => row.Under(child))];
}
