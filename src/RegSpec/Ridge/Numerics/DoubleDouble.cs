namespace RegSpec;

/// <summary>An unevaluated sum Hi + Lo of two doubles with |Lo| ≤ ½ ulp(Hi): about 32 decimal digits.</summary>
internal readonly record struct DoubleDouble(double Hi, double Lo)
{
    public static readonly DoubleDouble Zero = new(0, 0);

    public double Value => Hi + Lo;

    public static implicit operator DoubleDouble(double value) => new(value, 0);

    /// <summary>a + b without error (Knuth).</summary>
    public static DoubleDouble TwoSum(double a, double b)
    {
        double sum = a + b;
        double part = sum - a;
        return new(sum, (a - (sum - part)) + (b - part));
    }

    /// <summary>a · b without error, by one fused multiply-add.</summary>
    public static DoubleDouble TwoProduct(double a, double b)
    {
        double product = a * b;
        return new(product, Math.FusedMultiplyAdd(a, b, -product));
    }

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble sum = TwoSum(a.Hi, b.Hi);
        DoubleDouble low = TwoSum(a.Lo, b.Lo);
        DoubleDouble joined = Renormalize(sum.Hi, sum.Lo + low.Hi);
        return Renormalize(joined.Hi, joined.Lo + low.Lo);
    }

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.Hi, -a.Lo);

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + (-b);

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        DoubleDouble product = TwoProduct(a.Hi, b.Hi);
        return Renormalize(product.Hi, product.Lo + (a.Hi * b.Lo + a.Lo * b.Hi));
    }

    public static DoubleDouble operator /(DoubleDouble a, double b)
    {
        double first = a.Hi / b;
        DoubleDouble rest = a - TwoProduct(first, b);
        return Renormalize(first, rest.Value / b);
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        double first = a.Hi / b.Hi;
        DoubleDouble rest = a - b * first;
        double second = rest.Hi / b.Hi;
        rest -= b * second;
        return Renormalize(first, second) + rest.Hi / b.Hi;
    }

    /// <summary>√a of a positive number.</summary>
    public static DoubleDouble Sqrt(DoubleDouble a)
    {
        double root = Math.Sqrt(a.Hi);
        return Renormalize(root, (a - TwoProduct(root, root)).Value / (2 * root));
    }

    /// <summary>A high part and a smaller low part as a proper pair.</summary>
    public static DoubleDouble Renormalize(double hi, double lo)
    {
        double sum = hi + lo;
        return new(sum, lo - (sum - hi));
    }
}
