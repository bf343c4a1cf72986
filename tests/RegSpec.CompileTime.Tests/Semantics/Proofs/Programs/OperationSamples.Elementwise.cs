namespace RegSpec.CompileTime.Tests;

internal static partial class OperationSamples
{
    private static void AddElementwise(List<OperationSample> samples)
    {
        Add(samples, "alias clone contiguous cpu double positive resolve_conj resolve_neg MoveToOuterDisposeScope DetachFromDisposeScope", Every, (op, s) => $"{s.X}.{op}()", Same);
        Add(samples, "DetatchFromDisposeScope", Every, (op, s) => $"{s.X}.{op}()");
        Add(samples, "float half bfloat16", Every, (op, s) => $"{s.X}.{op}().to_type(ScalarType.Float64)");
        Add(samples, "nan_to_num", Every, (op, s) => $"{s.X}.{op}()", Same);
        Add(samples, "real", Every, (op, s) => $"{s.X}.{op}", Same);
        Add(samples, "to to_type type", Every, (op, s) => $"{s.X}.{op}(ScalarType.Float64)", Same);
        Add(samples, "type_as", Every, (op, s) => $"{s.X}.{op}(x)", Same);
        Add(samples, "neg negative deg2rad rad2deg abs absolute relu square", Every, (op, s) => $"{s.X}.{op}()", Same);
        Add(samples, "op_UnaryNegation", Every, (_, s) => $"(-{s.X})", Same);
        Add(samples, "leaky_relu", Every, (op, s) => $"{s.X}.{op}(0.1)", Same);
        Add(samples, "rrelu", Every, (op, s) => $"functional.{op}({s.X}, 0.1, 0.3)", Same);
        Add(samples, "sqrt", Every, (op, s) => $"{s.X}.abs().{op}()", Same);
        Add(samples, "rsqrt reciprocal", Every, (op, s) => $"{s.X}.abs().{op}()");
        Add(samples, "reciprocal", Every, (op, s) => $"{s.X}.{op}()");
        Add(samples, "rsqrt", Every, (op, s) => $"({s.X}.square() + 1e-12).{op}()", Same);
        Add(samples, "prelu", Every, (op, s) => $"functional.{op}({s.X}, torch.full(new long[] {{ 1 }}, 0.2, dtype: float64))", Same);
        Add(samples, "clamp clip", Every, (op, s) => $"{s.X}.{op}(min: 0)", Same);
        Add(samples, "clamp", Every, (op, s) => $"{s.X}.{op}(max: 0)", Same);
        Add(samples, "clamp", Every, (op, s) => $"{s.X}.{op}(min: 0.3)");
        Add(samples, "clamp_min clamp_max", Every, (op, s) => $"{s.X}.{op}(0)", Same);
        Add(samples, "dropout", Every, (op, s) => $"functional.{op}({s.X}, 0.3)", Same);
        Add(samples, "dropout1d", Sequence, (op, s) => $"functional.{op}({s.X}, 0.3)", Same);
        Add(samples, "dropout2d", Image, (op, s) => $"functional.{op}({s.X}, 0.3)", Same);
        Add(samples, "dropout3d", Volume, (op, s) => $"functional.{op}({s.X}, 0.3)", Same);
        AddSaturating(samples);
    }

