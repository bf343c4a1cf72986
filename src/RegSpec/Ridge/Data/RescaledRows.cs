namespace RegSpec;

/// <summary>Rows whose features are multiplied by factors.</summary>
internal sealed class RescaledRows(DesignRows rows, double[] factors) : DesignRows(rows.Count, rows.FeatureCount, rows.TargetCount, rows.Weights)
{
    public override LearnedRows? Learned => rows.Learned is null ? null : throw new NotSupportedException("Columns that are learned of the rows of a fit cannot be rescaled fold by fold.");

    public override RowBlock Read(long start, int count, BlockBuffer buffer)
    {
        RowBlock block = rows.Read(start, count, buffer.Inner);
        buffer.Features = buffer.Features.Length < count * FeatureCount ? new double[count * FeatureCount] : buffer.Features;
        buffer.Targets = buffer.Targets.Length < count * TargetCount ? new double[count * TargetCount] : buffer.Targets;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> given = block.Features(i, FeatureCount);
            for (int j = 0; j < given.Length; j++)
            {
                buffer.Features[i * FeatureCount + j] = factors[j] * given[j];
            }

            block.Targets(i, TargetCount).CopyTo(buffer.Targets.AsSpan(i * TargetCount));
        }

        return new RowBlock(buffer.Features.AsSpan(0, count * FeatureCount), FeatureCount, buffer.Targets.AsSpan(0, count * TargetCount), TargetCount, WeightsOf(start, count), count, start);
    }
}
