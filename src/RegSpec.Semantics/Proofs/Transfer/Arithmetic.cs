using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>Sums, products, quotients and extrema of two tensors.</summary>
internal sealed class Arithmetic : DegreeRules
{
    private readonly Functions functions;

    public Arithmetic(Calculus calculus, Functions functions)
        : base(calculus)
    {
        this.functions = functions;
    }

    public Degrees Sum(Degrees a, Degrees b, string name, bool isDifference = false)
    {
        RankSet ranks = RankSet.Broadcast(a.Ranks, b.Ranks);
        ComponentMap components = Combine(a, b, Rule, name);
        return Broadcasting.Of(Fresh(components, ranks, AxisSets.All, a.IsNonNegative && b.IsNonNegative && !isDifference), a, b, ranks) with
        {
            IsAny = a.IsAny && b.IsAny,
        };

        Component? Rule(Component first, Component second)
        {
            first = Broadcasting.Align(first, a.Ranks, ranks);
            second = Broadcasting.Align(second, b.Ranks, ranks);
            if (first.IsUnchanged)
            {
                return Plus(second, b, a);
            }

            if (second.IsUnchanged)
            {
                return Plus(first, a, b);
            }

            // Both scale: only one common degree stays a degree.
            bool same = first.HasDegreeOf(second) && !first.EpsPending && !second.EpsPending;
            return same ? first with { HasOffset = first.HasOffset || second.HasOffset, Offset = first.Offset | second.Offset } : null;
        }

        Component? Plus(Component scaled, Degrees owner, Degrees constant)
        {
            if (constant.IsAny)
            {
                return scaled;
            }

            if (scaled.EpsPending)
            {
                return null;
            }

            return constant.IsEps && owner.IsNonNegative && !isDifference && scaled.IsPure && !scaled.IsCat
                ? scaled with { EpsPending = true, IsEpsOpen = constant.IsOpen }
                : scaled.WithOffset(Broadcasting.Align(constant.Varies, constant.Ranks, ranks));
        }
    }

    public Degrees Product(Degrees a, Degrees b, string name)
    {
        RankSet ranks = RankSet.Broadcast(a.Ranks, b.Ranks);
        if (a.IsAny || b.IsAny)
        {
            return Broadcasting.Of(Degrees.AnyDegree with { IsNonNegative = false, Storage = NewStorage() }, a, b, ranks);
        }

        ComponentMap components = Combine(a, b, Rule, name);
        bool nonNegative = ReferenceEquals(a, b) || (a.IsNonNegative && b.IsNonNegative);
        return Broadcasting.Of(Fresh(components, ranks, AxisSets.All, nonNegative), a, b, ranks);

        Component? Rule(Component first, Component second)
        {
            first = Broadcasting.Align(first, a.Ranks, ranks);
            second = Broadcasting.Align(second, b.Ranks, ranks);
            if (first.EpsPending || second.EpsPending)
            {
                return null;
            }

            if (first.IsUnchanged || second.IsUnchanged)
            {
                (Component scaled, Degrees factor) = first.IsUnchanged ? (second, a) : (first, b);
                return scaled.HasOffset ? scaled.WithOffset(Broadcasting.Align(factor.Varies, factor.Ranks, ranks)) : scaled;
            }

            return first.IsCat && second.IsCat && first.CatAxis != second.CatAxis ? null : AddDegrees(first, second);
        }
    }

    public static Component? AddDegrees(Component first, Component second) => first.IsPure && second.IsPure ? first.TimesOther(second) : null;

    public Degrees Quotient(OperationCall call)
    {
        Degrees a = call.Operands[0], b = call.Operands[1];
        if (!call.IsAbsent(OptionNames.Rounding) && call.Number(OptionNames.Rounding) is not 0)
        {
            DegreeZero(b, call.Entry.Name);
            return DegreeZero(a, call.Entry.Name);
        }

        CandidateSet before = Calculus.Broken;
        Degrees inverse = functions.Elementwise(b with { IsAny = false }, new Rational(-1), b.IsNonNegative, "division");
        if (!b.IsNonNegative || !b.Varies.IsEmpty)
        {
            return Product(a, inverse, "division");
        }

        // One positive number for the whole tensor, however it comes about, changes nothing but a degree that is then not known.
        CandidateSet unknown = Calculus.Broken.Union(b.Broken).Except(before).Except(a.Broken);
        Calculus.Broken = before;
        Degrees quotient = Product(a, inverse, "division");
        foreach (int candidate in unknown.Members)
        {
            Component c = a.Components[candidate];
            if (c.IsPure)
            {
                Calculus.Absorb(candidate);
                quotient = quotient with { Components = quotient.Components.With(candidate, Broadcasting.Align(c, a.Ranks, quotient.Ranks).Uniform()) };
            }
            else
            {
                Calculus.Broken = Calculus.Broken.With(candidate);
            }
        }

        return quotient;
    }

    public Degrees Extremum(Degrees a, Degrees b, string name)
    {
        RankSet ranks = RankSet.Broadcast(a.Ranks, b.Ranks);
        ComponentMap components = Combine(a, b, Rule, name);
        return Broadcasting.Of(Fresh(components, ranks, AxisSets.All, a.IsNonNegative || b.IsNonNegative) with { IsNonNegative = a.IsNonNegative && b.IsNonNegative }, a, b, ranks);

        Component? Rule(Component first, Component second)
        {
            first = Broadcasting.Align(first, a.Ranks, ranks);
            second = Broadcasting.Align(second, b.Ranks, ranks);
            if (first.IsUnchanged || second.IsUnchanged)
            {
                (Component scaled, Degrees owner, Degrees constant) = first.IsUnchanged ? (second, b, a) : (first, a, b);
                return !scaled.IsPure ? null
                    : constant.IsAny ? scaled
                    : constant.IsEps && !constant.IsOpen && owner.IsNonNegative ? Functions.PendingEps(scaled)
                    : null;
            }

            return first.IsPure && first == second && first.HasDegree ? first : null;
        }
    }
}
