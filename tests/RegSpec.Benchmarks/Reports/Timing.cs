using System.Diagnostics;

namespace RegSpec.Benchmarks.Reports;

/// <summary>Times of one thing that is measured in turn with others: wall time and processor time of each round, for one of its parts.</summary>
/// <param name="name">For the table.</param>
/// <param name="parts">By how much the times are divided.</param>
/// <param name="prepare">Makes what the next run needs, and gives the run; only the run is timed.</param>
internal sealed class Timing(string name, int parts, Func<Action> prepare)
{
    private readonly List<double> seconds = [];
    private readonly List<double> processor = [];

    public string Name => name;

    /// <summary>Least seconds of wall time a part: what else runs on the machine only adds.</summary>
    public double Seconds => seconds.Min();

    /// <summary>Least seconds of processor time a part, of all threads.</summary>
    public double Processor => processor.Min();

    /// <summary>
    /// Rounds in which each runs once: a machine that slows down slows all. Every other round goes backwards, so that none has always the same one's
    /// memory and caches to start from. The first round warms up.
    /// </summary>
    public static void Measure(int rounds, params Timing[] all)
    {
        for (int round = 0; round <= rounds; round++)
        {
            foreach (Timing timing in round % 2 == 0 ? all : all.Reverse())
            {
                timing.Run(counts: round > 0);
            }
        }
    }

    /// <summary>How many times as fast another is: the median over the rounds of wall time over wall time.</summary>
    public double Over(Timing faster) => Median(seconds.Zip(faster.seconds, (own, other) => own / other));

    /// <summary>The same by processor time.</summary>
    public double ProcessorOver(Timing faster) => Median(processor.Zip(faster.processor, (own, other) => own / other));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private void Run(bool counts)
    {
        Action run = prepare();
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        run();
        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        if (counts)
        {
            seconds.Add(elapsed / parts);
            processor.Add((process.TotalProcessorTime - before).TotalSeconds / parts);
        }
    }
}
