namespace RegSpec;

/// <summary>Some consecutive rows in row-major order, with the weights of these rows (empty: all 1).</summary>
internal readonly ref struct RowBlock(
    ReadOnlySpan<double> features, int featureStride, ReadOnlySpan<double> targets, int targetStride, ReadOnlySpan<double> weights, int rows, long start)
{
    private readonly ReadOnlySpan<double> features = features;
    private readonly ReadOnlySpan<double> targets = targets;
    private readonly ReadOnlySpan<double> weights = weights;

    public int Rows { get; } = rows;

    /// <summary>Index of the first row among all rows.</summary>
    public long Start { get; } = start;

    /// <summary>The features of all rows.</summary>
    public ReadOnlySpan<double> AllFeatures => features;

    /// <summary>From the features of a row to those of the next.</summary>
    public int FeatureStride => featureStride;

    /// <summary>The same rows with other features, side by side.</summary>
    public RowBlock With(ReadOnlySpan<double> otherFeatures, int count) => new(otherFeatures, count, targets, targetStride, weights, Rows, Start);

    public ReadOnlySpan<double> Features(int row, int count) => features.Slice(row * featureStride, count);

    /// <summary>The features of a row and what lies behind them in memory, up to a length; at the end of the block zeros, in a copy.</summary>
    public ReadOnlySpan<double> FeaturesPadded(int row, int count, int length, double[] copy)
    {
        int start = row * featureStride;
        if (start + length <= features.Length)
        {
            return features.Slice(start, length);
        }

        features.Slice(start, count).CopyTo(copy);
        copy.AsSpan(count, length - count).Clear();
        return copy.AsSpan(0, length);
    }

    public ReadOnlySpan<double> Targets(int row, int count) => targets.Slice(row * targetStride, count);

    public double Weight(int row) => weights.IsEmpty ? 1.0 : weights[row];
}
