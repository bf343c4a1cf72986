using System.Collections.Immutable;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>The same elements, or some of them, under other axes.</summary>
internal sealed class AxisRules : DegreeRules
{
    public AxisRules(Calculus calculus)
        : base(calculus)
    {
    }

    /// <summary>The same elements (or some of them) under other axes, perhaps in the same memory.</summary>
    public Degrees Move(Degrees x, AxisMove move, string name)
    {
        AxisSets sized = x.SizeKey is null ? AxisSets.None : move.ApplyToSingle(x.Ranks, x.SizedAxis);
        return x with
        {
            Components = Transform(
                x,
                c =>
                {
                    AxisSets cat = c.IsCat ? move.ApplyToSingle(x.Ranks, c.CatAxis) : AxisSets.None;
                    return c.IsCat && cat.IsEmpty ? null : c with { Offset = move.Apply(x.Ranks, c.Offset), CatAxis = cat };
                },
                name),
            Ranks = move.Ranks(x.Ranks),
            Varies = move.Apply(x.Ranks, x.Varies),
            SizedAxis = sized,
            SizeKey = sized.IsEmpty ? null : x.SizeKey,
        };
    }

    public Degrees Shape(OperationCall call)
    {
        Degrees x = call.Operands[0];
        string name = call.Entry.Name;
        ImmutableArray<long>? axes = call.Integers(OptionNames.Axes);
        switch (call.Entry.Rule)
        {
            case OperationRule.Permute:
                return Move(x, axes is { Length: > 0 and <= AxisSets.MaxRank } order && IsPermutation(order) ? AxisMove.Permute(order) : AxisMove.Shuffle(), name);
            case OperationRule.Transpose:
                return Move(
                    x,
                    axes is { Length: 1 } first && call.Integers(OptionNames.SecondAxis) is { Length: 1 } second ? AxisMove.Transpose(first[0], second[0]) : AxisMove.Shuffle(),
                    name);
            case OperationRule.TransposeLast:
                return Move(x, AxisMove.Transpose(-1, -2), name);
            case OperationRule.Reshape:
                return Move(x, Reshape(call), name);
            case OperationRule.Flatten:
                return Move(x, Flatten(call), name);
            case OperationRule.Unflatten:
                ImmutableArray<long>? sizes = call.Integers(OptionNames.Sizes);
                return Move(x, axes is { Length: 1 } one && sizes is { Length: > 0 } parts ? AxisMove.Unflatten(one[0], parts.Length) : AxisMove.Scatter(RankSet.Any), name);
            case OperationRule.Unsqueeze:
                return Move(x, axes is { Length: 1 } at ? AxisMove.Insert(at[0]) : AxisMove.Scatter(RankSet.Any), name);
            case OperationRule.Squeeze:
                return Move(x, axes is { Length: 1 } gone ? AxisMove.Squeeze(gone[0]) : AxisMove.Scatter(RankSet.Any), name);
            case OperationRule.SelectAxis:
            case OperationRule.Unbind:
                long? removed = call.IsAbsent(OptionNames.Axes) ? 0 : axes is { Length: 1 } r ? r[0] : null;
                return Move(x, removed is { } axis ? AxisMove.Remove(AxisSets.Axis(axis), keep: false) : AxisMove.Scatter(RankSet.Any), name);
            case OperationRule.Slice:
            case OperationRule.Split:
                // The parts of a concatenation keep their places only as long as nobody cuts along it; slices stay slices.
                return Move(x, AxisMove.Keep(), name) with { SizeKey = null, SizedAxis = AxisSets.None };
            case OperationRule.Expand:
                RankSet ranks = default;
                for (int k = 0; k <= AxisSets.MaxRank; k++)
                {
                    ranks |= x.Ranks.Has(k) ? RankSet.Between(k, AxisSets.MaxRank) : default;
                }

                return Move(x, AxisMove.Keep(), name) with
                {
                    Ranks = ranks,
                    Components = Transform(x, c => c.IsCat ? null : Broadcasting.Align(c, x.Ranks, ranks), name),
                    Varies = Broadcasting.Align(x.Varies, x.Ranks, ranks),
                    SizeKey = null,
                    SizedAxis = AxisSets.None,
                };
            case OperationRule.Index:
                return Move(x, AxisMove.Scatter(RankSet.Any), name);
            default:
                Degrees spread = Move(x, AxisMove.Scatter(RankSet.Any), name);
                return spread with { Components = Transform(spread, c => Assemblies.Spread(c, c.HasOffset), name), Varies = AxisSets.All };
        }
    }

    private static bool IsPermutation(ImmutableArray<long> order)
    {
        int seen = 0;
        foreach (long axis in order)
        {
            long front = axis < 0 ? axis + order.Length : axis;
            if (front < 0 || front >= order.Length)
            {
                return false;
            }

            seen |= 1 << (int)front;
        }

        return seen == (1 << order.Length) - 1;
    }

    private static AxisMove Reshape(OperationCall call)
    {
        EquatableArray<Value>? sizes = call.Option(OptionNames.Sizes) switch
        {
            ArrayOption array => array.Items,
            TupleValue tuple => tuple.Items,
            NumberValue => EquatableArray.Create<Value>(NumberValue.Unknown),
            _ => null,
        };
        if (sizes is not { Count: > 0 and <= AxisSets.MaxRank } known)
        {
            return AxisMove.Scatter(RankSet.Any);
        }

        int ones = 0;
        for (int i = 0; i < known.Count; i++)
        {
            ones |= OperationCall.AsDouble(known[i]) is 1 ? 1 << i : 0;
        }

        return AxisMove.Reshape(known.Count, ones);
    }

    private static AxisMove Flatten(OperationCall call)
    {
        // The function starts at axis 0, the layer at axis 1; both defaults come with the call.
        long? start = call.Integers(OptionNames.FirstAxis) is { Length: 1 } s ? s[0] : null;
        long? end = call.IsAbsent(OptionNames.LastAxis) ? -1 : call.Integers(OptionNames.LastAxis) is { Length: 1 } e ? e[0] : null;
        return start is { } from && end is { } to ? AxisMove.Flatten(from, to) : AxisMove.Scatter(RankSet.Any);
    }
}
