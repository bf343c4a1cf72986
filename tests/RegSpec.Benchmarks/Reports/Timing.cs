using System.Diagnostics;

namespace RegSpec.Benchmarks.Reports;

/// <summary>Times of one thing that is measured in turn with others: least wall time and least processor time, for one of its parts.</summary>
/// <param name="name">For the table.</param>
/// <param name="parts">By how much the times are divided.</param>
/// <param name="prepare">Makes what the next run needs, and gives the run; only the run is timed.</param>
internal sealed class Timing(string name, int parts, Func<Action> prepare)
{
    public string Name => name;

    /// <summary>Seconds of wall time a part.</summary>
    public double Seconds { get; private set; } = double.PositiveInfinity;

    /// <summary>Seconds of processor time a part, of all threads.</summary>
    public double Processor { get; private set; } = double.PositiveInfinity;

    /// <summary>Rounds in which each runs once: a machine that slows down slows all. The first round warms up.</summary>
    public static void Measure(int rounds, params Timing[] all)
    {
        for (int round = 0; round <= rounds; round++)
        {
            foreach (Timing timing in all)
            {
                timing.Run(counts: round > 0);
            }
        }
    }

    private void Run(bool counts)
    {
        Action run = prepare();
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        TimeSpan processor = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        run();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        if (counts)
        {
            Seconds = Math.Min(Seconds, seconds / parts);
            Processor = Math.Min(Processor, (process.TotalProcessorTime - processor).TotalSeconds / parts);
        }
    }
}
