using System.Text.Json;

namespace RegSpec;

/// <summary>The stored form of <see cref="RidgeStatistics"/>; the products are the lower triangle, row by row.</summary>
internal sealed record RidgeStatisticsJson(
    int FeatureCount, int TargetCount, long Count, double WeightSum, bool UnitWeights,
    double[] Shift, double[] Offset, int[] Exponent, double[] Minimum, double[] Maximum, double[] Products)
{
    public static RidgeStatisticsJson Of(RidgeStatistics statistics)
    {
        Moments m = statistics.Moments;
        double[] lower = new double[m.Width * (m.Width + 1) / 2];
        for (int i = 0, k = 0; i < m.Width; i++, k += i)
        {
            Array.Copy(m.Products, i * m.Width, lower, k, i + 1);
        }

        return new(statistics.FeatureCount, statistics.TargetCount, m.Count, m.WeightSum, m.UnitWeights, m.Shift, m.Offset, m.Exponent, m.Minimum, m.Maximum, lower);
    }

    public RidgeStatistics ToStatistics()
    {
        int width = FeatureCount + TargetCount;
        bool fits = FeatureCount >= 1 && TargetCount >= 1 && Count >= 0 && WeightSum >= 0
            && Shift?.Length == width && Offset?.Length == width && Exponent?.Length == width
            && Minimum?.Length == width && Maximum?.Length == width && Products?.Length == width * (width + 1) / 2;
        if (!fits)
        {
            throw new JsonException("Ridge statistics are incomplete or their lengths disagree.");
        }

        Moments m = new(width) { Count = Count, WeightSum = WeightSum, UnitWeights = UnitWeights };
        Shift!.CopyTo(m.Shift, 0);
        Offset!.CopyTo(m.Offset, 0);
        Exponent!.CopyTo(m.Exponent, 0);
        Minimum!.CopyTo(m.Minimum, 0);
        Maximum!.CopyTo(m.Maximum, 0);
        for (int i = 0, k = 0; i < width; i++)
        {
            for (int j = 0; j <= i; j++, k++)
            {
                m.Products[i * width + j] = m.Products[j * width + i] = Products![k];
            }
        }

        return new(FeatureCount, TargetCount, m);
    }
}
