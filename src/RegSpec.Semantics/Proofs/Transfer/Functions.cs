using System;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>Functions of one tensor, element by element, and comparisons.</summary>
internal sealed class Functions : DegreeRules
{
    public Functions(Calculus calculus)
        : base(calculus)
    {
    }

    /// <summary>Positively homogeneous, element by element: relu, abs, powers.</summary>
    public Degrees Elementwise(Degrees x, Rational factor, bool nonNegative, string name)
    {
        bool isRoot = factor == new Rational(1, 2);
        bool isDenominator = factor.Numerator < 0;
        ComponentMap components = Transform(
            x,
            c => c.HasOffset || (c.EpsPending && !isRoot && !isDenominator) || (isDenominator && c.IsEpsOpen && VariesEverywhere(x)) ? null : (isDenominator ? ClosesEps(c) : c).Scaled(factor),
            name);
        if (isDenominator)
        {
            MarkEps(x);
        }

        return x with
        {
            Components = components,
            IsNonNegative = nonNegative || (isRoot && x.IsNonNegative) || (factor == Rational.One && x.IsNonNegative),
            IsAny = x.IsAny && factor.Numerator > 0,
            IsEps = false,
            Storage = NewStorage(),
        };
    }

    private static Component ClosesEps(Component c) => c with { EpsPending = false, IsEpsOpen = false };

    /// <summary>Each element is divided by its own number, as in x / (e + |x|): then what is small beside one is not beside another.</summary>
    private static bool VariesEverywhere(Degrees x) => x.Varies.Within(x.Ranks) is { IsEmpty: false } varies && varies == AxisSets.All.Within(x.Ranks);

    private void MarkEps(Degrees x)
    {
        foreach ((int candidate, Component component) in x.Components.Entries)
        {
            if (component.EpsPending)
            {
                Calculus.Candidates.MarkUpToEps(candidate);
            }
        }
    }

    public Degrees Negate(Degrees x) => x with
    {
        Components = Transform(x, c => c.EpsPending ? null : c, "a change of sign"),
        IsNonNegative = false,
        IsEps = false,
        Storage = NewStorage(),
    };

    /// <summary>Where it drops nothing, it returns what it is given: the memory stays.</summary>
    public Degrees Dropout(Degrees x, AxisSets varies, bool inPlace, string name) => x with
    {
        Components = Transform(x, c => c.EpsPending || (inPlace && c.HasOffset) ? null : c.HasOffset ? c.WithOffset(varies) : c, name),
        Varies = AxisSets.All,
        IsEps = false,
    };

    public Degrees Clamp(OperationCall call)
    {
        Degrees x = call.Operands[0];
        bool hasMinimum = !call.IsAbsent(OptionNames.Minimum), hasMaximum = !call.IsAbsent(OptionNames.Maximum);
        double? minimum = call.Number(OptionNames.Minimum), maximum = call.Number(OptionNames.Maximum);
        if (hasMinimum != hasMaximum && (hasMinimum ? minimum : maximum) is 0)
        {
            return Elementwise(x, Rational.One, hasMinimum, call.Entry.Name);
        }

        bool isEps = hasMinimum && !hasMaximum && call.Option(OptionNames.Minimum) is NumberValue number && Degrees.Scalar(number) is { IsEps: true, IsOpen: false };
        return isEps && x.IsNonNegative
            ? x with { Components = Transform(x, PendingEps, call.Entry.Name), IsAny = false, Storage = NewStorage() }
            : DegreeZero(x, call.Entry.Name);
    }

    public static Component? PendingEps(Component c) => c.IsPure && !c.IsCat ? c with { EpsPending = true } : null;

    public Degrees Power(OperationCall call)
    {
        Degrees x = call.Operands[0];
        Rational? exponent = call.Number(OptionNames.Exponent) is { } number ? Rational.FromDouble(number) : null;
        if (exponent is not { } k || k.IsZero)
        {
            return DegreeZero(x, call.Entry.Name);
        }

        bool even = k.Denominator == 1 && k.Numerator % 2 == 0;
        return Elementwise(x, k, even, call.Entry.Name);
    }

    public Degrees MaskedFill(OperationCall call)
    {
        Degrees x = call.Operands[0];
        if (call.Number(OptionNames.FillValue) is not (0 or double.NegativeInfinity or double.PositiveInfinity))
        {
            return DegreeZero(x, call.Entry.Name);
        }

        return x with
        {
            Components = Transform(x, c => c.EpsPending ? null : c.HasOffset ? c.WithOffset(AxisSets.All) : c, call.Entry.Name),
            Varies = AxisSets.All,
            IsNonNegative = false,
            IsEps = false,
            Storage = NewStorage(),
        };
    }

    /// <summary>Comparisons and positions: the same for every positive scale.</summary>
    public Degrees Compare(OperationCall call)
    {
        string name = call.Entry.Name;
        Degrees result = call.Operands[0];
        if (call.Operands.Count == 1)
        {
            Transform(result, c => c.IsPure && !c.IsCat ? Component.Unchanged : null, name, marksNormalization: false);
            return Fresh(ComponentMap.Empty, RankSet.Any, AxisSets.All, nonNegative: true);
        }

        Degrees other = call.Operands[1];
        Func<Component, Component, Component?> rule = (a, b) =>
            !a.IsPure || !b.IsPure || a.IsCat || b.IsCat ? null
            : (other.IsAny && b.IsUnchanged) || (result.IsAny && a.IsUnchanged) ? Component.Unchanged
            : a.HasDegreeOf(b) ? Component.Unchanged
            : null;
        Combine(result, other, rule, name + " of different degrees", marksNormalization: false);
        return Fresh(ComponentMap.Empty, RankSet.Broadcast(result.Ranks, other.Ranks), result.Varies.IsEmpty && other.Varies.IsEmpty ? AxisSets.None : AxisSets.All, nonNegative: true);
    }
}
