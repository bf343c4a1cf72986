using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RegSpec;

/// <summary>
/// The two loops of a refinement step, eight columns at a time: a product is exact with one fused multiply-add, a sum with six additions.
/// All spans have the same length, a multiple of <see cref="Lanes"/>: what lies behind the last column is multiplied by zero, or ignored.
/// </summary>
internal static class DoubleDoubleKernels
{
    public const int Lanes = 8;

    /// <summary>The length of a row of some columns with its padding.</summary>
    public static int Padded(int columns) => (columns + Lanes - 1) / Lanes * Lanes;

    /// <summary>Σ xⱼ(highⱼ + lowⱼ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static DoubleDouble Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> high, ReadOnlySpan<double> low)
    {
        ref double a = ref MemoryMarshal.GetReference(x);
        ref double b = ref MemoryMarshal.GetReference(high);
        ref double c = ref MemoryMarshal.GetReference(low);
        Vector512<double> sum = Vector512<double>.Zero;
        Vector512<double> rest = Vector512<double>.Zero;
        for (int j = 0; j < x.Length; j += Lanes)
        {
            Vector512<double> value = Vector512.LoadUnsafe(ref a, (nuint)j);
            Vector512<double> factor = Vector512.LoadUnsafe(ref b, (nuint)j);
            Vector512<double> product = value * factor;
            Vector512<double> error = FusedArithmetic.MultiplyAdd(value, Vector512.LoadUnsafe(ref c, (nuint)j), FusedArithmetic.MultiplyAdd(value, factor, -product));
            Vector512<double> next = sum + product;
            Vector512<double> part = next - sum;
            rest += (sum - (next - part)) + (product - part) + error;
            sum = next;
        }

        return Join(sum, rest);
    }

    /// <summary>(high + low) += x·factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(ReadOnlySpan<double> x, DoubleDouble factor, Span<double> high, Span<double> low)
    {
        ref double a = ref MemoryMarshal.GetReference(x);
        ref double b = ref MemoryMarshal.GetReference(high);
        ref double c = ref MemoryMarshal.GetReference(low);
        Vector512<double> factorHigh = Vector512.Create(factor.Hi);
        Vector512<double> factorLow = Vector512.Create(factor.Lo);
        for (int j = 0; j < x.Length; j += Lanes)
        {
            Vector512<double> value = Vector512.LoadUnsafe(ref a, (nuint)j);
            Vector512<double> sum = Vector512.LoadUnsafe(ref b, (nuint)j);
            Vector512<double> product = value * factorHigh;
            Vector512<double> error = FusedArithmetic.MultiplyAdd(value, factorLow, FusedArithmetic.MultiplyAdd(value, factorHigh, -product));
            Vector512<double> next = sum + product;
            Vector512<double> part = next - sum;
            next.StoreUnsafe(ref b, (nuint)j);
            (Vector512.LoadUnsafe(ref c, (nuint)j) + ((sum - (next - part)) + (product - part) + error)).StoreUnsafe(ref c, (nuint)j);
        }
    }

    /// <summary>The sum over the lanes: halves are added to halves, with the error of each addition.</summary>
    private static DoubleDouble Join(Vector512<double> sum, Vector512<double> rest)
    {
        Vector256<double> a = sum.GetLower();
        Vector256<double> b = sum.GetUpper();
        Vector256<double> sum4 = a + b;
        Vector256<double> part4 = sum4 - a;
        Vector256<double> rest4 = rest.GetLower() + rest.GetUpper() + ((a - (sum4 - part4)) + (b - part4));
        Vector128<double> c = sum4.GetLower();
        Vector128<double> d = sum4.GetUpper();
        Vector128<double> sum2 = c + d;
        Vector128<double> part2 = sum2 - c;
        Vector128<double> rest2 = rest4.GetLower() + rest4.GetUpper() + ((c - (sum2 - part2)) + (d - part2));
        DoubleDouble total = DoubleDouble.TwoSum(sum2[0], sum2[1]);
        return DoubleDouble.Renormalize(total.Hi, total.Lo + (rest2[0] + rest2[1]));
    }
}
