namespace RegSpec;

/// <summary>The rows of a fit: features n × p, targets n × t, weights n.</summary>
internal abstract class DesignRows(long count, int featureCount, int targetCount, double[]? weights)
{
    public long Count { get; } = count;

    public int FeatureCount { get; } = featureCount;

    public int TargetCount { get; } = targetCount;

    /// <summary>The weights, or null when all are 1.</summary>
    public double[]? Weights { get; } = weights;

    /// <summary>How fits to some of these rows make their columns, where these depend on the rows of a fit; null where they do not.</summary>
    public virtual LearnedRows? Learned => null;

    /// <summary>Rows [start, start + rows) as doubles.</summary>
    public abstract RowBlock Read(long start, int rows, BlockBuffer buffer);

    /// <summary>The same rows where all of them lie in memory as doubles, so that <see cref="Read"/> copies nothing: these themselves if they do.</summary>
    public virtual DesignRows Packed() => new PackedRows(this);

    protected ReadOnlySpan<double> WeightsOf(long start, int rows) => Weights is null ? default : Weights.AsSpan((int)start, rows);
}
