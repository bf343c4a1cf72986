namespace Shared;

/// <summary>One figure over seeds.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation, n − 1.</param>
internal readonly record struct Spread(double Mean, double Deviation)
{
    /// <summary>At least two values.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return new(mean, Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1)));
    }

    /// <summary>Mean ± deviation.</summary>
    public string ToString(string format) => $"{Mean.ToString(format)} ± {Deviation.ToString(format)}";
}
