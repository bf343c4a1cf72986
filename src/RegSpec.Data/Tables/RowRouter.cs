namespace RegSpec;

/// <summary>Deals rows to the statistics of their folds, a block at a time.</summary>
internal sealed class RowRouter
{
    /// <summary>Doubles of a fold's block: 512 KB.</summary>
    private const int BlockLength = 1 << 16;

    private readonly RidgeStatistics[] folds;
    private readonly RowBlockBuffer[] blocks;

    public RowRouter(RidgeStatistics[] folds, int width, bool hasWeights)
    {
        this.folds = folds;
        blocks = Array.ConvertAll(folds, _ => new RowBlockBuffer(BlockLength, width, hasWeights, hasFolds: false));
    }

    public void Add(RowBlockBuffer rows)
    {
        for (int i = 0; i < rows.Rows; i++)
        {
            int fold = (int)rows.Fold(i);
            RowBlockBuffer block = blocks[fold];
            rows.Row(i).CopyTo(block.Row(block.Rows));
            if (block.HasWeights)
            {
                block.Weight(block.Rows) = rows.Weight(i);
            }

            if (++block.Rows == block.Capacity)
            {
                Flush(fold);
            }
        }
    }

    /// <summary>Sums what is left in the blocks.</summary>
    public void Flush()
    {
        for (int fold = 0; fold < folds.Length; fold++)
        {
            Flush(fold);
        }
    }

    private void Flush(int fold)
    {
        folds[fold].Add(blocks[fold].Values, blocks[fold].Weights);
        blocks[fold].Rows = 0;
    }
}
