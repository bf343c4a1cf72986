using System.Diagnostics;
using System.Globalization;
using TorchSharp;

namespace RegSpec.Benchmarks.Ridge;

/// <summary>How much memory long work takes, how soon it stops, and what a selection costs beside its criterion.</summary>
internal static class LimitsBenchmark
{
    private const int StreamedRows = 5_000_000;
    private const int TallRows = 1_000_000;
    private const int TallFeatures = 50;
    private const string Fit = "fit";

    public static int Run(string[] arguments)
    {
        if (arguments is ["memory", string work])
        {
            return Memory(work);
        }

        if (Asked("memory"))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak of resident memory, {StreamedRows} × 2 rows of an iterator, a process each:"));
            foreach (string task in new[] { Fit, "k-fold", "loo" })
            {
                using Process child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["limits", "memory", task]) { RedirectStandardOutput = true })!;
                Console.Write(child.StandardOutput.ReadToEnd());
                child.WaitForExit();
            }
        }

        if (!Asked("cancel") && !Asked("select"))
        {
            return 0;
        }

        using torch.Tensor features = torch.randn(TallRows, TallFeatures, torch.ScalarType.Float64);
        using torch.Tensor targets = features.sum(dim: 1L) + torch.randn(TallRows, torch.ScalarType.Float64);
        if (Asked("cancel"))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"milliseconds from cancelling to the exception, {TallRows} × {TallFeatures}, greatest and median of those at 5 %, 15 % … 95 %:"));
            Latency("fit", (problem, progress, token) => problem.Fit(1, progress, token));
            Latency("path", (problem, progress, token) => problem.Path(null, 0, progress, token));
            Latency("leave-one-out", (problem, progress, token) => problem.Select(LambdaSelection.LeaveOneOut, null, 0, progress, token));
            Latency("5-fold", (problem, progress, token) => problem.Select(LambdaSelection.KFold(5), null, 0, progress, token));
        }

        if (Asked("select"))
        {
            Console.WriteLine("seconds of Select, beside its criterion at the same 100 λ and the fit:");
            Ratio("leave-one-out", problem => problem.Select(LambdaSelection.LeaveOneOut).Lambdas, (problem, grid) => problem.LeaveOneOutErrors(grid));
            Ratio("5-fold", problem => problem.Select(LambdaSelection.KFold(5)).Lambdas, (problem, grid) => problem.KFoldErrors(LambdaSelection.KFold(5), grid));
        }

        return 0;

        bool Asked(string part) => arguments.Length == 0 || arguments.Contains(part);

        RidgeProblem Problem() => RidgeProblem.FromMatrices(features, targets);

        void Latency(string name, Action<RidgeProblem, IProgress<RidgeProgress>, CancellationToken> work)
        {
            List<double> waits = [];
            for (double share = 0.05; share < 1; share += 0.1)
            {
                using CancellationTokenSource source = new();
                Canceller canceller = new(source, share);
                try
                {
                    work(Problem(), canceller, source.Token);
                }
                catch (OperationCanceledException)
                {
                    waits.Add(Stopwatch.GetElapsedTime(canceller.Cancelled).TotalMilliseconds);
                }
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-14} {waits.Max(),7:F1} {waits.Order().ElementAt(waits.Count / 2),7:F1}   ({waits.Count} of 10 cancelled)"));
        }

        void Ratio(string name, Func<RidgeProblem, IReadOnlyList<double>> select, Action<RidgeProblem, IReadOnlyList<double>> criterion)
        {
            IReadOnlyList<double> grid = select(Problem());
            List<(double Select, double Alone)> times = [];
            for (int round = 0; round < 2; round++)
            {
                double selected = Seconds(() => select(Problem()));
                times.Add((selected, Seconds(() => criterion(Problem(), grid))));
            }

            (double all, double alone) = times.MinBy(pair => pair.Select / pair.Alone);
            double fit = Seconds(() => Problem().Fit(1));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-14} {all:F2} s, criterion {alone:F2} s: {all / alone:F2} ×; fit {fit:F2} s; {grid.Count} λ"));
        }
    }

    private static double Seconds(Action work)
    {
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static int Memory(string work)
    {
        long start = Stopwatch.GetTimestamp();
        string lambda = work switch
        {
            Fit => MemoryRowRidge.Fit(MemoryRow.Stream(StreamedRows)).ToString(),
            "k-fold" => MemoryRowRidge.Select(MemoryRow.Stream(StreamedRows), LambdaSelection.KFold(5)).ToString(),
            _ => MemoryRowRidge.Select(MemoryRow.Stream(StreamedRows), LambdaSelection.LeaveOneOut).ToString(),
        };
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {work,-8} {ResidentMemory.Peak(),7:F0} MB in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s  {lambda.Split('\n')[0]}"));
        return 0;
    }

    private sealed class Canceller(CancellationTokenSource source, double share) : IProgress<RidgeProgress>
    {
        public long Cancelled { get; private set; }

        public void Report(RidgeProgress value)
        {
            if (Cancelled == 0 && value.Done >= share * value.Total)
            {
                Cancelled = Stopwatch.GetTimestamp();
                source.Cancel();
            }
        }
    }
}
