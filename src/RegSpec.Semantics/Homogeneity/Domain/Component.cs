namespace RegSpec.Semantics.Homogeneity;

/// <summary>
/// How a tensor depends on one candidate θ. A tensor without a component for θ is unchanged when θ is scaled (degree 0);
/// a tensor that depends on θ in a way that is not understood has none either, because θ is given up at once.
/// </summary>
/// <param name="Degree">f(cθ) = cᵈ f(θ); meaningless unless <see cref="IsKnown"/>.</param>
/// <param name="IsKnown">False: homogeneous, of a degree that is not known (it differs between runs of a loop or branches).</param>
/// <param name="CatAxis">Not empty: each slice along this one axis is homogeneous, with a degree of its own (a concatenation).</param>
/// <param name="HasOffset">Something that does not change with θ has been added.</param>
/// <param name="Offset">The axes along which that offset may vary.</param>
/// <param name="EpsPending">A small positive constant has been added to something ≥ 0: only a root or a denominator may follow.</param>
internal readonly record struct Component(
    Rational Degree,
    bool IsKnown = true,
    AxisSets CatAxis = default,
    bool HasOffset = false,
    AxisSets Offset = default,
    bool EpsPending = false)
{
    public static readonly Component Unchanged = new(Rational.Zero);

    /// <summary>One whole-tensor degree, or slices along an axis.</summary>
    public bool IsCat => !CatAxis.IsEmpty;

    /// <summary>Certainly unchanged when θ is scaled; an offset is then part of it.</summary>
    public bool IsUnchanged => IsKnown && Degree.IsZero && !IsCat;

    /// <summary>Homogeneous as it stands, without anything added to it.</summary>
    public bool IsPure => !HasOffset && !EpsPending;

    public Component Scaled(Rational factor) => this with { Degree = Degree * factor };

    public Component WithOffset(AxisSets varies) => this with { HasOffset = true, Offset = Offset | varies };

    /// <summary>The same dependence with unknown degree.</summary>
    public Component Uniform() => this with { Degree = Rational.Zero, IsKnown = false };
}
