using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Proofs;

/// <summary>How an operation rearranges axes: for each rank of its operand the ranks of the result, and where a set of axes goes.</summary>
internal sealed class AxisMove
{
    private readonly Func<int, RankSet> ranks;
    private readonly Func<int, int, int, int> move;

    private AxisMove(Func<int, RankSet> ranks, Func<int, int, int, int> move)
    {
        this.ranks = ranks;
        this.move = move;
    }

    public RankSet Ranks(RankSet source)
    {
        RankSet result = default;
        for (int r = 0; r <= AxisSets.MaxRank; r++)
        {
            result |= source.Has(r) ? ranks(r) : default;
        }

        return result.IsEmpty ? RankSet.Any : result;
    }

    /// <summary>Where the axes in <paramref name="axes"/> go, over all ranks the operand may have.</summary>
    public AxisSets Apply(RankSet source, AxisSets axes)
    {
        AxisSets result = AxisSets.None;
        bool possible = false;
        for (int r = 0; r <= AxisSets.MaxRank; r++)
        {
            if (!source.Has(r))
            {
                continue;
            }

            for (int o = 0; o <= AxisSets.MaxRank; o++)
            {
                if (ranks(r).Has(o))
                {
                    possible = true;
                    result = result.With(o, result.At(o) | move(r, o, axes.At(r)));
                }
            }
        }

        return possible ? result : axes.IsEmpty ? AxisSets.None : AxisSets.All;
    }

    /// <summary>Where one axis goes, if it stays an axis of its own; empty otherwise.</summary>
    public AxisSets ApplyToSingle(RankSet source, AxisSets axis)
    {
        AxisSets target = Apply(source, axis);
        AxisSets others = Apply(source, AxisSets.All.Within(source) - axis);
        for (int r = 0; r <= AxisSets.MaxRank; r++)
        {
            int bits = target.At(r);
            if ((bits & (bits - 1)) != 0)
            {
                return AxisSets.None;
            }
        }

        return (target & others).IsEmpty ? target : AxisSets.None;
    }

    /// <summary>Nothing is known of the result's axes but the ranks it may have.</summary>
    public static AxisMove Scatter(RankSet result) => new(_ => result, (_, o, axes) => axes == 0 ? 0 : (1 << o) - 1);

    /// <summary>A reshape to sizes of which some are the constant 1: those axes cannot vary.</summary>
    public static AxisMove Reshape(int rank, int axesOfSizeOne) =>
        new(_ => RankSet.Of(rank), (_, o, axes) => axes == 0 ? 0 : ((1 << o) - 1) & ~axesOfSizeOne);

    /// <summary>Same number of axes, places unknown.</summary>
    public static AxisMove Shuffle() => new(r => RankSet.Of(r), (_, o, axes) => axes == 0 ? 0 : (1 << o) - 1);

    public static AxisMove Keep() => new(r => RankSet.Of(r), (_, _, axes) => axes);

    public static AxisMove Permute(ImmutableArray<long> order) => new(
        r => r == order.Length ? RankSet.Of(r) : default,
        (r, _, axes) =>
        {
            int result = 0;
            for (int i = 0; i < r; i++)
            {
                long from = order[i] < 0 ? order[i] + r : order[i];
                result |= (axes & (1 << (int)from)) != 0 ? 1 << i : 0;
            }

            return result;
        });

    public static AxisMove Transpose(long first, long second) => new(
        r => Front(first, r) is >= 0 && Front(second, r) is >= 0 ? RankSet.Of(r) : default,
        (r, _, axes) =>
        {
            int a = Front(first, r), b = Front(second, r);
            int rest = axes & ~(1 << a) & ~(1 << b);
            return rest | ((axes & (1 << a)) != 0 ? 1 << b : 0) | ((axes & (1 << b)) != 0 ? 1 << a : 0);
        });

    public static AxisMove Flatten(long start, long end) => new(
        r => r == 0 ? RankSet.Of(1) : Front(start, r) is >= 0 and var s && Front(end, r) is var e && e >= s ? RankSet.Of(r - (e - s)) : default,
        (r, _, axes) =>
        {
            if (r == 0)
            {
                return 0;
            }

            int s = Front(start, r), e = Front(end, r), result = 0;
            for (int i = 0; i < r; i++)
            {
                result |= (axes & (1 << i)) == 0 ? 0 : 1 << (i < s ? i : i <= e ? s : i - (e - s));
            }

            return result;
        });

    /// <summary>One axis becomes several; those keep what it had.</summary>
    public static AxisMove Unflatten(long axis, int parts) => new(
        r => Front(axis, r) >= 0 ? RankSet.Of(r + parts - 1) : default,
        (r, _, axes) =>
        {
            int a = Front(axis, r), result = 0;
            for (int i = 0; i < r; i++)
            {
                result |= (axes & (1 << i)) == 0 ? 0 : i < a ? 1 << i : i > a ? 1 << (i + parts - 1) : ((1 << parts) - 1) << a;
            }

            return result;
        });

    public static AxisMove Insert(long axis) => new(
        r => r < AxisSets.MaxRank && Place(axis, r) is >= 0 and var a && a <= r ? RankSet.Of(r + 1) : default,
        (r, _, axes) =>
        {
            int a = Place(axis, r);
            int low = axes & ((1 << a) - 1);
            return low | ((axes & ~((1 << a) - 1)) << 1);
        });

    /// <summary>The axes in <paramref name="axes"/> disappear (or keep size one).</summary>
    public static AxisMove Remove(AxisSets axes, bool keep) => new(
        r => keep ? RankSet.Of(r) : RankSet.Of(r - Count(axes.At(r))),
        (r, _, set) =>
        {
            int removed = axes.At(r), result = 0, target = 0;
            for (int i = 0; i < r; i++)
            {
                bool gone = (removed & (1 << i)) != 0;
                result |= !gone && (set & (1 << i)) != 0 ? 1 << (keep ? i : target) : 0;
                target += gone ? 0 : 1;
            }

            return result;
        });

    /// <summary>An axis that disappears if its size is one.</summary>
    public static AxisMove Squeeze(long axis)
    {
        AxisMove removed = Remove(AxisSets.Axis(axis), keep: false);
        return new AxisMove(
            r => RankSet.Of(r) | removed.ranks(r),
            (r, o, axes) => o == r ? axes : removed.move(r, o, axes));
    }

    private static int Front(long axis, int rank)
    {
        long front = axis < 0 ? axis + rank : axis;
        return front < 0 || front >= rank ? -1 : (int)front;
    }

    private static int Place(long axis, int rank) => (int)(axis < 0 ? axis + rank + 1 : axis);

    private static int Count(int bits)
    {
        int count = 0;
        for (; bits != 0; bits &= bits - 1)
        {
            count++;
        }

        return count;
    }
}
