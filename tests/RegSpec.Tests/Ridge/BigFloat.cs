using System.Numerics;

namespace RegSpec.Tests.Ridge;

/// <summary>Mantissa · 2^Exponent, rounded to 640 bits (190 digits) after each operation.</summary>
internal readonly record struct BigFloat(BigInteger Mantissa, int Exponent)
{
    private const int Bits = 640;

    public static readonly BigFloat Zero = new(0, 0);

    public static BigFloat Of(double value)
    {
        Dyadic exact = Dyadic.Of(value);
        return new(exact.Mantissa, exact.Exponent);
    }

    public static BigFloat operator +(BigFloat a, BigFloat b)
    {
        if (a.Mantissa.IsZero || b.Mantissa.IsZero)
        {
            return a.Mantissa.IsZero ? b : a;
        }

        (BigFloat high, BigFloat low) = a.Top > b.Top ? (a, b) : (b, a);
        if (high.Top - low.Top > Bits + 2)
        {
            return high;
        }

        int exponent = Math.Min(a.Exponent, b.Exponent);
        return Rounded((a.Mantissa << (a.Exponent - exponent)) + (b.Mantissa << (b.Exponent - exponent)), exponent);
    }

    public static BigFloat operator -(BigFloat a, BigFloat b) => a + new BigFloat(-b.Mantissa, b.Exponent);

    public static BigFloat operator *(BigFloat a, BigFloat b) => Rounded(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent);

    public static BigFloat operator /(BigFloat a, BigFloat b)
    {
        int shift = Math.Max(0, Bits + 2 + (int)b.Mantissa.GetBitLength() - (int)a.Mantissa.GetBitLength());
        return Rounded((a.Mantissa << shift) / b.Mantissa, a.Exponent - b.Exponent - shift);
    }

    public double ToDouble()
    {
        BigFloat rounded = Rounded(Mantissa, Exponent, 64);
        return Math.ScaleB((double)rounded.Mantissa, rounded.Exponent);
    }

    private long Top => Exponent + Mantissa.GetBitLength();

    private static BigFloat Rounded(BigInteger mantissa, int exponent, int bits = Bits)
    {
        int extra = (int)BigInteger.Abs(mantissa).GetBitLength() - bits;
        return extra <= 0 ? new(mantissa, exponent) : new((mantissa + (BigInteger.One << (extra - 1))) >> extra, exponent + extra);
    }
}
