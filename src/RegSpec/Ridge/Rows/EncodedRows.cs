namespace RegSpec;

/// <summary>Rows whose strings are kept as numbers of their levels: 8 bytes a string, however many columns it has.</summary>
internal sealed class EncodedRows(DesignRows rows, RidgeEncoding encoding) : DesignRows(rows.Count, encoding.Layout.Columns.Count, rows.TargetCount, rows.Weights)
{
    public override RowBlock Read(long start, int count, BlockBuffer buffer)
    {
        RowBlock block = rows.Read(start, count, buffer.Inner);
        int p = FeatureCount;
        buffer.Features = buffer.Features.Length < count * p ? new double[count * p] : buffer.Features;
        buffer.Targets = buffer.Targets.Length < count * TargetCount ? new double[count * TargetCount] : buffer.Targets;
        for (int i = 0; i < count; i++)
        {
            encoding.Expand(block.Features(i, rows.FeatureCount), buffer.Features.AsSpan(i * p, p));
            block.Targets(i, TargetCount).CopyTo(buffer.Targets.AsSpan(i * TargetCount));
        }

        return new RowBlock(buffer.Features.AsSpan(0, count * p), p, buffer.Targets.AsSpan(0, count * TargetCount), TargetCount, WeightsOf(start, count), count, start);
    }

    public override DesignRows Select(long[] places) => new EncodedRows(rows.Select(places), encoding);

    public override void Release() => rows.Release();
}
