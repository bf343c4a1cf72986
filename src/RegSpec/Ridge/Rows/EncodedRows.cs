namespace RegSpec;

/// <summary>Rows whose columns are made of the values that were read of them: 8 bytes a string, however many columns it has.</summary>
/// <param name="rows">The values.</param>
/// <param name="expansion">What makes columns of them.</param>
/// <param name="form">What learns from rows how to make columns; null where nothing is learned.</param>
internal sealed class EncodedRows(DesignRows rows, RowExpansion expansion, RowForm? form = null) : DesignRows(rows.Count, expansion.ColumnCount, rows.TargetCount, rows.Weights)
{
    public override LearnedRows? Learned => form is null ? null : new LearnedRows(rows, form, made => made);

    public override RowBlock Read(long start, int count, BlockBuffer buffer)
    {
        RowBlock block = rows.Read(start, count, buffer.Inner);
        int p = FeatureCount;
        buffer.Features = buffer.Features.Length < count * p ? new double[count * p] : buffer.Features;
        expansion.Expand(block.AllFeatures, block.FeatureStride, count, buffer.Features, p);
        return block.With(buffer.Features.AsSpan(0, count * p), p);
    }
}
