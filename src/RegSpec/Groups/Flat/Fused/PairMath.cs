using System.Numerics;
using System.Runtime.CompilerServices;

namespace RegSpec;

/// <summary>Two vectors.</summary>
internal readonly record struct VectorPair<TVector>(TVector First, TVector Second);

/// <summary>Two vectors at once: while the one waits for its root or quotient, the processor works on the other.</summary>
internal readonly unsafe struct PairMath<TMath, TVector, T> : IVectorMath<VectorPair<TVector>, T>
    where TMath : IVectorMath<TVector, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Lanes => 2 * TMath.Lanes;

    /// <summary>Where the whole pairs of a range end, and the whole vectors.</summary>
    public static (long Pairs, long Vectors) Ends(long from, long to) => (to - ((to - from) % Lanes), to - ((to - from) % TMath.Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector> Create(T value) => new(TMath.Create(value), TMath.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector> Load(T* from) => new(TMath.Load(from), TMath.Load(from + TMath.Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(VectorPair<TVector> value, T* to)
    {
        TMath.Store(value.First, to);
        TMath.Store(value.Second, to + TMath.Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector> Add(VectorPair<TVector> a, VectorPair<TVector> b) => new(TMath.Add(a.First, b.First), TMath.Add(a.Second, b.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector> Subtract(VectorPair<TVector> a, VectorPair<TVector> b) => new(TMath.Subtract(a.First, b.First), TMath.Subtract(a.Second, b.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector> Multiply(VectorPair<TVector> a, VectorPair<TVector> b) => new(TMath.Multiply(a.First, b.First), TMath.Multiply(a.Second, b.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector> Divide(VectorPair<TVector> a, VectorPair<TVector> b) => new(TMath.Divide(a.First, b.First), TMath.Divide(a.Second, b.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector> Sqrt(VectorPair<TVector> a) => new(TMath.Sqrt(a.First), TMath.Sqrt(a.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector> Max(VectorPair<TVector> a, VectorPair<TVector> b) => new(TMath.Max(a.First, b.First), TMath.Max(a.Second, b.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector> MultiplyAdd(VectorPair<TVector> a, VectorPair<TVector> b, VectorPair<TVector> c) => new(TMath.MultiplyAdd(a.First, b.First, c.First), TMath.MultiplyAdd(a.Second, b.Second, c.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector> EstimateReciprocalSqrt(VectorPair<TVector> a) => new(TMath.EstimateReciprocalSqrt(a.First), TMath.EstimateReciprocalSqrt(a.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreAllBetween(VectorPair<TVector> a, VectorPair<TVector> least, VectorPair<TVector> most) => TMath.AreAllBetween(a.First, least.First, most.First) & TMath.AreAllBetween(a.Second, least.Second, most.Second);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<TVector> SelectBetween(VectorPair<TVector> a, VectorPair<TVector> least, VectorPair<TVector> most, VectorPair<TVector> inside, VectorPair<TVector> outside) => new(TMath.SelectBetween(a.First, least.First, most.First, inside.First, outside.First), TMath.SelectBetween(a.Second, least.Second, most.Second, inside.Second, outside.Second));
}
