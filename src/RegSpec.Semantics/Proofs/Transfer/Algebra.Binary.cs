using System.Collections.Generic;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

internal sealed partial class Algebra
{
    /// <summary>Axes of a tensor as axes of a broadcast result: counted from the back.</summary>
    private static AxisSets Align(AxisSets axes, RankSet ranks, RankSet result)
    {
        if (ranks == result || axes.IsEmpty)
        {
            return axes;
        }

        AxisSets aligned = AxisSets.None;
        for (int o = 0; o <= AxisSets.MaxRank; o++)
        {
            for (int s = 0; s <= o; s++)
            {
                if (result.Has(o) && ranks.Has(s))
                {
                    aligned = aligned.With(o, aligned.At(o) | (axes.At(s) << (o - s)));
                }
            }
        }

        return aligned;
    }

    private static Component Align(Component c, RankSet ranks, RankSet result) =>
        c with { Offset = Align(c.Offset, ranks, result), CatAxis = Align(c.CatAxis, ranks, result) };

    private static Degrees Broadcast(Degrees shape, Degrees a, Degrees b, RankSet ranks)
    {
        bool first = a.SizeKey is not null;
        return shape with
        {
            Ranks = ranks,
            Varies = Align(a.Varies, a.Ranks, ranks) | Align(b.Varies, b.Ranks, ranks),
            SizedAxis = first ? Align(a.SizedAxis, a.Ranks, ranks) : Align(b.SizedAxis, b.Ranks, ranks),
            SizeKey = first ? a.SizeKey : b.SizeKey,
        };
    }

    private Degrees Sum(Degrees a, Degrees b, string name, bool isDifference = false)
    {
        RankSet ranks = RankSet.Broadcast(a.Ranks, b.Ranks);
        ComponentMap components = Combine(a, b, Rule, name);
        return Broadcast(Fresh(components, ranks, AxisSets.All, a.IsNonNegative && b.IsNonNegative && !isDifference), a, b, ranks) with
        {
            IsAny = a.IsAny && b.IsAny,
        };

        Component? Rule(Component first, Component second)
        {
            first = Align(first, a.Ranks, ranks);
            second = Align(second, b.Ranks, ranks);
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
                : scaled.WithOffset(Align(constant.Varies, constant.Ranks, ranks));
        }
    }

    private Degrees Product(Degrees a, Degrees b, string name)
    {
        RankSet ranks = RankSet.Broadcast(a.Ranks, b.Ranks);
        if (a.IsAny || b.IsAny)
        {
            return Broadcast(Degrees.AnyDegree with { IsNonNegative = false, Storage = NewStorage() }, a, b, ranks);
        }

        ComponentMap components = Combine(a, b, Rule, name);
        bool nonNegative = ReferenceEquals(a, b) || (a.IsNonNegative && b.IsNonNegative);
        return Broadcast(Fresh(components, ranks, AxisSets.All, nonNegative), a, b, ranks);

        Component? Rule(Component first, Component second)
        {
            first = Align(first, a.Ranks, ranks);
            second = Align(second, b.Ranks, ranks);
            if (first.EpsPending || second.EpsPending)
            {
                return null;
            }

            if (first.IsUnchanged || second.IsUnchanged)
            {
                (Component scaled, Degrees factor) = first.IsUnchanged ? (second, a) : (first, b);
                return scaled.HasOffset ? scaled.WithOffset(Align(factor.Varies, factor.Ranks, ranks)) : scaled;
            }

            return first.IsCat && second.IsCat && first.CatAxis != second.CatAxis ? null : AddDegrees(first, second);
        }
    }

    private static Component? AddDegrees(Component first, Component second) => first.IsPure && second.IsPure ? first.TimesOther(second) : null;

