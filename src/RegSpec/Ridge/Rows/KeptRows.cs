namespace RegSpec;

/// <summary>Keeps all rows: refinement, leave-one-out and folds pass over them again.</summary>
internal sealed class KeptRows(int featureCount, bool hasWeights, int? expected) : RowCollector(featureCount, hasWeights, expected)
{
    private readonly List<double[]> blocks = [];
    private readonly List<double[]> weightBlocks = [];

    public DesignRows Finish()
    {
        Flush();
        double[]? all = weightBlocks.Count == 0 ? null : weightBlocks.Count == 1 ? weightBlocks[0] : [.. weightBlocks.SelectMany(part => part)];
        return new BlockRows(blocks, RowsPerBlock, Count, FeatureCount, all);
    }

    protected override void Take(double[] block, double[]? weights, int rows)
    {
        blocks.Add(block);
        if (weights is not null)
        {
            weightBlocks.Add(weights);
        }
    }

    protected override double[] Reusable(double[] block) => [];
}
