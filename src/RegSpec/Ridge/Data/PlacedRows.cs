namespace RegSpec;

/// <summary>Those of other rows that stand at some places; nothing is copied before it is read.</summary>
/// <param name="rows">All rows.</param>
/// <param name="places">The places, ascending.</param>
internal sealed class PlacedRows(DesignRows rows, long[] places)
    : DesignRows(places.Length, rows.FeatureCount, rows.TargetCount, rows.Weights is { } all ? Array.ConvertAll(places, place => all[place]) : null)
{
    public override RowBlock Read(long start, int count, BlockBuffer buffer)
    {
        int p = FeatureCount;
        int most = Math.Max(1, (1 << 16) / (p + TargetCount));
        buffer.Features = buffer.Features.Length < count * p ? new double[count * p] : buffer.Features;
        buffer.Targets = buffer.Targets.Length < count * TargetCount ? new double[count * TargetCount] : buffer.Targets;
        for (int read = 0; read < count;)
        {
            // Rows that stand close together are read together.
            long first = places[start + read];
            int end = read + 1;
            while (end < count && places[start + end] - first < most)
            {
                end++;
            }

            RowBlock block = rows.Read(first, (int)(places[start + end - 1] - first) + 1, buffer.Inner);
            for (; read < end; read++)
            {
                int row = (int)(places[start + read] - first);
                block.Features(row, p).CopyTo(buffer.Features.AsSpan(read * p));
                block.Targets(row, TargetCount).CopyTo(buffer.Targets.AsSpan(read * TargetCount));
            }
        }

        return new RowBlock(buffer.Features.AsSpan(0, count * p), p, buffer.Targets.AsSpan(0, count * TargetCount), TargetCount, WeightsOf(start, count), count, start);
    }
}
