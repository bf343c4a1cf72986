namespace RegSpec;

/// <summary>Rows whose columns are made of the values that were read of them: 8 bytes a string, however many columns it has.</summary>
/// <param name="rows">The values.</param>
/// <param name="expansion">What makes columns of them.</param>
/// <param name="form">What learns from rows how to make columns; null where nothing is learned.</param>
internal sealed class EncodedRows(DesignRows rows, IRowExpansion expansion, RowForm? form = null) : DesignRows(rows.Count, expansion.ColumnCount, rows.TargetCount, rows.Weights)
{
    public override LearnedRows? Learned => form is null ? null : new LearnedRows(rows, form, made => made);

    public override RowBlock Read(long start, int count, BlockBuffer buffer)
    {
        RowBlock block = rows.Read(start, count, buffer.Inner);
        int p = FeatureCount;
        buffer.Features = buffer.Features.Length < count * p ? new double[count * p] : buffer.Features;
        buffer.Targets = buffer.Targets.Length < count * TargetCount ? new double[count * TargetCount] : buffer.Targets;
        for (int i = 0; i < count; i++)
        {
            expansion.Expand(block.Features(i, rows.FeatureCount), buffer.Features.AsSpan(i * p, p));
            block.Targets(i, TargetCount).CopyTo(buffer.Targets.AsSpan(i * TargetCount));
        }

        return new RowBlock(buffer.Features.AsSpan(0, count * p), p, buffer.Targets.AsSpan(0, count * TargetCount), TargetCount, WeightsOf(start, count), count, start);
    }
}
