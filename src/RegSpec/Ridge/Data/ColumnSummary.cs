namespace RegSpec;

/// <summary>Count, weights, means, deviations and ranges of the columns [x | y], in their own units.</summary>
internal sealed class ColumnSummary
{
    private ColumnSummary(int width)
    {
        Mean = new DoubleDouble[width];
        Deviation = new double[width];
        Minimum = new double[width];
        Maximum = new double[width];
        Array.Fill(Minimum, double.PositiveInfinity);
        Array.Fill(Maximum, double.NegativeInfinity);
    }

    public long Count { get; private set; }

    public double WeightSum { get; private set; }

    public bool UnitWeights { get; private set; } = true;

    public DoubleDouble[] Mean { get; }

    /// <summary>Root mean square deviation about the mean, or about zero without an intercept.</summary>
    public double[] Deviation { get; }

    public double[] Minimum { get; }

    public double[] Maximum { get; }

    public static ColumnSummary Of(Moments moments, bool aboutMean)
    {
        ColumnSummary summary = new(moments.Width) { Count = moments.Count, WeightSum = moments.WeightSum, UnitWeights = moments.UnitWeights };
        for (int j = 0; j < moments.Width; j++)
        {
            summary.Mean[j] = moments.Mean(j);
            summary.Deviation[j] = moments.Deviation(j, aboutMean);
            summary.Minimum[j] = moments.Minimum[j];
            summary.Maximum[j] = moments.Maximum[j];
        }

        return summary;
    }

    /// <summary>From two passes over the rows: for wide data, whose products would be larger than the data.</summary>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static ColumnSummary Of(DesignRows rows, ColumnNames names, bool aboutMean)
    {
        int p = rows.FeatureCount;
        int width = p + rows.TargetCount;
        ColumnSummary summary = new(width);
        double[] origin = new double[width];
        double[] sum = new double[width];
        ForEachRow(rows, (block, i) => summary.AddRange(block, i, p, origin, sum, names));
        double total = summary.WeightSum;
        double[] scale = new double[width];
        int[] exponent = new int[width];
        for (int j = 0; j < width && total > 0; j++)
        {
            summary.Mean[j] = DoubleDouble.TwoSum(origin[j], sum[j] / total);
            double centre = aboutMean ? summary.Mean[j].Value : 0;
            double spread = Math.Max(Math.Abs(summary.Maximum[j] - centre), Math.Abs(summary.Minimum[j] - centre));
            exponent[j] = double.IsNormal(spread) ? Math.Clamp(Math.ILogB(spread), -960, 960) : 0;
            scale[j] = Math.ScaleB(1, -exponent[j]);
        }

        double[] first = new double[width];
        double[] second = new double[width];
        ForEachRow(rows, (block, i) =>
        {
            double weight = block.Weight(i);
            ReadOnlySpan<double> x = block.Features(i, p);
            ReadOnlySpan<double> y = block.Targets(i, width - p);
            for (int j = 0; j < width; j++)
            {
                double value = j < p ? x[j] : y[j - p];
                double part = (aboutMean ? (value - summary.Mean[j].Hi) - summary.Mean[j].Lo : value) * scale[j];
                first[j] += weight * part;
                second[j] += weight * part * part;
            }
        });
        for (int j = 0; j < width && total > 0; j++)
        {
            double correction = aboutMean ? first[j] / total : 0;
            summary.Mean[j] += new DoubleDouble(Math.ScaleB(correction, exponent[j]), 0);
            summary.Deviation[j] = Math.ScaleB(Math.Sqrt(Math.Max(second[j] / total - correction * correction, 0)), exponent[j]);
        }

        return summary;
    }

    private delegate void RowAction(RowBlock block, int row);

    private static void ForEachRow(DesignRows rows, RowAction action)
    {
        BlockBuffer buffer = new();
        int size = Math.Max(1, (1 << 17) / rows.FeatureCount);
        for (long start = 0; start < rows.Count; start += size)
        {
            RowBlock block = rows.Read(start, (int)Math.Min(size, rows.Count - start), buffer);
            for (int i = 0; i < block.Rows; i++)
            {
                action(block, i);
            }
        }
    }

    private void AddRange(RowBlock block, int i, int p, double[] origin, double[] sum, ColumnNames names)
    {
        double weight = block.Weight(i);
        bool first = Count == 0;
        ReadOnlySpan<double> x = block.Features(i, p);
        ReadOnlySpan<double> y = block.Targets(i, sum.Length - p);
        double check = 0;
        for (int j = 0; j < sum.Length; j++)
        {
            double value = j < p ? x[j] : y[j - p];
            check += 0 * value;
            if (weight > 0)
            {
                origin[j] = first ? value : origin[j];
                sum[j] += weight * (value - origin[j]);
                Minimum[j] = Math.Min(Minimum[j], value);
                Maximum[j] = Math.Max(Maximum[j], value);
            }
        }

        if (double.IsNaN(check))   // 0 · NaN and 0 · ∞ are NaN
        {
            throw BadValue.Find(block, i, 1, p, sum.Length, names);
        }

        Count += weight > 0 ? 1 : 0;
        WeightSum += weight;
        UnitWeights &= weight == 1.0;
    }
}
