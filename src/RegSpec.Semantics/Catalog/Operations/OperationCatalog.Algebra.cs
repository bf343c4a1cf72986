namespace RegSpec.Semantics.Catalog;

internal static partial class OperationCatalog
{
    private static void AddAlgebra(Adder add)
    {
        add(OperationRule.Product, "mul multiply op_Multiply");
        add(OperationRule.Contraction, "matmul mm bmm mv dot inner outer ger einsum tensordot kron vdot chain_matmul");
        add(OperationRule.AddedContraction, "addmm addmv baddbmm addbmm addr");
        add(OperationRule.Affine, "linear");
        add(OperationRule.Bilinear, "bilinear");
        add(OperationRule.Quotient, "div divide true_divide op_Division");
        add(OperationRule.Power, "pow float_power");
        add(OperationRule.Sum, "add op_Addition");
        add(OperationRule.Difference, "sub subtract op_Subtraction");
        add(OperationRule.Extremum, "maximum minimum fmax fmin");
        add(OperationRule.Where, "where");
        add(OperationRule.MaskedFill, "masked_fill");
        add(OperationRule.Stack, "stack");
        add(OperationRule.Concatenate, "cat concat concatenate hstack vstack");
        add(OperationRule.Compare, "eq ne gt ge lt le greater greater_equal less less_equal not_equal op_Equality op_Inequality op_GreaterThan op_GreaterThanOrEqual op_LessThan op_LessThanOrEqual");
        add(OperationRule.Compare, "argmax argmin argsort count_nonzero nonzero isnan isinf isfinite all any logical_not logical_and logical_or logical_xor op_BitwiseAnd op_BitwiseOr op_ExclusiveOr op_OnesComplement bitwise_and bitwise_or bitwise_not signbit");
    }

    private static void AddLayers(Adder add)
    {
        add(OperationRule.Convolution, "conv1d conv1d_padding", spatial: 1);
        add(OperationRule.Convolution, "conv2d conv2d_padding", spatial: 2);
        add(OperationRule.Convolution, "conv3d conv3d_padding", spatial: 3);
        add(OperationRule.TransposedConvolution, "conv_transpose1d", spatial: 1);
        add(OperationRule.TransposedConvolution, "conv_transpose2d", spatial: 2);
        add(OperationRule.TransposedConvolution, "conv_transpose3d", spatial: 3);
        add(OperationRule.MaxPool, "max_pool1d adaptive_max_pool1d", spatial: 1);
        add(OperationRule.MaxPool, "max_pool2d adaptive_max_pool2d fractional_max_pool2d", spatial: 2);
        add(OperationRule.MaxPool, "max_pool3d adaptive_max_pool3d fractional_max_pool3d", spatial: 3);
        add(OperationRule.AveragePool, "avg_pool1d", spatial: 1);
        add(OperationRule.AveragePool, "avg_pool2d", spatial: 2);
        add(OperationRule.AveragePool, "avg_pool3d", spatial: 3);
        add(OperationRule.AdaptiveAverage, "adaptive_avg_pool1d", spatial: 1);
        add(OperationRule.AdaptiveAverage, "adaptive_avg_pool2d", spatial: 2);
        add(OperationRule.AdaptiveAverage, "adaptive_avg_pool3d", spatial: 3);
        add(OperationRule.Elementwise, "lp_pool1d lp_pool2d");
        add(OperationRule.Resample, "interpolate upsample upsample_nearest upsample_nearest1d upsample_nearest2d upsample_nearest3d upsample_bilinear");
        add(OperationRule.Pad, "pad");
        add(OperationRule.BatchNorm, "batch_norm");
        add(OperationRule.InstanceNorm, "instance_norm");
        add(OperationRule.GroupNorm, "group_norm");
        add(OperationRule.LayerNorm, "layer_norm");
        add(OperationRule.Normalize, "normalize");
        add(OperationRule.CosineSimilarity, "cosine_similarity");
    }
}
