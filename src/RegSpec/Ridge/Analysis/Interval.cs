using System.Globalization;

namespace RegSpec;

/// <summary>A range of values.</summary>
/// <param name="Lower">Its lower end.</param>
/// <param name="Upper">Its upper end.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>Upper less lower end.</summary>
    public double Width => Upper - Lower;

    /// <summary>Whether a value lies in it, ends included.</summary>
    public bool Contains(double value) => value >= Lower && value <= Upper;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Lower:G6}, {Upper:G6}]");
}