    /// <summary>Sums of products over some axes: matmul, einsum, a weight applied to an input.</summary>
    private Degrees Contraction(Degrees a, Degrees b, RankSet ranks, System.Func<AxisSets, AxisSets> offsetOfFirst, AxisSets keepsCatOutside, string name)
    {
        if (a.IsAny || b.IsAny)
        {
            return Degrees.AnyDegree with { IsNonNegative = false, Ranks = ranks, Varies = AxisSets.All, Storage = NewStorage() };
        }

        ComponentMap components = Combine(
            a,
            b,
            (first, second) =>
            {
                if (first.EpsPending || second.EpsPending || second.IsCat || (first.IsCat && !(first.CatAxis & keepsCatOutside).IsEmpty))
                {
                    return null;
                }

                return first.IsUnchanged ? (second.HasOffset ? second.WithOffset(AxisSets.All) : second)
                    : second.IsUnchanged ? (first.HasOffset ? first with { Offset = offsetOfFirst(first.Offset) } : first)
                    : first.IsCat ? null
                    : AddDegrees(first, second);
            },
            name);
        return Fresh(components, ranks, AxisSets.All);
    }

    private Degrees Matmul(OperationCall call)
    {
        IReadOnlyList<Degrees> operands = call.Operands;
        Degrees result = operands[0];
        for (int i = 1; i < operands.Count; i++)
        {
            // A matrix on the right keeps the number of axes.
            RankSet ranks = operands[i].Ranks == RankSet.Of(2) && call.Entry.Name is not "einsum" ? result.Ranks : RankSet.Any;
            result = Contraction(result, operands[i], ranks, _ => AxisSets.All, AxisSets.All, call.Entry.Name);
        }

        return result;
    }

    private Degrees Quotient(OperationCall call)
    {
        Degrees a = call.Operands[0], b = call.Operands[1];
        if (!call.IsAbsent(OptionNames.Rounding) && call.Number(OptionNames.Rounding) is not 0)
        {
            DegreeZero(b, call.Entry.Name);
            return DegreeZero(a, call.Entry.Name);
        }

        CandidateSet before = broken;
        Degrees inverse = Elementwise(b with { IsAny = false }, new Rational(-1), b.IsNonNegative, "division");
        if (!b.IsNonNegative || !b.Varies.IsEmpty)
        {
            return Product(a, inverse, "division");
        }

        // One positive number for the whole tensor, however it comes about, changes nothing but a degree that is then not known.
        CandidateSet unknown = broken.Union(b.Broken).Except(before).Except(a.Broken);
        broken = before;
        Degrees quotient = Product(a, inverse, "division");
        foreach (int candidate in unknown.Members)
        {
            Component c = a.Components[candidate];
            if (c.IsPure)
            {
                absorbed = absorbed.With(candidate);
                quotient = quotient with { Components = quotient.Components.With(candidate, Align(c, a.Ranks, quotient.Ranks).Uniform()) };
            }
            else
            {
                broken = broken.With(candidate);
            }
        }

        return quotient;
    }

    private Degrees Extremum(Degrees a, Degrees b, string name)
    {
        RankSet ranks = RankSet.Broadcast(a.Ranks, b.Ranks);
        ComponentMap components = Combine(a, b, Rule, name);
        return Broadcast(Fresh(components, ranks, AxisSets.All, a.IsNonNegative || b.IsNonNegative) with { IsNonNegative = a.IsNonNegative && b.IsNonNegative }, a, b, ranks);

        Component? Rule(Component first, Component second)
        {
            first = Align(first, a.Ranks, ranks);
            second = Align(second, b.Ranks, ranks);
            if (first.IsUnchanged || second.IsUnchanged)
            {
                (Component scaled, Degrees owner, Degrees constant) = first.IsUnchanged ? (second, b, a) : (first, a, b);
                return !scaled.IsPure ? null
                    : constant.IsAny ? scaled
                    : constant.IsEps && !constant.IsOpen && owner.IsNonNegative ? PendingEps(scaled)
                    : null;
            }

            return first.IsPure && first == second && first.HasDegree ? first : null;
        }
    }
}
