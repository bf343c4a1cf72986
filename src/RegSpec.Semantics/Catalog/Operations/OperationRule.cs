namespace RegSpec.Semantics.Catalog;

/// <summary>How an operation treats homogeneous tensors. The engine implements each rule once; the tables say which operation follows which.</summary>
internal enum OperationRule
{
    /// <summary>The tensor itself, or the same numbers perhaps elsewhere in memory.</summary>
    Identity,

    /// <summary>The same numbers in memory of their own.</summary>
    Copy,

    /// <summary>Each element multiplied by a constant: an offset stays an offset.</summary>
    Negate,

    /// <summary>Element by element, positively homogeneous of degree Factor.</summary>
    Elementwise,

    /// <summary>Sum or mean over axes.</summary>
    ReduceLinear,

    /// <summary>Maximum, minimum, median, order statistics over axes: commutes with adding a constant along them.</summary>
    ReduceOrder,

    /// <summary>One order statistic along an axis, the last by default.</summary>
    OrderStatistic,

    /// <summary>A norm over axes, of degree 1.</summary>
    ReduceNorm,

    /// <summary>Variance (Factor 2) or standard deviation (Factor 1) over axes: removes what is constant along them.</summary>
    ReduceCentered,

    /// <summary>A product or determinant: homogeneous of a degree that depends on sizes.</summary>
    ReduceProduct,

    /// <summary>Running sums along an axis.</summary>
    ScanLinear,

    /// <summary>Sorts or ranks along an axis; the first result has the values, the second the places.</summary>
    Order,

    Permute,
    Transpose,
    TransposeLast,
    Reshape,
    Flatten,
    Unflatten,
    Unsqueeze,
    Squeeze,

    /// <summary>A part along one axis; same number of axes.</summary>
    Slice,

    /// <summary>One place along an axis, which disappears.</summary>
    SelectAxis,

    /// <summary>A list of parts along an axis.</summary>
    Split,

    /// <summary>A list of places along an axis, which disappears.</summary>
    Unbind,

    /// <summary>Broadcast to a larger shape.</summary>
    Expand,

    /// <summary>Elements chosen or rearranged in a way of which nothing else is known.</summary>
    Index,

    /// <summary>A linear rearrangement that mixes axes and brings in zeros: nothing stays constant.</summary>
    Spread,

    Product,
    Contraction,

    /// <summary>A product of matrices or vectors, with a tensor added to it.</summary>
    AddedContraction,

    Affine,
    Convolution,
    TransposedConvolution,
    Bilinear,
    Lookup,
    Quotient,
    Power,
    Sum,
    Difference,

    /// <summary>Larger or smaller of two.</summary>
    Extremum,

    Where,
    MaskedFill,
    Stack,
    Concatenate,
    Compare,
    Clamp,
    PiecewiseLinear,

    /// <summary>Batch normalization over all axes but the second.</summary>
    BatchNorm,

    /// <summary>Instance normalization over the spatial axes.</summary>
    InstanceNorm,

    /// <summary>Group normalization: over groups of channels and the spatial axes.</summary>
    GroupNorm,

    /// <summary>Layer or RMS normalization over the last axes.</summary>
    LayerNorm,

    /// <summary>Division by a norm.</summary>
    Normalize,

    CosineSimilarity,
    MaxPool,
    AveragePool,
    AdaptiveAverage,

    /// <summary>Resampling that reproduces constants.</summary>
    Resample,

    Pad,
    Dropout,
    ChannelDropout,

    /// <summary>Anything else that is deterministic in its inputs: unchanged inputs give an unchanged result.</summary>
    DegreeZero,

    /// <summary>As <see cref="DegreeZero"/>, and may return the very tensor it was given: a cast to the type it has already, dropout that drops nothing, a grid of one line.</summary>
    DegreeZeroOrSame,

    /// <summary>Cuts the gradient.</summary>
    Detach,

    /// <summary>Makes a C# number from a tensor.</summary>
    ReadNumber,

    /// <summary>Shape, device, type: does not depend on the elements.</summary>
    Metadata,

    Zeros,
    Constant,
    Full,

    /// <summary>Fills the tensor itself anew (initialisation).</summary>
    Initialize,
}
