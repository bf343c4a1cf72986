using System.Globalization;
using System.Text.Json.Serialization;

namespace RegSpec;

/// <summary>The stored form of <see cref="RidgeStatistics"/>; the products are the lower triangle, row by row.</summary>
internal sealed record RidgeStatisticsJson(
    [property: JsonRequired] RidgeColumn[]? Columns, [property: JsonRequired] string[]? Targets,
    [property: JsonRequired] int FeatureCount, [property: JsonRequired] int TargetCount, [property: JsonRequired] long Count, [property: JsonRequired] double WeightSum,
    [property: JsonRequired] bool UnitWeights, [property: JsonRequired] double[] Shift, [property: JsonRequired] double[] Offset, [property: JsonRequired] int[] Exponent,
    [property: JsonRequired] double[] Minimum, [property: JsonRequired] double[] Maximum, [property: JsonRequired] double[] Products)
{
    private const int MostExponent = 1100;

    private int Width => FeatureCount + TargetCount;

    public static RidgeStatisticsJson Of(RidgeStatistics statistics)
    {
        Moments m = statistics.Moments;
        double[] lower = new double[m.Width * (m.Width + 1) / 2];
        for (int i = 0, k = 0; i < m.Width; i++, k += i)
        {
            Array.Copy(m.Products, i * m.Width, lower, k, i + 1);
        }

        return new(
            statistics.Layout?.Columns.ToArray(), statistics.Layout?.Targets.ToArray(), statistics.FeatureCount, statistics.TargetCount, m.Count, m.WeightSum, m.UnitWeights,
            m.Shift, m.Offset, m.Exponent, m.Minimum, m.Maximum, lower);
    }

    /// <summary>What cannot come from rows, as a sentence; null if all can.</summary>
    public string? Fault()
    {
        if (FeatureCount < 1 || TargetCount < 1 || FeatureCount > short.MaxValue || TargetCount > short.MaxValue)
        {
            return string.Create(CultureInfo.InvariantCulture, $"'FeatureCount' is {FeatureCount} and 'TargetCount' {TargetCount}.");
        }

        if ((Columns is null) != (Targets is null))
        {
            return "'Columns' or 'Targets' is null.";
        }

        foreach ((string name, int? length, int due) in new[]
        {
            ("Columns", Columns?.Length ?? FeatureCount, FeatureCount), ("Targets", Targets?.Length ?? TargetCount, TargetCount), ("Shift", Shift?.Length, Width),
            ("Offset", Offset?.Length, Width), ("Exponent", Exponent?.Length, Width), ("Minimum", Minimum?.Length, Width), ("Maximum", Maximum?.Length, Width),
            ("Products", Products?.Length, Width * (Width + 1) / 2),
        })
        {
            if (length != due)
            {
                return string.Create(CultureInfo.InvariantCulture, $"'{name}' has {length ?? 0} values where {due} are due.");
            }
        }

        if (Columns is not null && (RidgeLayout.Fault([.. Columns.Select(column => column?.Name)], "column") ?? RidgeLayout.Fault(Targets!, "target")) is { } names)
        {
            return "a name " + names;
        }

        if (Array.Exists(Exponent!, exponent => Math.Abs(exponent) > MostExponent))
        {
            return "'Exponent' is beyond that of a double.";
        }

        return MomentsCheck.Fault(ToMoments(), [.. Columns?.Select(column => column.Name) ?? Enumerable.Range(0, FeatureCount).Select(j => $"x{j}"), .. Targets ?? [.. Enumerable.Range(0, TargetCount).Select(j => $"y{j}")]]);
    }

    public RidgeStatistics ToStatistics() => new(Columns is null ? null : new RidgeLayout(Columns, Targets!), FeatureCount, TargetCount, ToMoments());

    private Moments ToMoments()
    {
        Moments m = new(Width) { Count = Count, WeightSum = WeightSum, UnitWeights = UnitWeights };
        Shift.CopyTo(m.Shift, 0);
        Offset.CopyTo(m.Offset, 0);
        Exponent.CopyTo(m.Exponent, 0);
        Minimum.CopyTo(m.Minimum, 0);
        Maximum.CopyTo(m.Maximum, 0);
        for (int i = 0, k = 0; i < Width; i++)
        {
            for (int j = 0; j <= i; j++, k++)
            {
                m.Products[i * Width + j] = m.Products[j * Width + i] = Products[k];
            }
        }

        return m;
    }
}
