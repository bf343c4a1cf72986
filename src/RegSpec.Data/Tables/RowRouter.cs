namespace RegSpec;

/// <summary>Deals rows, as cells, to the statistics of their folds, a block at a time.</summary>
internal sealed class RowRouter
{
    /// <summary>Doubles of a fold's block: 512 KB.</summary>
    private const int BlockLength = 1 << 16;

    private readonly RidgeStatistics[] folds;
    private readonly RowCells cells;
    private readonly RowBlockBuffer[] blocks;

    public RowRouter(RidgeStatistics[] folds, RowCells cells, bool hasWeights)
    {
        this.folds = folds;
        this.cells = cells;
        blocks = Array.ConvertAll(folds, _ => new RowBlockBuffer(BlockLength, cells.Width, hasWeights, hasFolds: false));
    }

    public void Add(RowBlockBuffer rows)
    {
        if (cells.IsPlain && folds.Length == 1)
        {
            folds[0].Add(rows.Values, rows.Weights);
            return;
        }

        for (int i = 0; i < rows.Rows; i++)
        {
            int fold = rows.HasFolds ? (int)rows.Fold(i) : 0;
            RowBlockBuffer block = blocks[fold];
            cells.Expand(rows.Row(i), block.Row(block.Rows));
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
