using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>Several tensors side by side in one.</summary>
internal sealed class Assemblies : DegreeRules
{
    private readonly AxisRules axes;

    public Assemblies(Calculus calculus, AxisRules axes)
        : base(calculus) => this.axes = axes;

    /// <summary>Several tensors side by side in one, with one common degree: stack, where.</summary>
    private Degrees Common(IReadOnlyList<Degrees> parts, RankSet ranks, bool repeats, string name)
    {
        Degrees result = parts[0];
        for (int i = 1; i < parts.Count; i++)
        {
            Degrees a = result, b = parts[i];
            ComponentMap components = Combine(
                a,
                b,
                (first, second) =>
                    first.EpsPending || second.EpsPending || first.IsCat || second.IsCat ? null
                    : first.IsUnchanged ? (a.IsAny ? second : null)
                    : second.IsUnchanged ? (b.IsAny ? first : null)
                    : first.HasDegreeOf(second) ? Spread(first, first.HasOffset || second.HasOffset)
                    : null,
                name + " of different degrees");
            result = Fresh(components, ranks, AxisSets.All, a.IsNonNegative && b.IsNonNegative) with { IsAny = a.IsAny && b.IsAny };
        }

        // An unknown number of parts: one element stands for all, so its degree must be the same for all.
        ComponentMap checkedComponents = Transform(
            result,
            c => c.EpsPending || c.IsCat || (repeats && !c.HasDegree) ? null : Spread(c, c.HasOffset),
            name);
        return result with { Components = checkedComponents, Ranks = ranks, Varies = AxisSets.All, SizedAxis = AxisSets.None, SizeKey = null, IsEps = false, Storage = NewStorage() };
    }

    public static Component Spread(Component c, bool hasOffset) => hasOffset ? c.WithOffset(AxisSets.All) : c;

    public Degrees Where(Degrees a, Degrees b) => Common(new[] { a, b }, RankSet.Broadcast(a.Ranks, b.Ranks), repeats: false, "where");

    /// <summary>Tensors along an axis of their own: each gets it, with one place, and then they are concatenated along it.</summary>
    public Degrees Stack(OperationCall call)
    {
        if (call.Integers(OptionNames.Axes) is not { Length: 1 } dims)
        {
            return Common(call.Operands, RankSet.Any, call.OperandsRepeat, call.Entry.Name);
        }

        List<Degrees> parts = call.Operands.Select(part => axes.Move(part, AxisMove.Insert(dims[0]), call.Entry.Name)).ToList();
        if (parts.Exists(static part => part.Ranks.IsEmpty))
        {
            return Common(call.Operands, RankSet.Any, call.OperandsRepeat, call.Entry.Name);
        }

        return Concatenate(parts, AxisSets.Axis(dims[0]), call.OperandsRepeat, call.Entry.Name);
    }

    public Degrees Concatenate(OperationCall call)
    {
        // The default comes with the call; hstack and vstack have none, and an axis that depends on the operands.
        long? dimension = call.Integers(OptionNames.Axes) is { Length: 1 } dims ? dims[0] : null;
        return Concatenate(call.Operands, dimension is { } d ? AxisSets.Axis(d) : AxisSets.None, call.OperandsRepeat, call.Entry.Name);
    }

    private Degrees Concatenate(IReadOnlyList<Degrees> parts, AxisSets axis, bool repeats, string name)
    {
        Degrees result = parts[0];
        if (repeats)
        {
            result = result with { Components = Transform(result, c => Slices(c, c, result, result, axis), name) };
        }

        for (int i = 1; i < parts.Count; i++)
        {
            Degrees a = result, b = parts[i];
            ComponentMap components = Combine(a, b, (first, second) => Slices(first, second, a, b, axis), name);
            RankSet both = a.Ranks & b.Ranks;
            result = Fresh(components, both.IsEmpty ? RankSet.Any : both, a.Varies | b.Varies | axis, a.IsNonNegative && b.IsNonNegative) with
            {
                IsAny = a.IsAny && b.IsAny,
            };
        }

        return result with { SizedAxis = AxisSets.None, SizeKey = null, IsEps = false, Varies = result.Varies | axis, Storage = NewStorage() };
    }

    /// <summary>Two neighbours along <paramref name="axis"/>: one degree if they agree, slices with degrees of their own if not.</summary>
    private static Component? Slices(Component first, Component second, Degrees a, Degrees b, AxisSets axis)
    {
        if (first.EpsPending || second.EpsPending)
        {
            return null;
        }

        bool hasOffset = first.HasOffset || second.HasOffset;
        AxisSets offset = hasOffset ? (axis.IsEmpty ? AxisSets.All : first.Offset | second.Offset | axis) : AxisSets.None;
        bool whole = !first.IsCat && !second.IsCat;
        if (whole && a.IsAny && first.IsUnchanged)
        {
            return second with { HasOffset = hasOffset, Offset = offset };
        }

        if (whole && b.IsAny && second.IsUnchanged)
        {
            return first with { HasOffset = hasOffset, Offset = offset };
        }

        if (first.HasDegreeOf(second))
        {
            return first with { HasOffset = hasOffset, Offset = offset };
        }

        RankSet ranks = a.Ranks & b.Ranks;
        axis = axis.Within(ranks);
        bool sameAxis = !axis.IsEmpty && (!first.IsCat || first.CatAxis.Within(ranks) == axis) && (!second.IsCat || second.CatAxis.Within(ranks) == axis);
        return sameAxis ? new Component(Rational.Zero, IsKnown: false, CatAxis: axis, HasOffset: hasOffset, Offset: offset) : null;
    }

    /// <summary>A tensor of which some elements have been replaced by those of another.</summary>
    public Degrees Overwritten(Degrees old, Degrees part)
    {
        Calculus.Broken = old.Broken.Union(part.Broken);
        return Calculus.Finished(Common(new[] { old, part }, old.Ranks, repeats: false, "an assignment to elements") with { Storage = old.Storage });
    }
}
