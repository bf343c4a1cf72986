using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// Arithmetic with numbers that are held until the native call has read them. TorchSharp turns each number into an object that nobody holds during the
/// call, also in <c>x + y</c> and <c>x.square()</c>: where a collection falls into the call, torch reads freed memory and throws, or takes another number.
/// </summary>
internal static class HeldNumbers
{
    private static readonly Scalar One = 1, Two = 2;

    public static Tensor Times(this Tensor tensor, double factor)
    {
        using Scalar held = factor;
        return tensor.mul(held);
    }

    public static Tensor TimesInPlace(this Tensor tensor, double factor)
    {
        using Scalar held = factor;
        return tensor.mul_(held);
    }

    public static Tensor Plus(this Tensor tensor, double summand)
    {
        using Scalar held = summand;
        return tensor.add(held, One);
    }

    public static Tensor Plus(this Tensor tensor, Tensor summand) => tensor.add(summand, One);

    public static Tensor PlusInPlace(this Tensor tensor, double summand)
    {
        using Scalar held = summand;
        return tensor.add_(held, One);
    }

    public static Tensor PlusInPlace(this Tensor tensor, Tensor summand) => tensor.add_(summand, One);

    /// <summary>The square of each element.</summary>
    public static Tensor Squared(this Tensor tensor) => tensor.pow(Two);

    /// <summary>The only element, of any real dtype.</summary>
    public static double ToNumber(this Tensor tensor)
    {
        using Tensor detached = tensor.detach();
        using Tensor wide = detached.to_type(ScalarType.Float64);
        return wide.item<double>();
    }
}
