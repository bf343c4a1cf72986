namespace RegSpec;

/// <summary>A copy of rows as doubles, all in one piece.</summary>
internal sealed class PackedRows : DesignRows
{
    private readonly double[] features;
    private readonly double[] targets;

    public PackedRows(DesignRows rows)
        : base(rows.Count, rows.FeatureCount, rows.TargetCount, rows.Weights)
    {
        Learned = rows.Learned;
        features = new double[checked(rows.Count * FeatureCount)];
        targets = new double[checked(rows.Count * TargetCount)];
        BlockBuffer buffer = new();
        int size = MomentAccumulator.RowsPerBlock(FeatureCount);
        for (long start = 0; start < Count; start += size)
        {
            RowBlock block = rows.Read(start, (int)Math.Min(size, Count - start), buffer);
            for (int i = 0; i < block.Rows; i++)
            {
                block.Features(i, FeatureCount).CopyTo(features.AsSpan((int)(start + i) * FeatureCount));
                block.Targets(i, TargetCount).CopyTo(targets.AsSpan((int)(start + i) * TargetCount));
            }
        }
    }

    public override LearnedRows? Learned { get; }

    public override RowBlock Read(long start, int rows, BlockBuffer buffer) => new(
        features.AsSpan((int)start * FeatureCount, rows * FeatureCount), FeatureCount,
        targets.AsSpan((int)start * TargetCount, rows * TargetCount), TargetCount, WeightsOf(start, rows), rows, start);

    public override DesignRows Packed() => this;
}
