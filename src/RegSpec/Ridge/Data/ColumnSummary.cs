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
        int width = rows.FeatureCount + rows.TargetCount;
        ColumnSummary summary = new(width);
        summary.Weigh(rows);
        ColumnPass pass = new(rows, names);
        double[] origin = Origin(rows);
        double[][][] ranges = pass.Run(
            [0, double.PositiveInfinity, double.NegativeInfinity],
            (ref double x0, ref double x1, ref double x2, ref double x3, ReadOnlySpan<double> weights, double[][] sums, int first, int count) => ColumnPassKernels.AddRange(
                ref x0, ref x1, ref x2, ref x3, weights, ref origin[first], ref sums[0][first], ref sums[1][first], ref sums[2][first], count));
        double total = summary.WeightSum;
        double[] high = new double[width];
        double[] low = new double[width];
        double[] scale = new double[width];
        int[] exponent = new int[width];
        for (int j = 0; j < width && total > 0; j++)
        {
            double sum = 0;
            foreach (double[][] range in ranges)
            {
                sum += range[0][j];
                summary.Minimum[j] = Math.Min(summary.Minimum[j], range[1][j]);
                summary.Maximum[j] = Math.Max(summary.Maximum[j], range[2][j]);
            }

            summary.Mean[j] = DoubleDouble.TwoSum(origin[j], sum / total);
            (high[j], low[j]) = aboutMean ? (summary.Mean[j].Hi, summary.Mean[j].Lo) : (0, 0);
            double spread = Math.Max(Math.Abs(summary.Maximum[j] - high[j]), Math.Abs(summary.Minimum[j] - high[j]));
            exponent[j] = double.IsNormal(spread) ? Math.Clamp(Math.ILogB(spread), -960, 960) : 0;
            scale[j] = Math.ScaleB(1, -exponent[j]);
        }

        ranges = pass.Run(
            [0, 0],
            (ref double x0, ref double x1, ref double x2, ref double x3, ReadOnlySpan<double> weights, double[][] sums, int first, int count) => ColumnPassKernels.AddParts(
                ref x0, ref x1, ref x2, ref x3, weights, ref high[first], ref low[first], ref scale[first], ref sums[0][first], ref sums[1][first], count));
        for (int j = 0; j < width && total > 0; j++)
        {
            (double first, double second) = (0, 0);
            foreach (double[][] range in ranges)
            {
                (first, second) = (first + range[0][j], second + range[1][j]);
            }

            double correction = aboutMean ? first / total : 0;
            summary.Mean[j] += new DoubleDouble(Math.ScaleB(correction, exponent[j]), 0);
            summary.Deviation[j] = Math.ScaleB(Math.Sqrt(Math.Max(second / total - correction * correction, 0)), exponent[j]);
        }

        return summary;
    }

    /// <summary>The first row with a positive weight: close enough to the means for the sums to lose nothing.</summary>
    private static double[] Origin(DesignRows rows)
    {
        double[] origin = new double[rows.FeatureCount + rows.TargetCount];
        int row = rows.Weights is null ? 0 : Array.FindIndex(rows.Weights, weight => weight > 0);
        if (row >= 0 && rows.Count > 0)
        {
            RowBlock block = rows.Read(row, 1, new BlockBuffer());
            block.Features(0, rows.FeatureCount).CopyTo(origin);
            block.Targets(0, rows.TargetCount).CopyTo(origin.AsSpan(rows.FeatureCount));
        }

        return origin;
    }

    private void Weigh(DesignRows rows)
    {
        (Count, WeightSum) = (rows.Count, rows.Count);
        if (rows.Weights is { } weights)
        {
            Count = weights.LongCount(weight => weight > 0);
            WeightSum = weights.Sum();
            UnitWeights = Array.TrueForAll(weights, weight => weight == 1.0);
        }
    }
}
