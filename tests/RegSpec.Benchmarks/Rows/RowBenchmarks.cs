using System.Globalization;
using RegSpec.Benchmarks.Reports;

namespace RegSpec.Benchmarks.Rows;

/// <summary>
/// Records to a fitted model: generated code beside a loop written by hand and ML.NET, on the same records in one process. Where an array of 160 MB
/// comes from decides more than what fills it: its pages may be the process's own or new from the system, at many times the cost. So numbers
/// are read once into memory that was in use before, for all alike, and once into new memory, for all alike.
/// </summary>
internal static class RowBenchmarks
{
    private const int Rows = 1_000_000;
    private const int ReadRounds = 20;
    private const int NewMemoryRounds = 6;
    private const int FitRounds = 12;

    /// <summary>Doubles of the largest array that a run allocates, and some more.</summary>
    private const int MostLength = 24 * Rows;

    private const int PageLength = 512;

    public static int Run()
    {
        Flat[] flats = Flat.Random(Rows);
        double[] generated = [.. FlatRidge.Fit(flats).Solution.Coefficients];
        double[] byHand = [.. HandWritten.Fit(flats).Coefficients];
        if (!generated.SequenceEqual(byHand))
        {
            throw new InvalidOperationException("Generated and hand-written code fit different models.");
        }

        List<Flat> list = [.. flats];
        Action problem = () => FlatRidge.Problem(flats);
        Action arrays = () => HandWritten.Read(flats);
        Action block = () => HandWritten.ReadIntoBlock(flats);
        TextReport report = new("records → ", "s", "cpu s", "rows/s", "generated is × as fast", "by cpu", "goal");

        Timing[] used = [Used("numbers, generated", problem), Used("numbers, loop into double[]", arrays), Used("numbers, loop into one block as generated", block)];
        Timing.Measure(ReadRounds, used);
        Add(report, used, "≥ 0.9");
        Timing[] fresh = [New("numbers in new memory, generated", problem), New("numbers in new memory, loop into double[]", arrays), New("numbers in new memory, loop into one block", block)];
        Timing.Measure(NewMemoryRounds, fresh);
        Add(report, fresh, "≥ 0.9");
        Timing[] fits =
        [
            Used("model, generated, array", () => FlatRidge.Fit(flats)),
            Used("model, loop into double[]", () => HandWritten.Fit(flats)),
            Used("model, generated, list", () => FlatRidge.Fit(list)),
            Used("model, generated, iterator", () => FlatRidge.Fit(flats.Where(_ => true))),
            Used("statistics, generated", () => FlatRidge.Statistics(flats)),
            Used("scaler only, " + MachineLearningNet.Version, () => MachineLearningNet.Standardize(flats)),
        ];
        Timing.Measure(FitRounds, fits);
        Timing learning = Used("model (SDCA), " + MachineLearningNet.Version, () => MachineLearningNet.Fit(flats));
        Timing beside = Used("", () => FlatRidge.Fit(flats));
        Timing.Measure(1, beside, learning);
        Add(report, fits, "≥ 0.9");
        Add(report, learning, beside, "");
        Console.WriteLine(report);
        IReadOnlyList<float> other = MachineLearningNet.Fit(flats);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Rows} records of 20 features; the coefficients of SDCA differ by up to {other.Zip(generated, (a, b) => Math.Abs(a - b)).Max() / generated.Max(Math.Abs):P2} of the largest."));
        Console.WriteLine("s, cpu s: least of all rounds; × as fast: median over the rounds of the ratio within a round, every other round backwards.");
        Console.WriteLine($"{Environment.ProcessorCount} processors, {MachineLoad.Describe()}");
        return 0;
    }

    /// <summary>A run whose memory was written to before.</summary>
    private static Timing Used(string name, Action run) => new(name, 1, () =>
    {
        double[] earlier = GC.AllocateUninitializedArray<double>(MostLength);
        for (int i = 0; i < earlier.Length; i += PageLength)
        {
            earlier[i] = 1;
        }

        return run;
    });

    /// <summary>A run whose memory comes from the system.</summary>
    private static Timing New(string name, Action run) => new(name, 1, () =>
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return run;
    });

    /// <summary>The first, and the others as ratios to it.</summary>
    private static void Add(TextReport report, Timing[] timings, params string[] goals)
    {
        for (int i = 0; i < timings.Length; i++)
        {
            Add(report, timings[i], i > 0 ? timings[0] : null, i > 0 ? goals.ElementAtOrDefault(i - 1) ?? "" : "");
        }
    }

    private static void Add(TextReport report, Timing timing, Timing? generated, string goal) => report.Add(
        timing.Name,
        timing.Seconds.ToString("F3", CultureInfo.InvariantCulture),
        timing.Processor.ToString("F3", CultureInfo.InvariantCulture),
        (Rows / timing.Seconds).ToString("G3", CultureInfo.InvariantCulture),
        generated is null ? "" : timing.Over(generated).ToString("F2", CultureInfo.InvariantCulture),
        generated is null ? "" : timing.ProcessorOver(generated).ToString("F2", CultureInfo.InvariantCulture),
        goal);
}
