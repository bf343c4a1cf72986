using RegSpec.Semantics.Catalog;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.CompileTime.Tests.Semantics.Catalog;

/// <summary>One way to make a catalog layer: a factory and its arguments, which are the switches of the catalog too.</summary>
internal sealed record LayerCase(string Factory, IReadOnlyDictionary<string, object?> Arguments)
{
    private static readonly object? Absent = new();

    /// <summary>Every factory with every combination of its switches. Arguments are shared by the modules made of them, which are therefore never disposed.</summary>
    public static IReadOnlyDictionary<string, LayerCase> All { get; } = Enumerate().ToDictionary(one => one.ToString());

    /// <summary>The switches as the source shows them when all arguments are constants.</summary>
    public LayerSwitches Switches => new(Arguments);

    public nn.Module Create() => TorchFactory.Create(Factory, Arguments);

    public override string ToString() => $"{Factory}({string.Join(", ", Arguments.Select(argument => $"{argument.Key}: {Text(argument.Value)}"))})";

    private static string Text(object? value) => value switch
    {
        null => "null",
        long[] numbers => $"[{string.Join(", ", numbers)}]",
        Tensor => value.GetType().Name,
        _ => value.ToString()!,
    };

    private static IEnumerable<LayerCase> Enumerate() =>
    [
        .. Cases("Linear", [("inputSize", 2L), ("outputSize", 3L)], ("hasBias", [true, false])),
        .. Cases("Linear", [("weight", new Parameter(ones(3, 2)))], ("bias", [null, new Parameter(ones(3))])),
        .. Cases("Bilinear", [("in1_features", 2L), ("in2_features", 3L), ("out_features", 4L)], ("hasBias", [true, false])),
        .. Convolutions("Conv1d", 3L),
        .. Convolutions("Conv2d", 3L),
        .. Convolutions("Conv2d", (3L, 3L)),
        .. Convolutions("Conv3d", 3L),
        .. Convolutions("Conv3d", (3L, 3L, 3L)),
        .. TransposedConvolutions("ConvTranspose1d", 3L),
        .. TransposedConvolutions("ConvTranspose2d", 3L),
        .. TransposedConvolutions("ConvTranspose2d", (3L, 3L)),
        .. TransposedConvolutions("ConvTranspose3d", 3L),
        .. TransposedConvolutions("ConvTranspose3d", (3L, 3L, 3L)),
        .. Enumerable.Range(1, 3).SelectMany(dimensions => Cases($"BatchNorm{dimensions}d", [("num_features", 2L)], ("affine", [true, false]), ("track_running_stats", [false]))),
        .. Enumerable.Range(1, 3).SelectMany(dimensions => Cases($"InstanceNorm{dimensions}d", [("num_features", 2L)], ("affine", [true, false]), ("track_running_stats", [true]))),
        .. Cases("GroupNorm", [("num_groups", 2L), ("num_channels", 4L)], ("affine", [true, false])),
        .. Cases("LayerNorm", [("normalized_shape", 3L)], ("elementwise_affine", [true, false]), ("bias", [true, false])),
        .. Cases("LayerNorm", [("normalized_shape", new[] { 2L, 3L })], ("elementwise_affine", [true, false]), ("bias", [true, false])),
        .. Cases("PReLU", [("num_parameters", 3L)]),
        .. Cases("Embedding", [("num_embeddings", 4L), ("embedding_dims", 2L)], ("padding_idx", [0L]), ("sparse", [true])),
        .. Cases("Embedding_from_pretrained", [("embeddings", ones(4, 2))], ("freeze", [true, false])),
        .. Cases("EmbeddingBag", [("num_embeddings", 4L), ("embedding_dims", 2L)], ("sparse", [true])),
        .. Cases("EmbeddingBag_from_pretrained", [("embeddings", ones(4, 2))], ("freeze", [true, false])),
        .. Stacks("RNN"),
        .. Stacks("LSTM"),
        .. Stacks("GRU"),
        .. Cases("RNNCell", [("inputSize", 2L), ("hiddenSize", 3L)], ("bias", [true, false])),
        .. Cases("LSTMCell", [("inputSize", 2L), ("hiddenSize", 3L)], ("bias", [true, false])),
        .. Cases("GRUCell", [("inputSize", 2L), ("hiddenSize", 3L)], ("bias", [true, false])),
        .. Cases(
            "MultiheadAttention",
            [("embedded_dim", 4L), ("num_heads", 2L)],
            ("bias", [false]),
            ("add_bias_kv", [true]),
            ("add_zero_attn", [true]),
            ("kdim", [null, 4L, 5L]),
            ("vdim", [4L, 6L])),
        .. Cases("TransformerEncoderLayer", [("d_model", 4L), ("nhead", 2L), ("dim_feedforward", 8L)]),
        .. Cases("TransformerDecoderLayer", [("d_model", 4L), ("nhead", 2L), ("dim_feedforward", 8L)]),
        .. Cases("TransformerEncoder", [("encoder_layer", nn.TransformerEncoderLayer(4, 2, 8)), ("num_layers", 3L)]),
        .. Cases("TransformerDecoder", [("decoder_layer", nn.TransformerDecoderLayer(4, 2, 8)), ("num_layers", 2L)]),
        .. Cases("Transformer", [("d_model", 4L), ("nhead", 2L), ("dim_feedforward", 8L)], ("num_encoder_layers", [0L, 1L, 11L]), ("num_decoder_layers", [2L])),
    ];

    private static IEnumerable<LayerCase> Convolutions(string factory, object kernel) =>
    [
        .. Cases(factory, [("in_channels", 4L), ("out_channels", 2L), ("kernel_size", kernel)], ("groups", [2L]), ("bias", [true, false])),
        .. Cases(factory, [("in_channels", 4L), ("out_channels", 2L), ("kernel_size", kernel), ("padding", TorchSharp.Padding.Same)], ("bias", [true, false])),
    ];

    private static IEnumerable<LayerCase> TransposedConvolutions(string factory, object kernel) =>
        Cases(factory, [("in_channels", 4L), ("out_channels", 2L), ("kernel_size", kernel)], ("groups", [2L]), ("bias", [true, false]));

    private static IEnumerable<LayerCase> Stacks(string factory) => Cases(
        factory,
        [("inputSize", 2L), ("hiddenSize", 3L)],
        ("numLayers", [1L, 3L]),
        ("bias", [true, false]),
        ("bidirectional", [true, false]));

    // Each switch is left out once and then given each of its values.
    private static IEnumerable<LayerCase> Cases(string factory, (string Name, object? Value)[] required, params (string Name, object?[] Values)[] switches)
    {
        IEnumerable<(string Name, object? Value)[]> combinations = [required];
        foreach ((string name, object?[] values) in switches)
        {
            combinations = combinations.SelectMany(chosen => values.Prepend(Absent).Select(value => ReferenceEquals(value, Absent) ? chosen : [.. chosen, (name, value)]));
        }

        return combinations.Select(chosen => new LayerCase(factory, chosen.ToDictionary(argument => argument.Name, argument => argument.Value)));
    }
}
