namespace RegSpec;

/// <summary>Takes rows as they are read: room for a block of them, each p values and then t targets, with the weights beside.</summary>
/// <param name="featureCount">p.</param>
/// <param name="targetCount">t.</param>
/// <param name="hasWeights">Whether each row has a weight.</param>
/// <param name="expected">How many rows will come; null if that is not known.</param>
/// <param name="rowsPerBlock">Rows of a full block.</param>
internal abstract class RowCollector(int featureCount, int targetCount, bool hasWeights, int? expected, int rowsPerBlock)
{
    private const int FewRows = 256;

    private readonly int stride = featureCount + targetCount;
    private double[] block = [];
    private double[] weights = [];
    private int filled;

    /// <summary>Rows taken so far.</summary>
    public long Count { get; private set; }

    /// <summary>Rows of a full block.</summary>
    protected int RowsPerBlock => rowsPerBlock;

    protected int FeatureCount => featureCount;

    protected int TargetCount => targetCount;

    /// <summary>Room for the next rows.</summary>
    /// <param name="wanted">Rows there are, at least 1.</param>
    /// <param name="rowWeights">Room for their weights; empty without.</param>
    /// <param name="rows">Rows there is room for, from 1 to <paramref name="wanted"/>.</param>
    public Span<double> Reserve(int wanted, out Span<double> rowWeights, out int rows)
    {
        if (filled == rowsPerBlock)
        {
            Flush();
        }

        if (filled * stride == block.Length)
        {
            Grow();
        }

        rows = Math.Min(wanted, block.Length / stride - filled);
        rowWeights = hasWeights ? weights.AsSpan(filled, rows) : default;
        return block.AsSpan(filled * stride, rows * stride);
    }

    /// <summary>Counts rows that were written into the room.</summary>
    public void Commit(int rows)
    {
        filled += rows;
        Count += rows;
    }

    /// <summary>Hands the last block over.</summary>
    protected void Flush()
    {
        if (filled > 0)
        {
            Take(filled * stride == block.Length ? block : block[..(filled * stride)], hasWeights ? weights[..filled] : null, filled);
            block = Reusable(block);
            filled = 0;
        }
    }

    /// <summary>Takes a block: a full one, or the last.</summary>
    protected abstract void Take(double[] block, double[]? weights, int rows);

    /// <summary>The memory for the next block; empty when the block was kept.</summary>
    protected abstract double[] Reusable(double[] block);

    private void Grow()
    {
        int rows = filled > 0 ? Math.Min(2 * filled, rowsPerBlock)
            : expected is { } all ? (int)Math.Clamp(all - Count, 1, rowsPerBlock)
            : Count > 0 ? rowsPerBlock : Math.Min(FewRows, rowsPerBlock);
        double[] larger = GC.AllocateUninitializedArray<double>(rows * stride);
        block.AsSpan(0, filled * stride).CopyTo(larger);
        block = larger;
        if (hasWeights && weights.Length < rows)
        {
            Array.Resize(ref weights, rows);
        }
    }
}
