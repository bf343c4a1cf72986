
namespace RegSpec.Semantics.Proofs;

/// <summary>Axes under broadcasting: counted from the back.</summary>
internal static class Broadcasting
{
    /// <summary>Axes of a tensor as axes of a broadcast result: counted from the back.</summary>
    public static AxisSets Align(AxisSets axes, RankSet ranks, RankSet result)
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

    public static Component Align(Component c, RankSet ranks, RankSet result) =>
        c with { Offset = Align(c.Offset, ranks, result), CatAxis = Align(c.CatAxis, ranks, result) };

    public static Degrees Of(Degrees shape, Degrees a, Degrees b, RankSet ranks)
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
}
