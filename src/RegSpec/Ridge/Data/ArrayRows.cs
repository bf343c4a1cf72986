namespace RegSpec;

/// <summary>Rows of one target made by the library, in arrays.</summary>
internal sealed class ArrayRows(double[] features, double[] targets, double[]? weights) : DesignRows(targets.Length, features.Length / targets.Length, 1, weights)
{
    private readonly double[] features = features;
    private readonly double[] targets = targets;

    public override RowBlock Read(long start, int rows, BlockBuffer buffer) => new(
        features.AsSpan((int)start * FeatureCount, rows * FeatureCount), FeatureCount, targets.AsSpan((int)start, rows), 1, WeightsOf(start, rows), rows, start);

    public override DesignRows Packed() => this;
}
