using System.Numerics;

namespace RegSpec;

/// <summary>Arithmetic on some numbers at once, each operation rounded once as IEEE 754 has it.</summary>
/// <typeparam name="TVector">The numbers.</typeparam>
/// <typeparam name="T">One number.</typeparam>
internal unsafe interface IVectorMath<TVector, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many.</summary>
    static abstract int Lanes { get; }

    /// <summary>The same number in each place.</summary>
    static abstract TVector Create(T value);

    static abstract TVector Load(T* from);

    static abstract void Store(TVector value, T* to);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    static abstract TVector Sqrt(TVector a);

    /// <summary>The larger of each two; not a number where one is not.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>1/√a to some digits: the processor's estimate where it has one.</summary>
    static abstract TVector EstimateReciprocalSqrt(TVector a);

    /// <summary>Whether each is at least the one bound and at most the other.</summary>
    static abstract bool AreAllBetween(TVector a, TVector least, TVector most);

    /// <summary>The one for each number that is between the bounds, the other for each that is not.</summary>
    static abstract TVector SelectBetween(TVector a, TVector least, TVector most, TVector inside, TVector outside);
}
