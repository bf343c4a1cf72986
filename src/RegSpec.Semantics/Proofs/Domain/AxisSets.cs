using System;

namespace RegSpec.Semantics.Proofs;

/// <summary>
/// For each rank a tensor may have (0 to 7), a set of its axes, counted from the front: byte r of <see cref="Bits"/> belongs to rank r.
/// The same place in a network can see tensors of several ranks; keeping one set for each makes "the last axis" and "axis 1" both exact.
/// </summary>
internal readonly record struct AxisSets(ulong Bits)
{
    public const int MaxRank = 7;

    /// <summary>No axis at any rank.</summary>
    public static readonly AxisSets None = default;

    /// <summary>Every axis at every rank.</summary>
    public static readonly AxisSets All = Build(r => (1 << r) - 1);

    public bool IsEmpty => Bits == 0;

    /// <summary>The axes at rank <paramref name="rank"/>, bit i for axis i.</summary>
    public int At(int rank) => (int)((Bits >> (8 * rank)) & 0xFF);

    public static AxisSets Build(Func<int, int> axesOfRank)
    {
        ulong bits = 0;
        for (int r = 0; r <= MaxRank; r++)
        {
            bits |= (ulong)(axesOfRank(r) & ((1 << r) - 1)) << (8 * r);
        }

        return new AxisSets(bits);
    }

    /// <summary>One axis at every rank that has it; negative counts from the back.</summary>
    public static AxisSets Axis(long axis) => Build(r =>
    {
        long front = axis < 0 ? axis + r : axis;
        return front >= 0 && front < r ? 1 << (int)front : 0;
    });

    /// <summary>The last <paramref name="count"/> axes at every rank.</summary>
    public static AxisSets Last(int count) => Build(r => r <= count ? (1 << r) - 1 : ((1 << count) - 1) << (r - count));

    public AxisSets With(int rank, int axes) => new((Bits & ~(0xFFUL << (8 * rank))) | ((ulong)(uint)axes << (8 * rank)));

    public static AxisSets operator |(AxisSets a, AxisSets b) => new(a.Bits | b.Bits);

    public static AxisSets operator &(AxisSets a, AxisSets b) => new(a.Bits & b.Bits);

    /// <summary>The axes of <paramref name="a"/> that are not in <paramref name="b"/>.</summary>
    public static AxisSets operator -(AxisSets a, AxisSets b) => new(a.Bits & ~b.Bits);

    /// <summary>The sets of the ranks in <paramref name="ranks"/> alone.</summary>
    public AxisSets Within(RankSet ranks)
    {
        ulong mask = 0;
        for (int r = 0; r <= MaxRank; r++)
        {
            if (ranks.Has(r))
            {
                mask |= 0xFFUL << (8 * r);
            }
        }

        return new AxisSets(Bits & mask);
    }
}
