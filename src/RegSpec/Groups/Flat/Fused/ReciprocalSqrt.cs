using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RegSpec;

/// <summary>1/√a to some digits: x86's estimate of 12 bits in single precision, the same in vectors of every width; elsewhere a quotient.</summary>
internal static class ReciprocalSqrt
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Estimate<T>(Vector512<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512.Create(Estimate(a.GetLower()), Estimate(a.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Estimate<T>(Vector256<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) && Avx.IsSupported ? Avx.ReciprocalSqrt(a.AsSingle()).As<float, T>() : Vector256.Create(Estimate(a.GetLower()), Estimate(a.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Estimate<T>(Vector128<T> a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) && Sse.IsSupported ? Sse.ReciprocalSqrt(a.AsSingle()).As<float, T>() : Vector128<T>.One / Vector128.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Estimate<T>(T a)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Estimate(Vector128.CreateScalar(a)).ToScalar();
}
