using System.Globalization;

namespace RegSpec;

/// <summary>Whether numbers that came from outside can be the moments of rows.</summary>
internal static class MomentsCheck
{
    /// <summary>Relative rounding that sums over many rows may have.</summary>
    private const double Slack = 1e-6;

    /// <summary>What cannot be, as part of a sentence; null if all can.</summary>
    /// <param name="moments">The moments.</param>
    /// <param name="names">Names of all columns.</param>
    public static string? Fault(Moments moments, IReadOnlyList<string> names)
    {
        if (moments.Count < 0 || !(moments.WeightSum >= 0) || double.IsInfinity(moments.WeightSum) || (moments.Count == 0) != (moments.WeightSum == 0))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{moments.Count} rows have the weights' sum {moments.WeightSum}");
        }

        if (moments.UnitWeights && moments.WeightSum != moments.Count)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{moments.Count} rows of weight 1 have the weights' sum {moments.WeightSum}");
        }

        for (int j = 0; j < moments.Width && moments.Count > 0; j++)
        {
            if (OfColumn(moments, j) is { } fault)
            {
                return $"column '{names[j]}' has {fault}";
            }
        }

        for (int i = 0; i < moments.Width; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double product = moments.Products[i * moments.Width + j];
                double most = Math.Sqrt(moments.Products[i * moments.Width + i]) * Math.Sqrt(moments.Products[j * moments.Width + j]);
                if (product != moments.Products[j * moments.Width + i] || !(Math.Abs(product) <= most * (1 + Slack) + double.Epsilon))
                {
                    return $"columns '{names[i]}' and '{names[j]}' have products that are not symmetric or larger than their deviations allow";
                }
            }
        }

        return null;
    }

    private static string? OfColumn(Moments moments, int column)
    {
        double low = moments.Minimum[column];
        double high = moments.Maximum[column];
        double mean = moments.Mean(column).Value;
        if (!double.IsFinite(low) || !double.IsFinite(high) || !double.IsFinite(mean) || !double.IsFinite(moments.Offset[column]) || low > high)
        {
            return string.Create(CultureInfo.InvariantCulture, $"minimum {low}, mean {mean} and maximum {high}");
        }

        double slack = Slack * Math.Max(Math.Abs(low), Math.Abs(high));
        if (mean < low - slack || mean > high + slack)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the mean {mean} outside of {low} to {high}");
        }

        double deviation = moments.Deviation(column, aboutMean: true);
        return !(moments.Products[column * moments.Width + column] >= 0) || !(deviation <= (high - low) * (1 + Slack) + double.Epsilon)
            ? string.Create(CultureInfo.InvariantCulture, $"the deviation {deviation} within {low} to {high}")
            : null;
    }
}
