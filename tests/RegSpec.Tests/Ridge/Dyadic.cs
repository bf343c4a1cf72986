using System.Numerics;

namespace RegSpec.Tests.Ridge;

/// <summary>Mantissa · 2^Exponent: sums and products of doubles without any rounding.</summary>
internal readonly record struct Dyadic(BigInteger Mantissa, int Exponent)
{
    private const int FractionBits = 52;
    private const int ExponentMask = 0x7FF;
    private const int Bias = 1075;

    public static readonly Dyadic Zero = new(0, 0);

    public bool IsZero => Mantissa.IsZero;

    /// <summary>log₂|value|; −∞ for 0.</summary>
    public double Log2 => IsZero ? double.NegativeInfinity : BigInteger.Log(BigInteger.Abs(Mantissa)) / Math.Log(2) + Exponent;

    public static Dyadic Of(double value)
    {
        if (value == 0)
        {
            return Zero;
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> FractionBits) & ExponentMask;
        long fraction = bits & ((1L << FractionBits) - 1);
        long mantissa = exponent == 0 ? fraction : fraction | (1L << FractionBits);
        int zeros = BitOperations.TrailingZeroCount(mantissa);
        mantissa >>= zeros;
        return new(bits < 0 ? -mantissa : mantissa, Math.Max(exponent, 1) - Bias + zeros);
    }

    public static Dyadic operator +(Dyadic a, Dyadic b)
    {
        if (a.IsZero || b.IsZero)
        {
            return a.IsZero ? b : a;
        }

        int exponent = Math.Min(a.Exponent, b.Exponent);
        return new((a.Mantissa << (a.Exponent - exponent)) + (b.Mantissa << (b.Exponent - exponent)), exponent);
    }

    public static Dyadic operator -(Dyadic a, Dyadic b) => a + new Dyadic(-b.Mantissa, b.Exponent);

    public static Dyadic operator *(Dyadic a, Dyadic b) => new(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent);

    public static Dyadic Sum(IEnumerable<Dyadic> terms) => terms.Aggregate(Zero, (sum, term) => sum + term);
}