    private static void AddSaturating(List<OperationSample> samples)
    {
        Add(samples, "sigmoid tanh silu relu6 selu celu hardsigmoid log_sigmoid", Every, (op, s) => $"{s.X}.{op}()", Same);
        Add(samples, "gelu selu SiLU silu mish Mish softsign Softsign softplus tanhshrink Tanhshrink hardswish relu6 Hardtanh hardtanh logsigmoid hardsigmoid softshrink Softshrink hardshrink Hardshrink", Every, (op, s) => $"functional.{op}({s.X})", Same);
        Add(samples, "elu celu", Every, (op, s) => $"functional.{op}({s.X}, 0.7)", Same);
        Add(samples, "hardtanh_", Every, (op, s) => $"{s.X}.clone().{op}(-0.5, 0.5)");
        Add(samples, "threshold_", Every, (op, s) => $"{s.X}.clone().{op}(0.1, 0.2)");
        Add(samples, "rrelu_ elu_ gelu_ hardswish_", Every, (op, s) => $"{s.X}.clone().{op}()");
        Add(samples, "softmax log_softmax softmin", Every, (op, s) => $"functional.{op}({s.X}, -1)", Same);
        Add(samples, "softmax2d", Image, (op, s) => $"functional.{op}({s.X})", Same);
        Add(samples, "threshold Threshold", Every, (op, s) => $"functional.{op}({s.X}, 0.1, 0.2)", Same);
        Add(samples, "glu", Every, (op, s) => $"functional.{op}({s.X}, -1)");
        Add(samples, "sin cos sinh cosh atan arctan asinh erf erfc sinc exp2 expm1 exp frac fix floor ceil trunc round sign sgn tan", Every, (op, s) => $"{s.X}.{op}()");
        Add(samples, "acos arccos asin arcsin atanh erfinv", Every, (op, s) => $"({s.X} * 5e-3).{op}()");
        Add(samples, "acosh", Every, (op, s) => $"({s.X}.abs() * 1e4).{op}()");
        Add(samples, "log log2 log10 log1p digamma lgamma", Every, (op, s) => $"{s.X}.abs().{op}()");
        Add(samples, "logit", Every, (op, s) => $"({s.X}.abs() * 1e-5).{op}()");
        Add(samples, "polygamma", Every, (op, s) => $"{s.X}.abs().{op}(1)");
        Add(samples, "long int short byte char bool", Every, (op, s) => $"({s.X}.abs() * 1.7).{op}().to_type(ScalarType.Float64)");
        Add(samples, "atan2 arctan2 hypot logaddexp logaddexp2 xlogy", Every, (op, s) => $"{s.X}.abs().{op}({s.Y}.abs() * 0.7)");
        Add(samples, "lerp", Every, (op, s) => $"{s.X}.{op}({s.Y}.square(), {s.X}.abs())");
        Add(samples, "fmod remainder", Every, (op, s) => $"{s.X}.{op}(0.7)");
        Add(samples, "op_Modulus", Every, (_, s) => $"({s.X} % 0.7)");
        Add(samples, "alpha_dropout", Every, (op, s) => $"functional.{op}({s.X}, 0.3, training: true)", Same);
        Add(samples, "feature_alpha_dropout", Image, (op, s) => $"functional.{op}({s.X}, 0.3, training: true)");
        Add(samples, "logsumexp", Every, (op, s) => $"{s.X}.{op}(-1)");
        Add(samples, "logcumsumexp", Every, (op, s) => $"{s.X}.{op}(-1)");
        Add(samples, "local_response_norm", Image, (op, s) => $"functional.{op}({s.X}, 2)");
        Add(samples, "scaled_dot_product_attention", Spatial, (op, s) => $"functional.{op}({s.X}, {s.Y}, x)");
        Add(samples, "bernoulli", Every, (op, s) => $"({s.X}.abs() * 1e-5).{op}()");
        Add(samples, "poisson", Every, (op, s) => $"{s.X}.abs().{op}()");
        Add(samples, "multinomial", Matrix, (op, s) => $"{s.X}.abs().{op}(2).to_type(ScalarType.Float64)");
        Add(samples, "one_hot", Every, (op, s) => $"functional.{op}({s.X}.abs().to_type(ScalarType.Int64).clamp(0, 5), 6).to_type(ScalarType.Float64)");
        Add(samples, "bucketize", Every, (op, s) => $"{s.X}.{op}(torch.linspace(-2, 2, 9, dtype: float64)).to_type(ScalarType.Float64)");
        Add(samples, "searchsorted", Every, (op, s) => $"torch.{op}(torch.linspace(-2, 2, 9, dtype: float64), {s.X}).to_type(ScalarType.Float64)");
        Add(samples, "bincount", Every, (op, s) => $"{s.X}.abs().to_type(ScalarType.Int64).clamp(0, 5).flatten().{op}(null, 6).to_type(ScalarType.Float64)");
        Add(samples, "histc", Every, (op, s) => $"{s.X}.{op}(5, -2, 2)");
        Add(samples, "cross_entropy nll_loss", Matrix, (op, s) => $"functional.{op}({s.X}, torch.zeros(new long[] {{ {s.Shape[0]} }}, dtype: int64))");
        Add(samples, "mse_loss l1_loss smooth_l1_loss huber_loss binary_cross_entropy_with_logits", Every, (op, s) => $"functional.{op}({s.X}, x)");
        Add(samples, "kl_div", Every, (op, s) => $"functional.{op}({s.X}, x.abs(), reduction: nn.Reduction.Sum)");
        Add(samples, "binary_cross_entropy", Every, (op, s) => $"functional.{op}({s.X}.abs() * 1e-5, torch.ones_like(x))");
    }
}
