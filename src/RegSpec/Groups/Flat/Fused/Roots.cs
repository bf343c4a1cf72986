using System.Numerics;
using System.Runtime.CompilerServices;

namespace RegSpec;

/// <summary>How a square root is taken, known to the compiler.</summary>
internal interface IRoots
{
    /// <summary>√a of each number.</summary>
    static abstract TVector Of<TMath, TVector, T>(TVector a)
        where TMath : IVectorMath<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>The numbers nearest to the roots.</summary>
internal readonly struct NearestRoots : IRoots
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TMath, TVector, T>(TVector a)
        where TMath : IVectorMath<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TMath.Sqrt(a);
}

/// <summary>
/// Goldschmidt's iteration (1964) for √a and 1/(2√a) from the processor's estimate of 1/√a, each product rounded, then one correction by a − s².
/// In single precision and without fused instructions it gives .5 + .25 units in the last place, and the very bits of libtorch's roots where
/// that has MKL on a processor of AMD: found by trying its roots of every mantissa, 2²⁴ numbers.
/// </summary>
internal readonly struct IteratedRoots : IRoots
{
    // From here on s² overflows; below the least normal number the estimate is infinite. Roots of these are the nearest.
    private const float Most = 3.4019929e38f;
    private const float Least = 1.17549435e-38f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TMath, TVector, T>(TVector a)
        where TMath : IVectorMath<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector half = TMath.Create(T.CreateTruncating(0.5));
        TVector estimate = TMath.EstimateReciprocalSqrt(a);
        TVector s = TMath.Multiply(a, estimate);
        TVector h = TMath.Multiply(estimate, half);
        TVector r = TMath.Subtract(half, TMath.Multiply(s, h));
        s = TMath.Add(s, TMath.Multiply(s, r));

        // What is rounded once here changes no bit of the result: h has a few correct digits to spare.
        h = TMath.MultiplyAdd(h, r, h);
        TVector root = TMath.MultiplyAdd(h, TMath.Subtract(a, TMath.Multiply(s, s)), s);
        TVector least = TMath.Create(T.CreateTruncating(Least));
        TVector most = TMath.Create(T.CreateTruncating(Most));
        return TMath.AreAllBetween(a, least, most) ? root : TMath.SelectBetween(a, least, most, root, TMath.Sqrt(a));
    }
}
