using System.Globalization;

namespace RegSpec.Benchmarks.Ridge;

/// <summary>One call in one process.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="Processor">Processor time of all threads, in seconds.</param>
/// <param name="Megabytes">Peak of the resident memory over what was resident before the call, in MB (10⁶ bytes).</param>
/// <param name="Answer">Some numbers of the result, to see that all solve the same problem.</param>
internal sealed record Measurement(double Seconds, double Processor, double Megabytes, double[] Answer)
{
    /// <summary>Reads what a worker prints: "seconds processor megabytes answer…".</summary>
    public static Measurement Parse(string line)
    {
        double[] values = Array.ConvertAll(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), word => double.Parse(word, CultureInfo.InvariantCulture));
        return new Measurement(values[0], values[1], values[2], values[3..]);
    }

    public override string ToString() =>
        string.Join(' ', new[] { Seconds, Processor, Megabytes }.Concat(Answer).Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}
