namespace RegSpec;

/// <summary>Rows in blocks of memory of our own: each row its p features, then its t targets.</summary>
/// <param name="blocks">Each holds <paramref name="rowsPerBlock"/> rows, the last one the rest.</param>
/// <param name="rowsPerBlock">Rows of a full block.</param>
/// <param name="count">n.</param>
/// <param name="featureCount">p.</param>
/// <param name="targetCount">t.</param>
/// <param name="weights">n weights, or null when all are 1.</param>
internal sealed class BlockRows(IReadOnlyList<double[]> blocks, int rowsPerBlock, long count, int featureCount, int targetCount, double[]? weights)
    : DesignRows(count, featureCount, targetCount, weights)
{
    private readonly int stride = featureCount + targetCount;

    /// <summary>Reads in place where the rows lie in one block.</summary>
    public override RowBlock Read(long start, int rows, BlockBuffer buffer)
    {
        int length = rows * stride;
        ReadOnlySpan<double> values;
        if (start % rowsPerBlock + rows <= rowsPerBlock)
        {
            values = blocks[(int)(start / rowsPerBlock)].AsSpan((int)(start % rowsPerBlock) * stride, length);
        }
        else
        {
            buffer.Features = buffer.Features.Length < length ? new double[length] : buffer.Features;
            Copy(start, buffer.Features.AsSpan(0, length));
            values = buffer.Features.AsSpan(0, length);
        }

        return new RowBlock(values, stride, values.IsEmpty ? values : values[FeatureCount..], stride, WeightsOf(start, rows), rows, start);
    }

    public override DesignRows Packed() => blocks.Count <= 1 ? this : base.Packed();

    private void Copy(long row, Span<double> values)
    {
        while (!values.IsEmpty)
        {
            int first = (int)(row % rowsPerBlock);
            int rows = Math.Min(rowsPerBlock - first, values.Length / stride);
            blocks[(int)(row / rowsPerBlock)].AsSpan(first * stride, rows * stride).CopyTo(values);
            values = values[(rows * stride)..];
            row += rows;
        }
    }
}
