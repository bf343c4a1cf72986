namespace RegSpec.Semantics.Proofs;

/// <summary>The numbers of axes a tensor may have: bit r for rank r, 0 to 7.</summary>
internal readonly record struct RankSet(byte Bits)
{
    /// <summary>Nothing is known.</summary>
    public static readonly RankSet Any = new(0xFF);

    public static readonly RankSet Scalar = Of(0);

    public static RankSet Of(int rank) => rank is >= 0 and <= AxisSets.MaxRank ? new RankSet((byte)(1 << rank)) : Any;

    /// <summary>All ranks from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static RankSet Between(int low, int high)
    {
        int bits = 0;
        for (int r = low; r <= high && r <= AxisSets.MaxRank; r++)
        {
            bits |= 1 << r;
        }

        return new RankSet((byte)bits);
    }

    public bool IsEmpty => Bits == 0;

    /// <summary>The one rank it is; null where there are several.</summary>
    public int? Single
    {
        get
        {
            for (int r = 0; r <= AxisSets.MaxRank; r++)
            {
                if (Bits == 1 << r)
                {
                    return r;
                }
            }

            return null;
        }
    }

    public bool Has(int rank) => (Bits & (1 << rank)) != 0;

    public static RankSet operator |(RankSet a, RankSet b) => new((byte)(a.Bits | b.Bits));

    public static RankSet operator &(RankSet a, RankSet b) => new((byte)(a.Bits & b.Bits));

    /// <summary>Ranks of an elementwise result: the larger of the two.</summary>
    public static RankSet Broadcast(RankSet a, RankSet b)
    {
        int bits = 0;
        for (int r = 0; r <= AxisSets.MaxRank; r++)
        {
            for (int s = 0; s <= AxisSets.MaxRank; s++)
            {
                if (a.Has(r) && b.Has(s))
                {
                    bits |= 1 << (r > s ? r : s);
                }
            }
        }

        return new RankSet((byte)bits);
    }
}
