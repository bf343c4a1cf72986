namespace RegSpec.CompileTime.Tests;

internal static partial class OperationSamples
{
    private static void AddFunctionalLayers(List<OperationSample> samples)
    {
        Add(samples, "linear", Batched, (op, s) => $"functional.{op}({s.X}, {s.Field("Parameter", $"Parameter(randn({s.Last}, {s.Last}))")})", Same);
        Add(samples, "linear", Batched, (op, s) =>
        {
            string weight = s.Field("Parameter", $"Parameter(randn({s.Last}, {s.Last}))");
            return $"functional.{op}({s.X}, {weight} / {weight}.norm(1, true, 2f))";
        }, Same);
        Add(samples, "bilinear", Matrix, (op, s) => $"functional.{op}({s.X}, {s.Y}, torch.ones(new long[] {{ 2, {s.Last}, {s.Last} }}, dtype: float64))", s => [s[0], 2]);
        for (int d = 1; d <= 3; d++)
        {
            int axes = d;
            int[] ranks = [d + 2];
            Func<SampleOperands, int, string> filter = (s, size) => $"torch.linspace(-1, 1, {s.Channels * s.Channels * (int)Math.Pow(size, axes)}, dtype: float64).view({s.Channels}, {s.Channels}, {Twice(size.ToString(), axes)})";
            Add(samples, $"conv{d}d", ranks, (op, s) => $"functional.{op}({s.X}, {filter(s, 1)})", Same);
            Add(samples, $"conv{d}d conv_transpose{d}d", ranks, (op, s) => $"functional.{op}({s.X}, {filter(s, 1)} * {s.X}.norm())");
            Add(samples, $"conv{d}d_padding", ranks, (op, s) => $"functional.{op}({s.X}, {filter(s, 3)} * {s.X}.norm(), null, {(axes == 1 ? "1" : $"new long[] {{ {Twice("1", axes)} }}")}, Padding.Same, {(axes == 1 ? "1" : $"new long[] {{ {Twice("1", axes)} }}")}, 1)");
            Add(samples, $"conv{d}d_padding", ranks, (op, s) => $"functional.{op}({s.X}, {filter(s, 3)}, null, {(axes == 1 ? "1" : $"new long[] {{ {Twice("1", axes)} }}")}, Padding.Same, {(axes == 1 ? "1" : $"new long[] {{ {Twice("1", axes)} }}")}, 1)", Same);
            Add(samples, $"conv_transpose{d}d", ranks, (op, s) => $"functional.{op}({s.X}, {filter(s, 1)})", Same);
            Add(samples, $"conv_transpose{d}d", ranks, (op, s) => $"functional.{op}({s.X}, {filter(s, 3)})");
            Add(samples, $"avg_pool{d}d", ranks, (op, s) => $"functional.{op}({s.X}, {(axes == 3 ? "new long[] { 3, 3, 3 }, new long[] { 1, 1, 1 }, new long[] { 1, 1, 1 }" : "3, 1, 1")})");
            Add(samples, $"max_pool{d}d", ranks, (op, s) => $"functional.{op}({s.X}, {(axes == 3 ? "new long[] { 2, 2, 2 }" : "2")})", Halved);
            Add(samples, $"avg_pool{d}d", ranks, (op, s) => $"functional.{op}({s.X}, {(axes == 3 ? "new long[] { 2, 2, 2 }" : "2")})", Halved);
            Add(samples, $"adaptive_avg_pool{d}d", ranks, (op, s) => $"functional.{op}({s.X}, 2)", s => [.. s[..2], .. s[2..].Select(_ => 2)]);
            if (d < 3)
            {
                Add(samples, $"adaptive_max_pool{d}d", ranks, (op, s) => $"functional.{op}({s.X}, {(axes == 1 ? "2" : $"new long[] {{ {Twice("2", axes)} }}")})", s => [.. s[..2], .. s[2..].Select(_ => 2)]);
            }

            if (d > 1)
            {
                Add(samples, $"fractional_max_pool{d}d", ranks, (op, s) => $"functional.{op}({s.X}, 2, 2)");
            }

            if (d < 3)
            {
                Add(samples, $"lp_pool{d}d", ranks, (op, s) => $"functional.{op}({s.X}, 2.0, 2)", Halved);
            }

            Add(samples, $"upsample_nearest{d}d", ranks, (op, s) => axes == 1
                ? $"functional.{op}({s.X}, {2 * s.Last}, null)"
                : $"functional.{op}({s.X}, new long[] {{ {string.Join(", ", s.Shape[2..].Select(n => 2 * n))} }})");
        }

        Add(samples, "interpolate", Image, (op, s) => $"functional.{op}({s.X}, scale_factor: new double[] {{ 2, 2 }}, mode: InterpolationMode.Bilinear, align_corners: false)");
        Add(samples, "upsample_bilinear", Image, (op, s) => $"functional.{op}({s.X}, new long[] {{ 4, 4 }})");
        Add(samples, "upsample", Image, (op, s) => $"functional.{op}({s.X}, new long[] {{ 4, 4 }}, mode: UpsampleMode.Bilinear)");
        Add(samples, "pad", Every, (op, s) => $"functional.{op}({s.X}, new long[] {{ 1, 1 }})", s => [.. s[..^1], s[^1] + 2]);
        Add(samples, "pad", Every, (op, s) => $"functional.{op}({s.X}, new long[] {{ 1, 1 }}, PaddingModes.Constant, 0.3)", s => [.. s[..^1], s[^1] + 2]);
        Add(samples, "pad", Image, (op, s) => $"functional.{op}({s.X}, new long[] {{ 1, 1, 1, 1 }}, PaddingModes.Reflect)");
        Add(samples, "batch_norm", Batched, (op, s) => $"functional.{op}({s.X}, null, null, training: true)", Same);
        Add(samples, "batch_norm", Batched, (op, s) => $"functional.{op}({s.X}, torch.zeros(new long[] {{ {s.Channels} }}, dtype: float64), torch.ones(new long[] {{ {s.Channels} }}, dtype: float64), training: false)");
        Add(samples, "instance_norm", Spatial, (op, s) => $"functional.{op}({s.X})", Same);
        Add(samples, "group_norm", [3, 4], (op, s) => $"functional.{op}({s.X}, 1)", Same);
        Add(samples, "layer_norm", Every, (op, s) => $"functional.{op}({s.X}, new long[] {{ {s.Last} }}, eps: 1e-10)", Same);
        Add(samples, "normalize", Every, (op, s) => $"functional.{op}({s.X}, dim: -1)", Same);
        Add(samples, "cosine_similarity", Every, (op, s) => $"functional.{op}({s.X}, {s.Y})", s => [s[0], .. s[2..]]);
    }

