using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>
/// How a tensor depends on one candidate θ. A tensor without a component for θ is unchanged when θ is scaled (degree 0), unless θ is
/// in its <see cref="Degrees.Broken"/>.
/// </summary>
/// <param name="Degree">f(cθ) = cᵈ f(θ); meaningless unless <see cref="IsKnown"/>.</param>
/// <param name="IsKnown">False: homogeneous, of a degree that is not known (it differs between runs of a loop or branches).</param>
/// <param name="CatAxis">Not empty: each slice along this one axis is homogeneous, with a degree of its own (a concatenation).</param>
/// <param name="HasOffset">Something that does not change with θ has been added.</param>
/// <param name="Offset">The axes along which that offset may vary.</param>
/// <param name="Symbol">Not 0: of a degree that is not known but has this name; the degree is Degree + Times · its value.</param>
/// <param name="Times">How often the degree named by <paramref name="Symbol"/> counts.</param>
/// <param name="IsEpsOpen">That constant comes from outside: nobody knows its value.</param>
/// <param name="EpsPending">A small positive constant has been added to something ≥ 0: only a root or a denominator may follow.</param>
internal readonly record struct Component(
    Rational Degree,
    bool IsKnown = true,
    AxisSets CatAxis = default,
    bool HasOffset = false,
    AxisSets Offset = default,
    bool EpsPending = false,
    int Symbol = 0,
    Rational Times = default,
    bool IsEpsOpen = false)
{
    public static readonly Component Unchanged = new(Rational.Zero);

    /// <summary>One whole-tensor degree, or slices along an axis.</summary>
    public bool IsCat => !CatAxis.IsEmpty;

    /// <summary>Certainly unchanged when θ is scaled; an offset is then part of it.</summary>
    public bool IsUnchanged => IsKnown && Degree.IsZero && !IsCat;

    /// <summary>Of one degree that can be calculated with: known, or at least named.</summary>
    public bool HasDegree => (IsKnown || Symbol > 0) && !IsCat;

    /// <summary>Homogeneous as it stands, without anything added to it.</summary>
    public bool IsPure => !HasOffset && !EpsPending;

    public Component Scaled(Rational factor) => this with { Degree = Degree * factor, Times = Times * factor };

    /// <summary>Certainly of the same degree, as a whole.</summary>
    public bool HasDegreeOf(in Component other) =>
        HasDegree && other.HasDegree && IsKnown == other.IsKnown && Degree == other.Degree && Symbol == other.Symbol && Times == other.Times;

    /// <summary>The dependence of a product.</summary>
    public Component TimesOther(in Component other)
    {
        AxisSets cat = CatAxis | other.CatAxis;
        if (!cat.IsEmpty || !HasDegree || !other.HasDegree || (Symbol != 0 && other.Symbol != 0 && Symbol != other.Symbol))
        {
            return IsKnown && other.IsKnown ? new Component(Degree + other.Degree, CatAxis: cat) : new Component(Rational.Zero, IsKnown: false, CatAxis: cat);
        }

        Rational times = Times + other.Times;
        return times.IsZero
            ? new Component(Degree + other.Degree)
            : new Component(Degree + other.Degree, IsKnown: false, Symbol: Symbol | other.Symbol, Times: times);
    }

    public Component WithOffset(AxisSets varies) => this with { HasOffset = true, Offset = Offset | varies };

    /// <summary>The same dependence with unknown degree.</summary>
    public Component Uniform() => this with { Degree = Rational.Zero, IsKnown = false, Symbol = 0, Times = Rational.Zero };

    /// <summary>The same dependence, its unknown degree under a name.</summary>
    public Component Named(int symbol) => this with { Symbol = symbol, Times = Rational.One };
}
