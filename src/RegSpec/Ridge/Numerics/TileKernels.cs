using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RegSpec;

/// <summary>A tile of a matrix product, small enough for the registers: 8 × 16 sums += Σ over k of (8 values) × (16 values).</summary>
internal static class TileKernels
{
    private const int Lanes = SymmetricSums.Lanes;

    /// <param name="left">8 values for each k, one k after the other.</param>
    /// <param name="right">The first 8 of 16 values for the first k.</param>
    /// <param name="step">From one k to the next on the right.</param>
    /// <param name="second">From the first 8 of the 16 values to the others.</param>
    /// <param name="depth">How many k.</param>
    /// <param name="sums">8 × 16, row-major.</param>
    public static void Add(ref double left, ref double right, int step, int second, int depth, ref double sums)
    {
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            Add512(ref left, ref right, step, second, depth, ref sums);
        }
        else
        {
            AddInQuarters(ref left, ref right, step, second, depth, ref sums);
        }
    }

    /// <summary>For processors with sixteen registers of 256 bits: four times 4 × 8 sums.</summary>
    public static void AddInQuarters(ref double left, ref double right, int step, int second, int depth, ref double sums)
    {
        for (int half = 0; half < 2; half++)
        {
            ref double columns = ref Unsafe.Add(ref right, half * second);
            ref double place = ref Unsafe.Add(ref sums, half * Lanes);
            Add256(ref left, ref columns, step, depth, ref place);
            Add256(ref Unsafe.Add(ref left, 4), ref columns, step, depth, ref Unsafe.Add(ref place, 4 * 2 * Lanes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add512(ref double left, ref double right, int step, int second, int depth, ref double sums)
    {
        Vector512<double> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<double> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        for (int k = 0; k < depth; k++)
        {
            ref double x = ref Unsafe.Add(ref left, k * Lanes);
            Vector512<double> a = Vector512.LoadUnsafe(ref right, (nuint)(k * step));
            Vector512<double> b = Vector512.LoadUnsafe(ref right, (nuint)(second + k * step));
            Vector512<double> value = Vector512.Create(x);
            a0 = Avx512F.FusedMultiplyAdd(value, a, a0);
            b0 = Avx512F.FusedMultiplyAdd(value, b, b0);
            value = Vector512.Create(Unsafe.Add(ref x, 1));
            a1 = Avx512F.FusedMultiplyAdd(value, a, a1);
            b1 = Avx512F.FusedMultiplyAdd(value, b, b1);
            value = Vector512.Create(Unsafe.Add(ref x, 2));
            a2 = Avx512F.FusedMultiplyAdd(value, a, a2);
            b2 = Avx512F.FusedMultiplyAdd(value, b, b2);
            value = Vector512.Create(Unsafe.Add(ref x, 3));
            a3 = Avx512F.FusedMultiplyAdd(value, a, a3);
            b3 = Avx512F.FusedMultiplyAdd(value, b, b3);
            value = Vector512.Create(Unsafe.Add(ref x, 4));
            a4 = Avx512F.FusedMultiplyAdd(value, a, a4);
            b4 = Avx512F.FusedMultiplyAdd(value, b, b4);
            value = Vector512.Create(Unsafe.Add(ref x, 5));
            a5 = Avx512F.FusedMultiplyAdd(value, a, a5);
            b5 = Avx512F.FusedMultiplyAdd(value, b, b5);
            value = Vector512.Create(Unsafe.Add(ref x, 6));
            a6 = Avx512F.FusedMultiplyAdd(value, a, a6);
            b6 = Avx512F.FusedMultiplyAdd(value, b, b6);
            value = Vector512.Create(Unsafe.Add(ref x, 7));
            a7 = Avx512F.FusedMultiplyAdd(value, a, a7);
            b7 = Avx512F.FusedMultiplyAdd(value, b, b7);
        }

        Store(a0, b0, ref sums, 0);
        Store(a1, b1, ref sums, 1);
        Store(a2, b2, ref sums, 2);
        Store(a3, b3, ref sums, 3);
        Store(a4, b4, ref sums, 4);
        Store(a5, b5, ref sums, 5);
        Store(a6, b6, ref sums, 6);
        Store(a7, b7, ref sums, 7);
    }

    private static void Store(Vector512<double> a, Vector512<double> b, ref double sums, int row)
    {
        nuint at = (nuint)(row * 2 * Lanes);
        (Vector512.LoadUnsafe(ref sums, at) + a).StoreUnsafe(ref sums, at);
        (Vector512.LoadUnsafe(ref sums, at + Lanes) + b).StoreUnsafe(ref sums, at + Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add256(ref double left, ref double right, int step, int depth, ref double sums)
    {
        Vector256<double> a0 = default, a1 = default, a2 = default, a3 = default;
        Vector256<double> b0 = default, b1 = default, b2 = default, b3 = default;
        for (int k = 0; k < depth; k++)
        {
            ref double x = ref Unsafe.Add(ref left, k * Lanes);
            Vector256<double> a = Vector256.LoadUnsafe(ref right, (nuint)(k * step));
            Vector256<double> b = Vector256.LoadUnsafe(ref right, (nuint)(k * step + 4));
            Vector256<double> value = Vector256.Create(x);
            a0 = FusedArithmetic.MultiplyAdd(value, a, a0);
            b0 = FusedArithmetic.MultiplyAdd(value, b, b0);
            value = Vector256.Create(Unsafe.Add(ref x, 1));
            a1 = FusedArithmetic.MultiplyAdd(value, a, a1);
            b1 = FusedArithmetic.MultiplyAdd(value, b, b1);
            value = Vector256.Create(Unsafe.Add(ref x, 2));
            a2 = FusedArithmetic.MultiplyAdd(value, a, a2);
            b2 = FusedArithmetic.MultiplyAdd(value, b, b2);
            value = Vector256.Create(Unsafe.Add(ref x, 3));
            a3 = FusedArithmetic.MultiplyAdd(value, a, a3);
            b3 = FusedArithmetic.MultiplyAdd(value, b, b3);
        }

        Store(a0, b0, ref sums, 0);
        Store(a1, b1, ref sums, 1);
        Store(a2, b2, ref sums, 2);
        Store(a3, b3, ref sums, 3);
    }

    private static void Store(Vector256<double> a, Vector256<double> b, ref double sums, int row)
    {
        nuint at = (nuint)(row * 2 * Lanes);
        (Vector256.LoadUnsafe(ref sums, at) + a).StoreUnsafe(ref sums, at);
        (Vector256.LoadUnsafe(ref sums, at + 4) + b).StoreUnsafe(ref sums, at + 4);
    }
}
