namespace RegSpec;

/// <summary>Rows that tell a watch when they are read.</summary>
internal sealed class WatchedRows(DesignRows rows, RidgeWatch watch) : DesignRows(rows.Count, rows.FeatureCount, rows.TargetCount, rows.Weights)
{
    private readonly DesignRows inner = rows;

    /// <summary>The rows, for another watch.</summary>
    public DesignRows Unwatched => inner;

    public override LearnedRows? Learned => inner.Learned?.Through(rows => new WatchedRows(rows, watch));

    public override RowBlock Read(long start, int count, BlockBuffer buffer)
    {
        watch.Read(count);
        return inner.Read(start, count, buffer);
    }

    public override DesignRows Packed()
    {
        DesignRows packed = inner.Packed();
        return ReferenceEquals(packed, inner) ? this : new WatchedRows(packed, watch);
    }
}
