using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RegSpec;

/// <summary>The loops over four rows at a time whose values z = ((x − mean) − meanLow)·scale are formed in registers.</summary>
internal static class UnitRowKernels
{
    /// <summary>Rows at a time.</summary>
    public const int Group = 4;

    private const int Lanes = 8;

    /// <summary>sums[i] = Σ zᵢⱼ vⱼ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot(
        ref double x0, ref double x1, ref double x2, ref double x3, ref double mean, ref double meanLow, ref double scale, ref double vector, int count, Span<double> sums)
    {
        Vector512<double> a0 = default, a1 = default, a2 = default, a3 = default;
        int j = 0;
        for (; j <= count - Lanes; j += Lanes)
        {
            Vector512<double> m = Vector512.LoadUnsafe(ref mean, (nuint)j);
            Vector512<double> l = Vector512.LoadUnsafe(ref meanLow, (nuint)j);
            Vector512<double> s = Vector512.LoadUnsafe(ref scale, (nuint)j);
            Vector512<double> v = Vector512.LoadUnsafe(ref vector, (nuint)j);
            a0 = FusedArithmetic.MultiplyAdd(((Vector512.LoadUnsafe(ref x0, (nuint)j) - m) - l) * s, v, a0);
            a1 = FusedArithmetic.MultiplyAdd(((Vector512.LoadUnsafe(ref x1, (nuint)j) - m) - l) * s, v, a1);
            a2 = FusedArithmetic.MultiplyAdd(((Vector512.LoadUnsafe(ref x2, (nuint)j) - m) - l) * s, v, a2);
            a3 = FusedArithmetic.MultiplyAdd(((Vector512.LoadUnsafe(ref x3, (nuint)j) - m) - l) * s, v, a3);
        }

        (sums[0], sums[1], sums[2], sums[3]) = (Vector512.Sum(a0), Vector512.Sum(a1), Vector512.Sum(a2), Vector512.Sum(a3));
        for (; j < count; j++)
        {
            double m = Unsafe.Add(ref mean, j);
            double l = Unsafe.Add(ref meanLow, j);
            double s = Unsafe.Add(ref scale, j);
            double v = Unsafe.Add(ref vector, j);
            sums[0] += ((Unsafe.Add(ref x0, j) - m) - l) * s * v;
            sums[1] += ((Unsafe.Add(ref x1, j) - m) - l) * s * v;
            sums[2] += ((Unsafe.Add(ref x2, j) - m) - l) * s * v;
            sums[3] += ((Unsafe.Add(ref x3, j) - m) - l) * s * v;
        }
    }

    /// <summary>sumsⱼ += Σ factors[i] zᵢⱼ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(
        ref double x0, ref double x1, ref double x2, ref double x3, ref double mean, ref double meanLow, ref double scale, ReadOnlySpan<double> factors, ref double sums, int count)
    {
        Vector512<double> f0 = Vector512.Create(factors[0]), f1 = Vector512.Create(factors[1]), f2 = Vector512.Create(factors[2]), f3 = Vector512.Create(factors[3]);
        int j = 0;
        for (; j <= count - Lanes; j += Lanes)
        {
            Vector512<double> m = Vector512.LoadUnsafe(ref mean, (nuint)j);
            Vector512<double> l = Vector512.LoadUnsafe(ref meanLow, (nuint)j);
            Vector512<double> s = Vector512.LoadUnsafe(ref scale, (nuint)j);
            Vector512<double> sum = Vector512.LoadUnsafe(ref sums, (nuint)j);
            sum = FusedArithmetic.MultiplyAdd(((Vector512.LoadUnsafe(ref x0, (nuint)j) - m) - l) * s, f0, sum);
            sum = FusedArithmetic.MultiplyAdd(((Vector512.LoadUnsafe(ref x1, (nuint)j) - m) - l) * s, f1, sum);
            sum = FusedArithmetic.MultiplyAdd(((Vector512.LoadUnsafe(ref x2, (nuint)j) - m) - l) * s, f2, sum);
            sum = FusedArithmetic.MultiplyAdd(((Vector512.LoadUnsafe(ref x3, (nuint)j) - m) - l) * s, f3, sum);
            sum.StoreUnsafe(ref sums, (nuint)j);
        }

        for (; j < count; j++)
        {
            double m = Unsafe.Add(ref mean, j);
            double l = Unsafe.Add(ref meanLow, j);
            double s = Unsafe.Add(ref scale, j);
            Unsafe.Add(ref sums, j) += ((Unsafe.Add(ref x0, j) - m) - l) * s * factors[0] + ((Unsafe.Add(ref x1, j) - m) - l) * s * factors[1]
                + ((Unsafe.Add(ref x2, j) - m) - l) * s * factors[2] + ((Unsafe.Add(ref x3, j) - m) - l) * s * factors[3];
        }
    }

    /// <summary>place[8j + i] = roots[i]·zᵢⱼ for the first rows of the four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(
        ref double x0, ref double x1, ref double x2, ref double x3, ref double mean, ref double meanLow, ref double scale, ReadOnlySpan<double> roots, int rows, int count, ref double place)
    {
        int j = 0;
        if (Avx.IsSupported && rows == Group)
        {
            Vector256<double> r0 = Vector256.Create(roots[0]), r1 = Vector256.Create(roots[1]), r2 = Vector256.Create(roots[2]), r3 = Vector256.Create(roots[3]);
            for (; j <= count - 4; j += 4)
            {
                Vector256<double> m = Vector256.LoadUnsafe(ref mean, (nuint)j);
                Vector256<double> l = Vector256.LoadUnsafe(ref meanLow, (nuint)j);
                Vector256<double> s = Vector256.LoadUnsafe(ref scale, (nuint)j);
                Vector256<double> a = r0 * (((Vector256.LoadUnsafe(ref x0, (nuint)j) - m) - l) * s);
                Vector256<double> b = r1 * (((Vector256.LoadUnsafe(ref x1, (nuint)j) - m) - l) * s);
                Vector256<double> c = r2 * (((Vector256.LoadUnsafe(ref x2, (nuint)j) - m) - l) * s);
                Vector256<double> d = r3 * (((Vector256.LoadUnsafe(ref x3, (nuint)j) - m) - l) * s);
                Vector256<double> evenAb = Avx.UnpackLow(a, b), oddAb = Avx.UnpackHigh(a, b), evenCd = Avx.UnpackLow(c, d), oddCd = Avx.UnpackHigh(c, d);
                Avx.Permute2x128(evenAb, evenCd, 0x20).StoreUnsafe(ref place, (nuint)(Lanes * j));
                Avx.Permute2x128(oddAb, oddCd, 0x20).StoreUnsafe(ref place, (nuint)(Lanes * (j + 1)));
                Avx.Permute2x128(evenAb, evenCd, 0x31).StoreUnsafe(ref place, (nuint)(Lanes * (j + 2)));
                Avx.Permute2x128(oddAb, oddCd, 0x31).StoreUnsafe(ref place, (nuint)(Lanes * (j + 3)));
            }
        }

        for (; j < count; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                double x = i switch { 0 => Unsafe.Add(ref x0, j), 1 => Unsafe.Add(ref x1, j), 2 => Unsafe.Add(ref x2, j), _ => Unsafe.Add(ref x3, j) };
                Unsafe.Add(ref place, Lanes * j + i) = roots[i] * (((x - Unsafe.Add(ref mean, j)) - Unsafe.Add(ref meanLow, j)) * Unsafe.Add(ref scale, j));
            }
        }
    }
}
