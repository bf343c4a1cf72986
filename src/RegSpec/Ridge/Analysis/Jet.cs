namespace RegSpec;

/// <summary>A value with its first and second derivative in ln λ.</summary>
internal readonly record struct Jet(double Value, double First, double Second)
{
    public static Jet operator +(Jet a, Jet b) => new(a.Value + b.Value, a.First + b.First, a.Second + b.Second);

    public static Jet operator *(double factor, Jet a) => new(factor * a.Value, factor * a.First, factor * a.Second);

    public static Jet operator *(Jet a, Jet b) =>
        new(a.Value * b.Value, a.First * b.Value + a.Value * b.First, a.Second * b.Value + 2 * a.First * b.First + a.Value * b.Second);

    /// <summary>ln a, a &gt; 0.</summary>
    public Jet Log() => new(Math.Log(Value), First / Value, Second / Value - First / Value * (First / Value));

    /// <summary>1/a.</summary>
    public Jet Inverse()
    {
        double u = 1 / Value;
        return new(u, -First * u * u, (2 * First * First * u - Second) * u * u);
    }

    /// <summary>A constant.</summary>
    public static Jet Of(double value) => new(value, 0, 0);
}
