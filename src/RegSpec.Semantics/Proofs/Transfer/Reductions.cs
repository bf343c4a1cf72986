using System.Collections.Generic;
using System.Collections.Immutable;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>Reductions and scans along axes, and orders.</summary>
internal sealed class Reductions : DegreeRules
{
    private static readonly string[][] FurtherAxes = { new[] { "dim1" }, new[] { "dim2" } };

    private static readonly OperationEntry Mean = new("mean", OperationRule.ReduceLinear, Rational.One);

    public Reductions(Calculus calculus)
        : base(calculus)
    {
    }

    public Degrees Reduce(OperationCall call)
    {
        Degrees x = call.Operands[0];
        OperationRule rule = call.Entry.Rule;
        bool keep = call.Flag(OptionNames.KeepAxes, false) is true;
        AxisSets? axes = rule is OperationRule.OrderStatistic && call.IsAbsent(OptionNames.Axes) ? AxisSets.Axis(-1) : ReducedAxes(call);
        AxisSets reduced = axes ?? AxisSets.All;
        AxisMove move = axes is null || call.Flag(OptionNames.KeepAxes, false) is null ? AxisMove.Scatter(RankSet.Any) : AxisMove.Remove(reduced, keep);
        bool isNorm = rule is OperationRule.ReduceNorm;
        bool ordinaryNorm = !isNorm || call.IsAbsent(OptionNames.Order) || call.Number(OptionNames.Order) is > 0 || call.Option(OptionNames.Order) is NumberValue { Constant: string };
        bool isSigned = rule is OperationRule.ReduceLinear or OperationRule.ReduceOrder or OperationRule.OrderStatistic;
        ComponentMap components = Transform(x, Rule, call.Entry.Name);
        return Fresh(components, move.Ranks(x.Ranks), move.Apply(x.Ranks, x.Varies), isSigned ? x.IsNonNegative : call.Entry.IsNonNegative) with
        {
            IsAny = x.IsAny,
        };

        Component? Rule(Component c)
        {
            bool offsetAlongAxes = !(c.Offset & reduced).Within(x.Ranks).IsEmpty;
            if (c.EpsPending
                || !ordinaryNorm
                || (c.HasOffset && isNorm)
                || (c.HasOffset && offsetAlongAxes && rule is not OperationRule.ReduceLinear)
                || (c.IsCat && (axes is null || !(c.CatAxis & reduced).Within(x.Ranks).IsEmpty)))
            {
                return null;
            }

            Component result = c.Scaled(call.Entry.Factor);
            return result with
            {
                // Variance takes away what is constant along its axes.
                HasOffset = c.HasOffset && isSigned,
                Offset = isSigned ? move.Apply(x.Ranks, c.Offset) : AxisSets.None,
                CatAxis = c.IsCat ? move.Apply(x.Ranks, c.CatAxis) : AxisSets.None,
            };
        }
    }

    /// <summary>The reduced axes: all by default, null when they are not constant.</summary>
    private static AxisSets? ReducedAxes(OperationCall call)
    {
        if (call.IsAbsent(OptionNames.Axes))
        {
            return AxisSets.All;
        }

        if (call.Integers(OptionNames.Axes) is not { } first)
        {
            return null;
        }

        var all = new List<long>(first);
        foreach (string[] names in FurtherAxes)
        {
            if (call.Option(names) is { } further)
            {
                if (OperationCall.AsDouble(further) is not { } axis)
                {
                    return null;
                }

                all.Add((long)axis);
            }
        }

        AxisSets result = all.Count == 0 ? AxisSets.All : AxisSets.None;
        foreach (long axis in all)
        {
            result |= AxisSets.Axis(axis);
        }

        return result;
    }

    /// <summary>A product or determinant: uniform, but of a degree that depends on sizes.</summary>
    public Degrees ReduceProduct(OperationCall call)
    {
        Degrees x = call.Operands[0];
        return Fresh(Transform(x, c => c.IsPure && !c.IsCat ? c.Uniform() : null, call.Entry.Name), RankSet.Any, AxisSets.All, x.IsNonNegative);
    }

    public Degrees ScanLinear(OperationCall call)
    {
        Degrees x = call.Operands[0];
        AxisSets axis = call.Integers(OptionNames.Axes) is { Length: 1 } dims ? AxisSets.Axis(dims[0]) : AxisSets.All;
        ComponentMap components = Transform(
            x,
            c => c.EpsPending || (c.IsCat && !(c.CatAxis & axis).IsEmpty) ? null : c.HasOffset ? c.WithOffset(axis) : c,
            call.Entry.Name);
        return x with { Components = components, Varies = x.Varies | axis, IsEps = false, Storage = NewStorage() };
    }

    /// <summary>Sorted values and their places.</summary>
    public OperationResult Order(OperationCall call)
    {
        Degrees x = call.Operands[0];
        ImmutableArray<long>? dims = call.Integers(OptionNames.Axes);
        // The default of those that have one comes with the call; msort has none, and sorts along the first.
        AxisSets axis = dims is { Length: 1 } one ? AxisSets.Axis(one[0]) : AxisSets.All;
        ComponentMap components = Transform(
            x,
            c => c.EpsPending || (c.IsCat && !(c.CatAxis & axis).IsEmpty) || !(c.Offset & axis).IsEmpty ? null : c,
            call.Entry.Name);
        var values = new Degrees { Components = components, IsNonNegative = x.IsNonNegative, Storage = NewStorage() };
        return new OperationResult(values, Degrees.Constant);
    }

    public Degrees? SecondOfReduction(OperationCall call)
    {
        // The mean beside a variance; the places beside a maximum are the same for every scale.
        return call.Entry.Rule is OperationRule.ReduceCentered && call.Entry.Name.Contains("mean")
            ? Reduce(call.As(Mean))
            : Degrees.Constant;
    }
}

/// <summary>The results of an operation.</summary>
/// <param name="Main">The first, or the only one.</param>
/// <param name="Second">The second of a pair (indices, the mean beside a variance).</param>
internal readonly record struct OperationResult(Degrees Main, Degrees? Second = null);
