namespace RegSpec;

/// <summary>From where and in what powers and products of values are counted, so that their sums keep their digits: near the mean, in units near the deviation. No result depends on it but for rounding.</summary>
internal static class RowOrigins
{
    /// <param name="rows">Values of rows; what is missing or infinite does not count.</param>
    public static (double Origin, double Unit)[] Of(DesignRows rows)
    {
        int width = rows.FeatureCount;
        double[] shift = new double[width];
        double[] sum = new double[width];
        double[] squares = new double[width];
        long[] count = new long[width];
        BlockBuffer buffer = new();
        int size = Math.Max(1, (1 << 16) / width);
        for (long start = 0; start < rows.Count; start += size)
        {
            RowBlock block = rows.Read(start, (int)Math.Min(size, rows.Count - start), buffer);
            for (int i = 0; i < block.Rows; i++)
            {
                ReadOnlySpan<double> values = block.Features(i, width);
                for (int j = 0; j < width && block.Weight(i) > 0; j++)
                {
                    if (double.IsFinite(values[j]))
                    {
                        shift[j] = count[j]++ == 0 ? values[j] : shift[j];
                        double off = values[j] - shift[j];
                        sum[j] += off;
                        squares[j] += off * off;
                    }
                }
            }
        }

        return [.. Enumerable.Range(0, width).Select(j =>
        {
            double mean = count[j] == 0 ? 0 : sum[j] / count[j];
            double variance = count[j] == 0 ? 0 : squares[j] / count[j] - mean * mean;
            return double.IsNormal(variance) && variance > 0 ? (shift[j] + mean, Math.ScaleB(1, Math.ILogB(variance) / 2)) : (shift[j], 1.0);
        })];
    }
}
