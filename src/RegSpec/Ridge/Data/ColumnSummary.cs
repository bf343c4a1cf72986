using System.Numerics;

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
        double[] origin = new double[width];
        double[] sum = new double[width];
        ForEachRow(rows, (row, weight, block, i) => summary.AddRange(row, weight, origin, sum, block, i, names));
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

        double[] high = Array.ConvertAll(summary.Mean, mean => aboutMean ? mean.Hi : 0);
        double[] low = Array.ConvertAll(summary.Mean, mean => aboutMean ? mean.Lo : 0);
        double[] first = new double[width];
        double[] second = new double[width];
        ForEachRow(rows, (row, weight, _, _) => AddParts(row, weight, high, low, scale, first, second));
        for (int j = 0; j < width && total > 0; j++)
        {
            double correction = aboutMean ? first[j] / total : 0;
            summary.Mean[j] += new DoubleDouble(Math.ScaleB(correction, exponent[j]), 0);
            summary.Deviation[j] = Math.ScaleB(Math.Sqrt(Math.Max(second[j] / total - correction * correction, 0)), exponent[j]);
        }

        return summary;
    }

    private delegate void RowAction(double[] row, double weight, RowBlock block, int index);

    private static void ForEachRow(DesignRows rows, RowAction action)
    {
        BlockBuffer buffer = new();
        double[] row = new double[rows.FeatureCount + rows.TargetCount];
        int size = Math.Max(1, (1 << 17) / rows.FeatureCount);
        for (long start = 0; start < rows.Count; start += size)
        {
            RowBlock block = rows.Read(start, (int)Math.Min(size, rows.Count - start), buffer);
            for (int i = 0; i < block.Rows; i++)
            {
                block.Features(i, rows.FeatureCount).CopyTo(row);
                block.Targets(i, rows.TargetCount).CopyTo(row.AsSpan(rows.FeatureCount));
                action(row, block.Weight(i), block, i);
            }
        }
    }

    private void AddRange(double[] row, double weight, double[] origin, double[] sum, RowBlock block, int index, ColumnNames names)
    {
        Vector<double> checks = Vector<double>.Zero;
        double check = 0;
        if (Count == 0 && weight > 0)
        {
            row.CopyTo(origin, 0);
        }

        int j = 0;
        for (; j <= row.Length - Vector<double>.Count; j += Vector<double>.Count)
        {
            Vector<double> value = new(row, j);
            checks += Vector<double>.Zero * value;
            if (weight > 0)
            {
                (new Vector<double>(sum, j) + weight * (value - new Vector<double>(origin, j))).CopyTo(sum, j);
                Vector.Min(new Vector<double>(Minimum, j), value).CopyTo(Minimum, j);
                Vector.Max(new Vector<double>(Maximum, j), value).CopyTo(Maximum, j);
            }
        }

        for (; j < row.Length; j++)
        {
            check += 0 * row[j];
            if (weight > 0)
            {
                sum[j] += weight * (row[j] - origin[j]);
                Minimum[j] = Math.Min(Minimum[j], row[j]);
                Maximum[j] = Math.Max(Maximum[j], row[j]);
            }
        }

        if (double.IsNaN(check + Vector.Sum(checks)))   // 0 · NaN and 0 · ∞ are NaN
        {
            throw BadValue.Find(block, index, 1, names.Features.Count, row.Length, names)!;
        }

        Count += weight > 0 ? 1 : 0;
        WeightSum += weight;
        UnitWeights &= weight == 1.0;
    }

    /// <summary>Adds a row's scaled deviations from the means, and their squares.</summary>
    private static void AddParts(double[] row, double weight, double[] high, double[] low, double[] scale, double[] first, double[] second)
    {
        int j = 0;
        for (; j <= row.Length - Vector<double>.Count; j += Vector<double>.Count)
        {
            Vector<double> part = ((new Vector<double>(row, j) - new Vector<double>(high, j)) - new Vector<double>(low, j)) * new Vector<double>(scale, j);
            Vector<double> weighted = weight * part;
            (new Vector<double>(first, j) + weighted).CopyTo(first, j);
            (new Vector<double>(second, j) + weighted * part).CopyTo(second, j);
        }

        for (; j < row.Length; j++)
        {
            double part = ((row[j] - high[j]) - low[j]) * scale[j];
            first[j] += weight * part;
            second[j] += weight * part * part;
        }
    }
}
