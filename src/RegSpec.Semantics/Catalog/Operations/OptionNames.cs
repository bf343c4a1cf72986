using System.Collections.Generic;

namespace RegSpec.Semantics.Catalog;

/// <summary>The names TorchSharp gives to the same option in different signatures.</summary>
internal static class OptionNames
{
    public static readonly string[] Axes = { "dim", "dims", "dimensions", "dimension", "permutation", "dim0", "axis" };
    public static readonly string[] SecondAxis = { "dim1" };
    public static readonly string[] KeepAxes = { "keepdim" };
    public static readonly string[] Sizes = { "shape", "sizes", "size", "unflattened_size" };
    public static readonly string[] SizeByAxis = { "rows", "columns", "dim0", "dim1", "dim2", "dim3" };
    public static readonly string[] Scalar = { "scalar" };
    public static readonly string[] FirstAxis = { "start_dim" };
    public static readonly string[] LastAxis = { "end_dim" };
    public static readonly string[] Order = { "p", "ord", "norm_type" };
    public static readonly string[] Exponent = { "exponent" };
    public static readonly string[] Minimum = { "min" };
    public static readonly string[] Maximum = { "max" };
    public static readonly string[] Padding = { "padding" };
    public static readonly string[] PaddingMode = { "padding_mode" };
    public static readonly string[] Mode = { "mode" };
    public static readonly string[] CountsPadding = { "count_include_pad" };
    public static readonly string[] Groups = { "groups" };
    public static readonly string[] Eps = { "eps" };
    public static readonly string[] InPlace = { "inplace" };
    public static readonly string[] Training = { "training", "use_input_stats" };
    public static readonly string[] MaxNorm = { "max_norm" };
    public static readonly string[] FillValue = { "value", "fill_value", "scalar" };
    public static readonly string[] Condition = { "condition", "mask" };
    public static readonly string[] Type = { "type", "dtype" };
    public static readonly string[] Multiplier = { "alpha" };
    public static readonly string[] Rounding = { "rounding_mode" };

    /// <summary>Parameters of tensor type that choose elements.</summary>
    public static readonly ISet<string> Selectors = new HashSet<string> { "mask", "condition", "index", "indices" };

    /// <summary>Parameters of tensor or scalar type that are not operands.</summary>
    public static readonly ISet<string> NotOperands = new HashSet<string>
    {
        "alpha", "beta", "value", "mask", "condition", "index", "indices", "running_mean", "running_var", "eps", "out", "generator", "fill_value", "exponent", "min", "max",
    };
}
