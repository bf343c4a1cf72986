using System;
using System.Globalization;

namespace RegSpec.Semantics.Vocabulary;

/// <summary>A degree of homogeneity: an exact fraction in lowest terms.</summary>
internal readonly record struct Rational
{
    public static readonly Rational Zero = new(0);
    public static readonly Rational One = new(1);

    private readonly long denominatorLessOne;

    public Rational(long numerator, long denominator = 1)
    {
        if (denominator == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(denominator));
        }

        long divisor = GreatestCommonDivisor(Math.Abs(numerator), Math.Abs(denominator));
        long sign = denominator < 0 ? -1 : 1;
        Numerator = sign * numerator / divisor;
        denominatorLessOne = (sign * denominator / divisor) - 1;
    }

    public long Numerator { get; }

    public long Denominator => denominatorLessOne + 1;

    public bool IsZero => Numerator == 0;

    /// <summary>The fraction equal to a constant exponent with a denominator of at most 64, or null.</summary>
    public static Rational? FromDouble(double value)
    {
        for (int denominator = 1; denominator <= 64; denominator++)
        {
            double numerator = value * denominator;
            if (Math.Abs(numerator) < 1e6 && numerator == Math.Round(numerator))
            {
                return new Rational((long)numerator, denominator);
            }
        }

        return null;
    }

    public static Rational operator +(Rational a, Rational b) =>
        new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Rational operator -(Rational a, Rational b) =>
        new((a.Numerator * b.Denominator) - (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Rational operator *(Rational a, Rational b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>Whether the fraction is so large that further arithmetic could overflow.</summary>
    public bool IsExtreme => Math.Abs(Numerator) > 1_000_000 || Denominator > 1_000_000;

    public override string ToString() => Denominator == 1
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : Numerator.ToString(CultureInfo.InvariantCulture) + "/" + Denominator.ToString(CultureInfo.InvariantCulture);

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a == 0 ? 1 : a;
    }
}
