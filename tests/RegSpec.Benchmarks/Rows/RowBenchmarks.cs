using System.Diagnostics;
using System.Globalization;
using RegSpec.Benchmarks.Reports;

namespace RegSpec.Benchmarks.Rows;

/// <summary>
/// Records to a fitted model: generated code beside a loop written by hand and ML.NET, on the same records in one process. Each round runs all
/// in turn; the least wall time and the least processor time of each count, since what else runs on the machine only adds.
/// </summary>
internal static class RowBenchmarks
{
    private const int Rows = 1_000_000;
    private const int Rounds = 9;

    public static int Run()
    {
        Flat[] flats = Flat.Random(Rows);
        double[] generated = [.. FlatRidge.Fit(flats).Solution.Coefficients];
        double[] byHand = [.. HandWritten.Fit(flats).Coefficients];
        if (!generated.SequenceEqual(byHand))
        {
            throw new InvalidOperationException("Generated and hand-written code fit different models.");
        }

        IReadOnlyList<float> other = MachineLearningNet.Fit(flats);
        List<Flat> list = [.. flats];
        Timing[] timings = Measure(
            () => FlatRidge.Problem(flats),
            () => HandWritten.Read(flats),
            () => FlatRidge.Fit(flats),
            () => HandWritten.Fit(flats),
            () => FlatRidge.Fit(list),
            () => FlatRidge.Fit(flats.Where(_ => true)),
            () => FlatRidge.Statistics(flats),
            () => MachineLearningNet.Standardize(flats));
        Timing learning = Time(() => MachineLearningNet.Fit(flats));

        TextReport report = new("records → ", "s", "cpu s", "rows/s", "generated is × as fast", "by cpu", "goal");
        Add(report, "numbers, generated", timings[0], null, "");
        Add(report, "numbers, loop into double[]", timings[1], timings[0], "≥ 0.9");
        Add(report, "model, generated, array", timings[2], null, "");
        Add(report, "model, loop into double[]", timings[3], timings[2], "≥ 0.9");
        Add(report, "model, generated, list", timings[4], timings[2], "");
        Add(report, "model, generated, iterator", timings[5], timings[2], "");
        Add(report, "statistics, generated", timings[6], null, "");
        Add(report, "scaler only, " + MachineLearningNet.Version, timings[7], timings[2], "");
        Add(report, "model (SDCA), " + MachineLearningNet.Version, learning, timings[2], "");
        Console.WriteLine(report);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Rows} records of 20 features; the coefficients of SDCA differ by up to {other.Zip(generated, (a, b) => Math.Abs(a - b)).Max() / generated.Max(Math.Abs):P2} of the largest."));
        Console.WriteLine($"{Environment.ProcessorCount} processors, {MachineLoad.Describe()}");
        return 0;
    }

    private static Timing[] Measure(params Action[] actions)
    {
        Timing[] least = [.. actions.Select(_ => new Timing(double.PositiveInfinity, double.PositiveInfinity))];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < actions.Length; i++)
            {
                Timing timing = Time(actions[i]);
                least[i] = new Timing(Math.Min(least[i].Seconds, timing.Seconds), Math.Min(least[i].Processor, timing.Processor));
            }
        }

        return least;
    }

    private static Timing Time(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using Process process = Process.GetCurrentProcess();
        TimeSpan processor = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        action();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        return new Timing(seconds, (process.TotalProcessorTime - processor).TotalSeconds);
    }

    private static void Add(TextReport report, string what, Timing timing, Timing? generated, string goal) => report.Add(
        what,
        timing.Seconds.ToString("F3", CultureInfo.InvariantCulture),
        timing.Processor.ToString("F3", CultureInfo.InvariantCulture),
        (Rows / timing.Seconds).ToString("G3", CultureInfo.InvariantCulture),
        generated is null ? "" : (timing.Seconds / generated.Seconds).ToString("F2", CultureInfo.InvariantCulture),
        generated is null ? "" : (timing.Processor / generated.Processor).ToString("F2", CultureInfo.InvariantCulture),
        goal);

    private sealed record Timing(double Seconds, double Processor);
}
