using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Where one parameter lives in the buffer of its group.</summary>
/// <param name="row">The parameter.</param>
/// <param name="shape">Its sizes.</param>
/// <param name="strides">Its strides, dense; those it had, so that a reduction takes its elements in the same order as before.</param>
/// <param name="offset">Its first element in the buffer.</param>
internal sealed class FlatView(PlannedParameter row, long[] shape, long[] strides, long offset)
{
    /// <summary>The parameter.</summary>
    public PlannedParameter Row => row;

    /// <summary>Its first element in the buffer, never 0.</summary>
    public long Offset => offset;

    /// <summary>The part of a buffer of this layout that belongs to the parameter, in its shape; the caller owns it.</summary>
    public Tensor Of(Tensor buffer) => buffer.as_strided(shape, strides, offset);
}
