namespace RegSpec;

/// <summary>
/// Keeps all rows: refinement, leave-one-out and folds pass over them again. In one block where their number is known: each large block is a
/// reason for the garbage collector to mark the caller's rows again.
/// </summary>
internal sealed class KeptRows(int featureCount, int targetCount, bool hasWeights, int? expected)
    : RowCollector(featureCount, targetCount, hasWeights, expected, RowsOfBlock(featureCount + targetCount, expected))
{
    /// <summary>Doubles of a block when the number of rows is not known: 32 MB.</summary>
    private const int UsualLength = 4 << 20;

    private const int MaxLength = 1 << 30;

    private readonly List<double[]> blocks = [];
    private readonly List<double[]> weightBlocks = [];

    /// <summary>All rows.</summary>
    /// <param name="rework">Done to each block of rows first; null for nothing.</param>
    public DesignRows Finish(Action<double[]>? rework = null)
    {
        Flush();
        blocks.ForEach(block => rework?.Invoke(block));
        double[]? all = weightBlocks.Count == 0 ? null : weightBlocks.Count == 1 ? weightBlocks[0] : [.. weightBlocks.SelectMany(part => part)];
        return new BlockRows(blocks, RowsPerBlock, Count, FeatureCount, TargetCount, all);
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

    private static int RowsOfBlock(int stride, int? expected)
    {
        int usual = Math.Max(1, UsualLength / stride);
        return expected is { } all ? Math.Clamp(all, usual, MaxLength / stride) : usual;
    }
}
