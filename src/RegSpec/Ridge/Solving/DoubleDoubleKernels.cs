using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace RegSpec;

/// <summary>The two loops of a refinement step, four columns at a time: a product is exact with one fused multiply-add, a sum with six additions.</summary>
internal static class DoubleDoubleKernels
{
    private const int Lanes = 4;

    /// <summary>Σ xⱼ(highⱼ + lowⱼ).</summary>
    public static DoubleDouble Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> high, ReadOnlySpan<double> low)
    {
        ref double a = ref MemoryMarshal.GetReference(x);
        ref double b = ref MemoryMarshal.GetReference(high);
        ref double c = ref MemoryMarshal.GetReference(low);
        Vector256<double> sum = Vector256<double>.Zero;
        Vector256<double> rest = Vector256<double>.Zero;
        int j = 0;
        for (; j <= x.Length - Lanes; j += Lanes)
        {
            Vector256<double> value = Vector256.LoadUnsafe(ref a, (nuint)j);
            Vector256<double> factor = Vector256.LoadUnsafe(ref b, (nuint)j);
            Vector256<double> product = value * factor;
            Vector256<double> error = MultiplyAdd(value, Vector256.LoadUnsafe(ref c, (nuint)j), MultiplyAdd(value, factor, -product));
            Vector256<double> next = sum + product;
            Vector256<double> part = next - sum;
            rest += (sum - (next - part)) + (product - part) + error;
            sum = next;
        }

        DoubleDouble total = DoubleDouble.Zero;
        for (int lane = 0; lane < Lanes; lane++)
        {
            total += DoubleDouble.TwoSum(sum[lane], rest[lane]);
        }

        for (; j < x.Length; j++)
        {
            total += new DoubleDouble(high[j], low[j]) * new DoubleDouble(x[j], 0);
        }

        return total;
    }

    /// <summary>(high + low) += x·factor.</summary>
    public static void AddScaled(ReadOnlySpan<double> x, DoubleDouble factor, Span<double> high, Span<double> low)
    {
        ref double a = ref MemoryMarshal.GetReference(x);
        ref double b = ref MemoryMarshal.GetReference(high);
        ref double c = ref MemoryMarshal.GetReference(low);
        Vector256<double> factorHigh = Vector256.Create(factor.Hi);
        Vector256<double> factorLow = Vector256.Create(factor.Lo);
        int j = 0;
        for (; j <= x.Length - Lanes; j += Lanes)
        {
            Vector256<double> value = Vector256.LoadUnsafe(ref a, (nuint)j);
            Vector256<double> sum = Vector256.LoadUnsafe(ref b, (nuint)j);
            Vector256<double> product = value * factorHigh;
            Vector256<double> error = MultiplyAdd(value, factorLow, MultiplyAdd(value, factorHigh, -product));
            Vector256<double> next = sum + product;
            Vector256<double> part = next - sum;
            next.StoreUnsafe(ref b, (nuint)j);
            (Vector256.LoadUnsafe(ref c, (nuint)j) + ((sum - (next - part)) + (product - part) + error)).StoreUnsafe(ref c, (nuint)j);
        }

        for (; j < x.Length; j++)
        {
            DoubleDouble product = factor * new DoubleDouble(x[j], 0);
            DoubleDouble sum = DoubleDouble.TwoSum(high[j], product.Hi);
            (high[j], low[j]) = (sum.Hi, low[j] + (sum.Lo + product.Lo));
        }
    }

    private static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c)
    {
        if (Fma.IsSupported)
        {
            return Fma.MultiplyAdd(a, b, c);
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return Vector256.Create(
                AdvSimd.Arm64.FusedMultiplyAdd(c.GetLower(), a.GetLower(), b.GetLower()),
                AdvSimd.Arm64.FusedMultiplyAdd(c.GetUpper(), a.GetUpper(), b.GetUpper()));
        }

        return Vector256.Create(
            Math.FusedMultiplyAdd(a[0], b[0], c[0]), Math.FusedMultiplyAdd(a[1], b[1], c[1]),
            Math.FusedMultiplyAdd(a[2], b[2], c[2]), Math.FusedMultiplyAdd(a[3], b[3], c[3]));
    }
}
