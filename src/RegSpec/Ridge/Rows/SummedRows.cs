namespace RegSpec;

/// <summary>Sums rows block by block and keeps none.</summary>
internal sealed class SummedRows(int featureCount, bool hasWeights, int? expected, ColumnNames names)
    : RowCollector(featureCount, hasWeights, expected, MomentAccumulator.RowsPerBlock(featureCount + 1))
{
    private readonly MomentAccumulator accumulator = new(featureCount, targets: 1, MomentAccumulator.RowsPerBlock(featureCount + 1));
    private long summed;

    public RidgeStatistics Finish()
    {
        Flush();
        return new RidgeStatistics(FeatureCount, 1, accumulator.Finish());
    }

    protected override void Take(double[] block, double[]? weights, int rows)
    {
        int stride = FeatureCount + 1;
        accumulator.Add(new RowBlock(block, stride, block.AsSpan(FeatureCount), stride, weights, rows, summed), names);
        summed += rows;
    }

    protected override double[] Reusable(double[] block) => block;
}
