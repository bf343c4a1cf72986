using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RegSpec;

/// <summary>Sums down the columns, four rows at a time.</summary>
internal static class ColumnPassKernels
{
    /// <summary>Rows at a time.</summary>
    public const int Group = 4;

    private const int Lanes = 8;

    /// <summary>sums += Σ weight·(x − origin), with minima and maxima; false when a value is NaN or infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AddRange(
        ref double x0, ref double x1, ref double x2, ref double x3, ReadOnlySpan<double> weights, ref double origin, ref double sums, ref double minimum, ref double maximum, int count)
    {
        Vector512<double> w0 = Vector512.Create(weights[0]), w1 = Vector512.Create(weights[1]), w2 = Vector512.Create(weights[2]), w3 = Vector512.Create(weights[3]);
        Vector512<double> checks = Vector512<double>.Zero;
        int j = 0;
        for (; j <= count - Lanes; j += Lanes)
        {
            nuint at = (nuint)j;
            Vector512<double> a = Vector512.LoadUnsafe(ref x0, at), b = Vector512.LoadUnsafe(ref x1, at), c = Vector512.LoadUnsafe(ref x2, at), d = Vector512.LoadUnsafe(ref x3, at);
            Vector512<double> o = Vector512.LoadUnsafe(ref origin, at);
            checks += Vector512<double>.Zero * a + Vector512<double>.Zero * b + (Vector512<double>.Zero * c + Vector512<double>.Zero * d);
            Vector512<double> sum = w0 * (a - o) + w1 * (b - o) + (w2 * (c - o) + w3 * (d - o));
            (Vector512.LoadUnsafe(ref sums, at) + sum).StoreUnsafe(ref sums, at);
            Vector512.Min(Vector512.LoadUnsafe(ref minimum, at), Vector512.Min(Vector512.Min(a, b), Vector512.Min(c, d))).StoreUnsafe(ref minimum, at);
            Vector512.Max(Vector512.LoadUnsafe(ref maximum, at), Vector512.Max(Vector512.Max(a, b), Vector512.Max(c, d))).StoreUnsafe(ref maximum, at);
        }

        double check = Vector512.Sum(checks);
        for (; j < count; j++)
        {
            double a = Unsafe.Add(ref x0, j), b = Unsafe.Add(ref x1, j), c = Unsafe.Add(ref x2, j), d = Unsafe.Add(ref x3, j);
            double o = Unsafe.Add(ref origin, j);
            check += 0 * a + 0 * b + 0 * c + 0 * d;
            Unsafe.Add(ref sums, j) += weights[0] * (a - o) + weights[1] * (b - o) + (weights[2] * (c - o) + weights[3] * (d - o));
            Unsafe.Add(ref minimum, j) = Math.Min(Unsafe.Add(ref minimum, j), Math.Min(Math.Min(a, b), Math.Min(c, d)));
            Unsafe.Add(ref maximum, j) = Math.Max(Unsafe.Add(ref maximum, j), Math.Max(Math.Max(a, b), Math.Max(c, d)));
        }

        return !double.IsNaN(check);   // 0 · NaN and 0 · ∞ are NaN
    }

    /// <summary>first += Σ weight·part and second += Σ weight·part² for the parts ((x − high) − low)·scale; true, for these were checked before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AddParts(
        ref double x0, ref double x1, ref double x2, ref double x3, ReadOnlySpan<double> weights, ref double high, ref double low, ref double scale, ref double first, ref double second, int count)
    {
        Vector512<double> w0 = Vector512.Create(weights[0]), w1 = Vector512.Create(weights[1]), w2 = Vector512.Create(weights[2]), w3 = Vector512.Create(weights[3]);
        int j = 0;
        for (; j <= count - Lanes; j += Lanes)
        {
            nuint at = (nuint)j;
            Vector512<double> h = Vector512.LoadUnsafe(ref high, at), l = Vector512.LoadUnsafe(ref low, at), s = Vector512.LoadUnsafe(ref scale, at);
            Vector512<double> a = ((Vector512.LoadUnsafe(ref x0, at) - h) - l) * s;
            Vector512<double> b = ((Vector512.LoadUnsafe(ref x1, at) - h) - l) * s;
            Vector512<double> c = ((Vector512.LoadUnsafe(ref x2, at) - h) - l) * s;
            Vector512<double> d = ((Vector512.LoadUnsafe(ref x3, at) - h) - l) * s;
            Vector512<double> wa = w0 * a, wb = w1 * b, wc = w2 * c, wd = w3 * d;
            (Vector512.LoadUnsafe(ref first, at) + ((wa + wb) + (wc + wd))).StoreUnsafe(ref first, at);
            (Vector512.LoadUnsafe(ref second, at) + ((wa * a + wb * b) + (wc * c + wd * d))).StoreUnsafe(ref second, at);
        }

        for (; j < count; j++)
        {
            double h = Unsafe.Add(ref high, j), l = Unsafe.Add(ref low, j), s = Unsafe.Add(ref scale, j);
            double a = ((Unsafe.Add(ref x0, j) - h) - l) * s;
            double b = ((Unsafe.Add(ref x1, j) - h) - l) * s;
            double c = ((Unsafe.Add(ref x2, j) - h) - l) * s;
            double d = ((Unsafe.Add(ref x3, j) - h) - l) * s;
            Unsafe.Add(ref first, j) += (weights[0] * a + weights[1] * b) + (weights[2] * c + weights[3] * d);
            Unsafe.Add(ref second, j) += (weights[0] * a * a + weights[1] * b * b) + (weights[2] * c * c + weights[3] * d * d);
        }

        return true;
    }
}