    private static void AddModules(List<OperationSample> samples)
    {
        void Layer(string name, int[] ranks, Func<SampleOperands, string> arguments, Func<int[], int[]>? shape = null) =>
            Add(samples, "TorchSharp.Modules." + name, ranks, (_, s) => $"{s.Field(name, $"{name}({arguments(s)})")}.call({s.X})", shape);

        Layer("Linear", Batched, s => $"{s.Last}, {s.Last}", Same);
        Layer("Linear", Batched, s => $"{s.Last}, 4, hasBias: false", s => [.. s[..^1], 4]);
        for (int d = 1; d <= 3; d++)
        {
            int[] ranks = [d + 2];
            string dimension = d + "d";
            string sizes = d == 1 ? "2" : $"new long[] {{ {Twice("2", d)} }}";
            Layer("Conv" + dimension, ranks, s => $"{s.Channels}, {s.Channels}, 1", Same);
            Layer("Conv" + dimension, ranks, s => $"{s.Channels}, {s.Channels}, 3, padding: 1, bias: false", Same);
            Layer("Conv" + dimension, ranks, s => $"{s.Channels}, {s.Channels}, 3, padding: 1, groups: {s.Channels}, padding_mode: PaddingModes.Replicate", Same);
            Layer("ConvTranspose" + dimension, ranks, s => $"{s.Channels}, {s.Channels}, 1", Same);
            Layer("ConvTranspose" + dimension, ranks, s => $"{s.Channels}, {s.Channels}, 3");
            Layer("BatchNorm" + dimension, ranks, s => $"{s.Channels}, eps: 1e-10", Same);
            Layer("InstanceNorm" + dimension, ranks, s => $"{s.Channels}, eps: 1e-10", Same);
            Layer("MaxPool" + dimension, ranks, _ => "3, 1, 1", Same);
            Layer("AvgPool" + dimension, ranks, _ => "3, 1, 1", Same);
            Layer("AvgPool" + dimension, ranks, _ => "3, 1, 1, count_include_pad: false", Same);
            Layer("AdaptiveAvgPool" + dimension, ranks, _ => sizes, s => [.. s[..2], .. s[2..].Select(_ => 2)]);
            if (d < 3)
            {
                Layer("AdaptiveMaxPool" + dimension, ranks, _ => sizes, s => [.. s[..2], .. s[2..].Select(_ => 2)]);
            }

            Layer("ReflectionPad" + dimension, ranks, _ => "1", s => [.. s[..2], .. s[2..].Select(n => n + 2)]);
            Layer("ReplicationPad" + dimension, ranks, _ => "1", s => [.. s[..2], .. s[2..].Select(n => n + 2)]);
            Layer("ConstantPad" + dimension, ranks, _ => "1, 0.3", s => [.. s[..2], .. s[2..].Select(n => n + 2)]);
            Layer("Dropout" + dimension, ranks, _ => "0.3", Same);
        }

        Layer("BatchNorm1d", Matrix, s => $"{s.Channels}, eps: 1e-10", Same);
        Layer("Dropout", Every, _ => "0.3", Same);
        Layer("LPPool1d", Sequence, _ => "2.0, 2", Halved);
        Layer("LPPool2d", Image, _ => "2.0, new long[] { 2, 2 }", Halved);
        Layer("ZeroPad2d", Image, _ => "1", s => [.. s[..2], .. s[2..].Select(n => n + 2)]);
        Layer("Upsample", Image, _ => "new long[] { 4, 4 }");
        Layer("GroupNorm", [3, 4], s => $"1, {s.Channels}, eps: 1e-10", Same);
        Layer("LayerNorm", Every, s => $"{s.Last}, eps: 1e-10", Same);
        foreach (string name in new[] { "Identity", "ReLU", "LeakyReLU", "RReLU", "GELU", "SiLU", "Sigmoid", "Tanh", "Softplus", "Softsign", "ELU", "SELU", "CELU", "Mish", "ReLU6", "Hardtanh", "Hardsigmoid", "Hardswish", "Hardshrink", "Softshrink", "Tanhshrink", "LogSigmoid" })
        {
            Layer(name, Every, _ => "", Same);
        }

        Layer("PReLU", Batched, _ => "1", Same);
        Layer("Softmax", Every, _ => "-1", Same);
        Layer("LogSoftmax", Every, _ => "-1", Same);
        Layer("Softmin", Every, _ => "-1", Same);
        Layer("Softmax2d", Image, _ => "", Same);
        Layer("Threshold", Every, _ => "0.1, 0.2", Same);
        Layer("GLU", Every, _ => "-1");
        Layer("AlphaDropout", Every, _ => "0.3", Same);
        Layer("FeatureAlphaDropout", Image, _ => "0.3");
        Layer("LocalResponseNorm", Image, _ => "2");
        Layer("Flatten", Every, _ => "", Flat);
        Layer("Unflatten", Matrix, s => $"1, new long[] {{ {s.Last}, 1 }}", s => [.. s, 1]);
        Layer("PixelShuffle", Image, _ => "1", Same);
        Layer("PixelUnshuffle", Image, _ => "1", Same);
        Layer("ChannelShuffle", Image, _ => "1", Same);
        Layer("Unfold", Image, _ => "2");
        foreach (string name in new[] { "LSTM", "GRU", "RNN" })
        {
            Add(samples, "TorchSharp.Modules." + name, Sequence, (_, s) => $"{s.Field(name, $"{name}({s.Last}, 3)")}.call({s.X}).Item1");
        }

        foreach (string name in new[] { "GRUCell", "RNNCell" })
        {
            Add(samples, "TorchSharp.Modules." + name, Matrix, (_, s) => $"{s.Field(name, $"{name}({s.Last}, 3)")}.call({s.X}, torch.ones(new long[] {{ {s.Shape[0]}, 3 }}, dtype: float64))");
        }

        Add(samples, "TorchSharp.Modules.Fold", Sequence, (_, s) => $"{s.Field("Fold", "Fold((3, 3), (2, 2))")}.call(cat(new[] {{ {Twice($"{s.X}[TensorIndex.Ellipsis, ..4]", 4)} }}, 1))");
        Add(samples, "TorchSharp.Modules.TransformerEncoder", Sequence, (_, s) => $"{s.Field("TransformerEncoder", $"TransformerEncoder(TransformerEncoderLayer({s.Last}, 1, 4), 1)")}.call({s.X}, null, null)");
        Add(samples, "TorchSharp.Modules.TransformerDecoder", Sequence, (_, s) => $"{s.Field("TransformerDecoder", $"TransformerDecoder(TransformerDecoderLayer({s.Last}, 1, 4), 1)")}.call({s.X}, {s.Y}, null, null, null, null)");
        Add(samples, "TorchSharp.Modules.Transformer", Sequence, (_, s) => $"{s.Field("Transformer", $"Transformer({s.Last}, 1, 1, 1, 4)")}.call({s.X}, {s.Y}, null, null, null, null, null, null)");
        Add(samples, "TorchSharp.Modules.LSTMCell", Matrix, (_, s) => $"{s.Field("LSTMCell", $"LSTMCell({s.Last}, 3)")}.call({s.X}, (torch.ones(new long[] {{ {s.Shape[0]}, 3 }}, dtype: float64), torch.ones(new long[] {{ {s.Shape[0]}, 3 }}, dtype: float64))).Item1");
        Add(samples, "TorchSharp.Modules.TransformerEncoderLayer", Sequence, (_, s) => $"{s.Field("TransformerEncoderLayer", $"TransformerEncoderLayer({s.Last}, 1, 4)")}.call({s.X}, null, null)");
        Add(samples, "TorchSharp.Modules.TransformerDecoderLayer", Sequence, (_, s) => $"{s.Field("TransformerDecoderLayer", $"TransformerDecoderLayer({s.Last}, 1, 4)")}.call({s.X}, {s.Y}, null, null, null, null)");
        Add(samples, "TorchSharp.Modules.MultiheadAttention", Sequence, (_, s) => $"{s.Field("MultiheadAttention", $"MultiheadAttention({s.Last}, 1)")}.call({s.X}, {s.X}, {s.Y}, null, false, null).Item1");
        Add(samples, "TorchSharp.Modules.Bilinear", Matrix, (_, s) => $"{s.Field("Bilinear", $"Bilinear({s.Last}, {s.Last}, 3)")}.call({s.X}, {s.Y})", s => [s[0], 3]);
        Add(samples, "TorchSharp.Modules.CosineSimilarity", Every, (_, s) => $"{s.Field("CosineSimilarity", "CosineSimilarity()")}.call({s.X}, {s.Y})");
        Add(samples, "TorchSharp.Modules.Embedding", Matrix, (_, s) => $"({s.Field("Embedding", $"Embedding(5, {s.Last})")}.call(torch.arange({s.Shape[0]}) % 5) * {s.X})", Same);
        Add(samples, "TorchSharp.Modules.EmbeddingBag", Matrix, (_, s) => $"({s.Field("EmbeddingBag", $"EmbeddingBag(5, {s.Last})")}.call((torch.arange({s.Shape[0]}) % 5).unsqueeze(1), null, null) * {s.X})", Same);
    }
}
