using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Arithmetic with numbers that are held until the native call has read them: TorchSharp lets the collector free them under it.</summary>
internal static class HeldNumbers
{
    public static Tensor Times(this Tensor tensor, double factor)
    {
        using Scalar held = factor;
        return tensor.mul(held);
    }

    public static Tensor Plus(this Tensor tensor, double summand)
    {
        using Scalar held = summand;
        return tensor.add(held);
    }
}
