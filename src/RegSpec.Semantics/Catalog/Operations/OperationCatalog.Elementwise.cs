using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Catalog;

internal static partial class OperationCatalog
{
    private static void AddElementwise(Adder add)
    {
        add(OperationRule.Copy, "clone");
        add(OperationRule.Identity, "contiguous alias to to_type type type_as float double half bfloat16 cpu cuda mps real resolve_conj resolve_neg positive");
        add(OperationRule.Identity, "MoveToOuterDisposeScope MoveToOtherDisposeScope DetachFromDisposeScope DetatchFromDisposeScope pin_memory op_UnaryPlus");
        add(OperationRule.Negate, "neg negative op_UnaryNegation deg2rad rad2deg");
        add(OperationRule.Elementwise, "abs absolute", nonNegative: true);
        add(OperationRule.Elementwise, "relu", nonNegative: true);
        add(OperationRule.Elementwise, "leaky_relu rrelu");
        add(OperationRule.Elementwise, "square", new Rational(2), nonNegative: true);
        add(OperationRule.Elementwise, "sqrt", new Rational(1, 2), nonNegative: true);
        add(OperationRule.Elementwise, "rsqrt", new Rational(-1, 2), nonNegative: true);
        add(OperationRule.Elementwise, "reciprocal", new Rational(-1));
        add(OperationRule.PiecewiseLinear, "prelu");
        add(OperationRule.Clamp, "clamp clip clamp_min clamp_max");
        add(OperationRule.Dropout, "dropout");
        add(OperationRule.ChannelDropout, "dropout1d dropout2d dropout3d");

        add(OperationRule.DegreeZero, "gelu silu SiLU sigmoid tanh softmax log_softmax softmin softmax2d softplus softsign Softsign elu selu celu mish Mish relu6");
        add(OperationRule.DegreeZero, "hardtanh Hardtanh hardsigmoid hardswish hardshrink Hardshrink softshrink Softshrink tanhshrink Tanhshrink logsigmoid log_sigmoid threshold Threshold glu logit");
        add(OperationRule.DegreeZero, "exp exp2 expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh asinh acosh atanh arcsin arccos arctan atan2 arctan2 erf erfc erfinv sinc lgamma digamma polygamma");
        add(OperationRule.DegreeZero, "round floor ceil trunc fix frac sign sgn fmod remainder op_Modulus floor_divide nan_to_num");
        add(OperationRule.DegreeZeroOrSame, "long int short byte char bool alpha_dropout feature_alpha_dropout");
        add(OperationRule.DegreeZero, "logsumexp logcumsumexp logaddexp logaddexp2 xlogy lerp hypot one_hot isclose bucketize searchsorted bincount histc multinomial bernoulli poisson local_response_norm scaled_dot_product_attention");
        add(OperationRule.DegreeZero, "cross_entropy mse_loss nll_loss l1_loss smooth_l1_loss kl_div binary_cross_entropy binary_cross_entropy_with_logits huber_loss");
    }

    private static void AddReductions(Adder add)
    {
        add(OperationRule.ReduceLinear, "mean sum trace nanmean nansum");
        add(OperationRule.ReduceOrder, "amax amin max min median quantile");
        add(OperationRule.OrderStatistic, "kthvalue");
        add(OperationRule.ReduceNorm, "norm vector_norm matrix_norm", nonNegative: true);
        add(OperationRule.ReduceCentered, "var var_mean", new Rational(2), nonNegative: true);
        add(OperationRule.ReduceCentered, "std std_mean", nonNegative: true);
        add(OperationRule.ReduceProduct, "prod det");
        add(OperationRule.ScanLinear, "cumsum");
        add(OperationRule.Order, "sort msort topk cummax cummin");
        add(OperationRule.DegreeZero, "aminmax");
    }
}
