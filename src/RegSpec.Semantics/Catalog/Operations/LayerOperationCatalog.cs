using System.Collections.Generic;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

/// <summary>TorchSharp's modules by full metadata name, with what calling them does. A module that is not listed is unknown.</summary>
internal static class LayerOperationCatalog
{
    private const string Prefix = "TorchSharp.Modules.";

    private static readonly Dictionary<string, LayerOperation> Layers = Build();

    /// <summary>All modules with a known operation.</summary>
    public static IReadOnlyDictionary<string, LayerOperation> All => Layers;

    public static LayerOperation? Find(string typeName) => Layers.TryGetValue(typeName, out LayerOperation? layer) ? layer : null;

    private static Dictionary<string, LayerOperation> Build()
    {
        var layers = new Dictionary<string, LayerOperation>();
        void Add(string names, OperationRule rule, Rational? factor = null, bool nonNegative = false, int spatial = 0, string? weight = null, string? bias = null, string? output = null, string? input = null)
        {
            foreach (string name in names.Split(' '))
            {
                layers.Add(Prefix + name, new LayerOperation(new OperationEntry(name, rule, factor ?? Rational.One, nonNegative, SpatialAxes: spatial), weight, bias, output, input));
            }
        }

        Add("Linear", OperationRule.Affine, weight: "weight", bias: "bias", output: "outputSize");
        Add("Bilinear", OperationRule.Bilinear, weight: "weight", bias: "bias", output: "out_features");
        Add("Embedding EmbeddingBag", OperationRule.Lookup, weight: "weight");
        for (int d = 1; d <= 3; d++)
        {
            Add("Conv" + d + "d", OperationRule.Convolution, spatial: d, weight: "weight", bias: "bias", output: "out_channels");
            Add("ConvTranspose" + d + "d", OperationRule.TransposedConvolution, spatial: d, weight: "weight", bias: "bias", output: "out_channels");
            Add("BatchNorm" + d + "d", OperationRule.BatchNorm, spatial: d, input: "num_features");
            Add("InstanceNorm" + d + "d", OperationRule.InstanceNorm, spatial: d, input: "num_features");
            Add("MaxPool" + d + "d AdaptiveMaxPool" + d + "d", OperationRule.MaxPool, spatial: d);
            Add("AvgPool" + d + "d", OperationRule.AveragePool, spatial: d);
            Add("AdaptiveAvgPool" + d + "d", OperationRule.AdaptiveAverage, spatial: d);
            Add("ReflectionPad" + d + "d ReplicationPad" + d + "d", OperationRule.Resample, spatial: d);
        }

        Add("Dropout", OperationRule.Dropout);
        Add("Dropout1d Dropout2d Dropout3d", OperationRule.ChannelDropout);
        Add("LPPool1d LPPool2d", OperationRule.Elementwise);
        Add("ZeroPad2d ConstantPad1d ConstantPad2d ConstantPad3d", OperationRule.Pad);
        Add("Upsample", OperationRule.Resample);
        Add("GroupNorm", OperationRule.GroupNorm, input: "num_channels");
        Add("LayerNorm", OperationRule.LayerNorm);
        Add("Identity", OperationRule.Identity);
        Add("ReLU", OperationRule.Elementwise, nonNegative: true);
        Add("LeakyReLU RReLU", OperationRule.Elementwise);
        Add("PReLU", OperationRule.PiecewiseLinear, weight: "weight");
        Add("CosineSimilarity", OperationRule.CosineSimilarity);
        Add("Flatten", OperationRule.Flatten);
        Add("Unflatten", OperationRule.Unflatten);
        Add("PixelShuffle PixelUnshuffle ChannelShuffle", OperationRule.Index);
        Add("Fold Unfold", OperationRule.Spread);
        Add(
            "GELU SiLU Sigmoid Tanh Softmax LogSoftmax Softmin Softmax2d Softplus Softsign ELU SELU CELU Mish ReLU6 Hardtanh Hardsigmoid Hardswish Hardshrink Softshrink Tanhshrink LogSigmoid Threshold GLU LocalResponseNorm",
            OperationRule.DegreeZero);
        Add("AlphaDropout FeatureAlphaDropout", OperationRule.DegreeZeroOrSame);
        Add("LSTM GRU RNN LSTMCell GRUCell RNNCell MultiheadAttention TransformerEncoderLayer TransformerDecoderLayer TransformerEncoder TransformerDecoder Transformer", OperationRule.DegreeZero);
        return layers;
    }
}
