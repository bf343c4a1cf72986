using System.Collections.Immutable;
using RegSpec.Semantics.Catalog;

namespace RegSpec.Semantics.Proofs;

/// <summary>Normalizations: they remove the scale, and some of them an offset.</summary>
internal sealed class Norms : DegreeRules
{
    private const int ChannelBit = 1 << 1;

    public Norms(Calculus calculus)
        : base(calculus)
    {
    }

    /// <summary>The ε is a constant no smaller than the variances of real activations, so that the norm leaves their scale in place.</summary>
    public static bool HasLargeEps(OperationCall call) => call.Number(OptionNames.Eps) is > Degrees.Epsilon;

    public Degrees BatchNorm(OperationCall call)
    {
        Degrees x = call.Operands[0];
        if (call.Flag(OptionNames.Training, call.Entry.SpatialAxes > 0) is not true)
        {
            return DegreeZero(x, call.Entry.Name + " with stored statistics");
        }

        BreakAffine(call);
        RankSet allowed = call.Entry.SpatialAxes switch
        {
            1 => RankSet.Between(2, 3),
            2 => RankSet.Of(4),
            3 => RankSet.Of(5),
            _ => RankSet.Between(2, AxisSets.MaxRank),
        };
        RankSet ranks = ChannelRanks(x, allowed);
        ComponentMap components = Transform(x, Rule, call.Entry.Name);
        return Fresh(components, ranks, AxisSets.All) with { SizedAxis = call.ChannelSize is null ? AxisSets.None : AxisSets.Axis(1), SizeKey = call.ChannelSize };

        Component? Rule(Component c)
        {
            for (int r = 0; r <= AxisSets.MaxRank; r++)
            {
                // The mean goes over all axes but the second: an offset that varies along another one stays.
                if (ranks.Has(r) && ((c.Offset.At(r) & ~ChannelBit) != 0 || (c.IsCat && c.CatAxis.At(r) != ChannelBit)))
                {
                    return null;
                }
            }

            return c.EpsPending ? null : Component.Unchanged;
        }
    }

    /// <summary>
    /// The ranks a norm or convolution can meet. A size does not narrow them: the axis of as many features as the norm has channels is the second of
    /// (N, C), but the last of (N, L, C) with L = C, and there the norm takes L for its channels.
    /// </summary>
    public static RankSet ChannelRanks(Degrees x, RankSet allowed)
    {
        RankSet possible = x.Ranks & allowed;
        return possible.IsEmpty ? allowed : possible;
    }

    public Degrees InstanceNorm(OperationCall call)
    {
        Degrees x = call.Operands[0];
        if (call.Flag(OptionNames.Training, true) is not true)
        {
            return DegreeZero(x, call.Entry.Name + " with stored statistics");
        }

        BreakAffine(call);
        int spatial = call.Entry.SpatialAxes;
        RankSet ranks = x.Ranks & (spatial == 0 ? RankSet.Between(3, 5) : RankSet.Between(spatial + 1, spatial + 2));
        ranks = ranks.IsEmpty ? x.Ranks : ranks;
        AxisSets space = spatial == 0 ? AxisSets.All - AxisSets.Axis(0) - AxisSets.Axis(1) : AxisSets.Last(spatial);
        ComponentMap components = Transform(
            x,
            c => c.EpsPending || !(c.Offset & space).Within(ranks).IsEmpty || (c.IsCat && !(c.CatAxis & space).Within(ranks).IsEmpty) ? null : Component.Unchanged,
            call.Entry.Name);
        return Fresh(components, ranks, AxisSets.All) with { SizedAxis = x.SizedAxis, SizeKey = x.SizeKey };
    }

    /// <summary>Norms whose mean, if they take one, goes over channels: nothing added before is removed.</summary>
    public Degrees LayerNorm(OperationCall call)
    {
        Degrees x = call.Operands[0];
        BreakAffine(call);
        ComponentMap components = Transform(x, c => c.IsPure && !c.IsCat ? Component.Unchanged : null, call.Entry.Name);
        return Fresh(components, x.Ranks, AxisSets.All) with { SizedAxis = x.SizedAxis, SizeKey = x.SizeKey };
    }

    /// <summary>What a functional norm multiplies and adds afterwards: the result is not homogeneous in both together.</summary>
    private void BreakAffine(OperationCall call)
    {
        for (int i = 1; i < call.Operands.Count; i++)
        {
            Break(call.Operands[i], "the scale or shift of ", call.Entry.Name);
        }
    }

    public Degrees Normalize(OperationCall call)
    {
        Degrees x = call.Operands[0];
        if (!call.IsAbsent(OptionNames.Order) && call.Number(OptionNames.Order) is not > 0)
        {
            return DegreeZero(x, call.Entry.Name);
        }

        ImmutableArray<long>? dims = call.Integers(OptionNames.Axes);
        AxisSets axis = call.IsAbsent(OptionNames.Axes) ? AxisSets.Axis(1) : dims is { Length: 1 } one ? AxisSets.Axis(one[0]) : AxisSets.All;
        ComponentMap components = Transform(x, c => c.IsPure && (c.CatAxis & axis).IsEmpty ? Component.Unchanged : null, call.Entry.Name);
        return Fresh(components, x.Ranks, AxisSets.All) with { SizedAxis = x.SizedAxis, SizeKey = x.SizeKey };
    }

    public Degrees CosineSimilarity(OperationCall call)
    {
        foreach (Degrees operand in call.Operands)
        {
            Transform(operand, c => c.IsPure && !c.IsCat ? Component.Unchanged : null, call.Entry.Name);
        }

        return Fresh(ComponentMap.Empty, RankSet.Any, AxisSets.All);
    }
}
