using System.Globalization;
using RegSpec.Benchmarks.Reports;

namespace RegSpec.Benchmarks.Rows;

/// <summary>Records to a problem and to a model for each kind of column beyond plain numbers: generated code beside a loop written by hand that makes a design of the same size.</summary>
internal static class ColumnBenchmarks
{
    private const int Rows = 400_000;
    private const int Rounds = 15;

    public static int Run(string[] words)
    {
        Random random = new(2);
        string[] names = ["Rome", "Oslo", "Aachen", "Berlin", "Paris", "Lyon", "Graz", "Basel"];
        double? Sometimes() => random.Next(5) == 0 ? null : random.NextDouble();
        T[] Make<T>(Func<int, T> make) => [.. Enumerable.Range(0, Rows).Select(make)];
        Texts[] texts = Make(_ => new Texts { City = names[random.Next(8)], Kind = names[random.Next(4)], Price = random.NextDouble() });
        Times[] times = Make(_ => new Times
        {
            Built = new DateTime(2001, 1, 1).AddMinutes(random.Next(1 << 22)),
            Open = TimeSpan.FromMinutes(random.Next(900)),
            Sold = new DateOnly(2010, 1, 1).AddDays(random.Next(4000)),
            Price = random.NextDouble(),
        });
        Series[] series = Make(_ => new Series { Fare = random.Next(10_000) / 100m, Counts = [.. Enumerable.Range(0, 8).Select(_ => random.Next(99))], Price = random.NextDouble() });
        Gaps[] gaps = Make(_ => new Gaps { A = Sometimes(), B = Sometimes(), C = Sometimes() ?? double.NaN, Price = random.NextDouble() });
        Skips[] skips = Make(_ => new Skips { A = Sometimes(), B = random.NextDouble(), C = random.NextDouble(), Price = random.NextDouble() });
        Curves[] curves = Make(_ => new Curves { A = 3 + random.NextDouble(), B = random.NextDouble(), Price = random.NextDouble() });
        TextReport report = new("records → ", "generated s", "loop s", "generated is × as fast", "by cpu", "goal");
        Add("problem, strings", () => TextsRidge.Problem(texts), () => ColumnLoops.Read(texts));
        Add("problem, dates", () => TimesRidge.Problem(times), () => ColumnLoops.Read(times));
        Add("problem, decimal and int[8]", () => SeriesRidge.Problem(series), () => ColumnLoops.Read(series));
        Add("problem, mean for missing", () => GapsRidge.Problem(gaps), () => ColumnLoops.Read(gaps));
        Add("problem, rows left out", () => SkipsRidge.Problem(skips), () => ColumnLoops.Read(skips));
        Add("problem, polynomials, product", () => CurvesRidge.Problem(curves), () => ColumnLoops.Read(curves));
        Add("model, strings", () => TextsRidge.Fit(texts), () => ColumnLoops.Read(texts).Fit(1));
        Add("model, dates", () => TimesRidge.Fit(times), () => ColumnLoops.Read(times).Fit(1));
        Add("model, decimal and int[8]", () => SeriesRidge.Fit(series), () => ColumnLoops.Read(series).Fit(1));
        Add("model, mean for missing", () => GapsRidge.Fit(gaps), () => ColumnLoops.Read(gaps).Fit(1));
        Add("model, rows left out", () => SkipsRidge.Fit(skips), () => ColumnLoops.Read(skips).Fit(1));
        Add("model, polynomials, product", () => CurvesRidge.Fit(curves), () => ColumnLoops.Read(curves).Fit(1));
        Console.WriteLine(report);
        Console.WriteLine($"{Rows} records; {Environment.ProcessorCount} processors, {MachineLoad.Describe()}");
        return 0;

        void Add(string name, Action generated, Action loop)
        {
            if (words.Length > 0 && !words.Any(word => name.Contains(word, StringComparison.Ordinal)))
            {
                return;
            }

            Timing[] both = [new(name, 1, () => InFreshMemory(generated)), new(name + ", loop", 1, () => InFreshMemory(loop))];
            Timing.Measure(Rounds, both);
            report.Add(
                name, Number(both[0].Seconds), Number(both[1].Seconds), both[1].Over(both[0]).ToString("F2", CultureInfo.InvariantCulture),
                both[1].ProcessorOver(both[0]).ToString("F2", CultureInfo.InvariantCulture), "≥ 0.9");
        }
    }

    /// <summary>
    /// All memory that is free goes back first, so that both take theirs from the system as a program does that reads its records once: the faults of 12 MB take more time than
    /// what is compared, and only the collector knows whom it would spare them.
    /// </summary>
    private static Action InFreshMemory(Action run)
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return run;
    }

    private static string Number(double seconds) => seconds.ToString("F3", CultureInfo.InvariantCulture);
}
