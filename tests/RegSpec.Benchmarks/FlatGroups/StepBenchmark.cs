using RegSpec.Benchmarks.Reports;
using static TorchSharp.torch;

namespace RegSpec.Benchmarks.FlatGroups;

/// <summary>The step alone: flat groups in each arithmetic beside stock TorchSharp, PyTorch and a loop over the same bytes. All take turns; the least of the rounds counts.</summary>
internal static class StepBenchmark
{
    private const string Stock = "TorchSharp";
    private const int Rounds = 15;

    // Where the system puts the pages of an array decides up to a third of a step in the cache: each way gets new ones a few times.
    private const int Lives = 4;

    public static int Run(string[] names)
    {
        bool hasPeer = true;
        foreach (StepShape shape in StepShape.All.Where(shape => names.Length == 0 || names.Any(name => shape.Name.Contains(name, StringComparison.Ordinal))))
        {
            TextReport report = new("model", "threads", "optimizer", "way", "step µs", "stock is × it", "× copy loop");
            foreach (bool isAdamW in (bool[])[true, false])
            {
                hasPeer &= Run(shape, isAdamW, report);
            }

            Console.WriteLine(report);
        }

        Console.WriteLine($"Two groups (λ of vectors 0). Least of {Lives} × {Rounds} rounds, interleaved; {MachineLoad.Describe()}");
        return hasPeer ? 0 : 1;
    }

    private static bool Run(StepShape shape, bool isAdamW, TextReport report)
    {
        string sizes;
        long elements;
        using (var model = shape.Create())
        {
            sizes = StepShape.Describe(model);
            elements = model.parameters().Sum(static p => p.numel());
        }

        bool hasPeer = true;
        foreach (int threads in (int[])[1, 2])
        {
            set_num_threads(threads);
            var least = new Dictionary<string, double>();
            for (int life = 0; life < Lives; life++)
            {
                List<Contender> all = Create(shape, isAdamW, elements, threads);
                Contender?[] peers = [PyTorchContender.TryStart(sizes, isAdamW, false, threads), PyTorchContender.TryStart(sizes, isAdamW, true, threads)];
                hasPeer &= Array.TrueForAll(peers, static peer => peer is not null);
                all.AddRange(peers.OfType<Contender>());
                Measure(all, elements, threads);
                foreach (Contender contender in all)
                {
                    least[contender.Name] = Math.Min(contender.Step, least.GetValueOrDefault(contender.Name, double.PositiveInfinity));
                    contender.Dispose();
                }
            }

            foreach ((string name, double step) in least)
            {
                report.Add(shape.Name, $"{threads}", isAdamW ? "AdamW" : "SGD momentum", name, $"{step:F1}", $"{least[Stock] / step:F2}", $"{step / least[CopyContender.Title]:F2}");
            }
        }

        return hasPeer;
    }

    private static List<Contender> Create(StepShape shape, bool isAdamW, long elements, int threads)
    {
        List<Contender> own =
        [
            new TorchSharpContender(Stock, shape, isAdamW, null),
            new TorchSharpContender("flat, stock operations", shape, isAdamW, FlatArithmetic.Stock),
            new TorchSharpContender("flat, bit-identical", shape, isAdamW, FlatArithmetic.BitIdentical),
            new TorchSharpContender("flat, fast", shape, isAdamW, FlatArithmetic.Fast),
            new CopyContender(elements, isAdamW, threads),
        ];
        if (isAdamW)
        {
            own.AddRange(
            [
                new TorchSharpContender("flat, guard alone", shape, isAdamW, FlatArithmetic.BitIdentical, StepPart.Guard),
                new TorchSharpContender("TorchSharp, clipped", shape, isAdamW, null, StepPart.ClippedStep),
                new TorchSharpContender("flat, clipped", shape, isAdamW, FlatArithmetic.BitIdentical, StepPart.ClippedStep),
            ]);
        }

        return own;
    }

    private static void Measure(List<Contender> all, long elements, int threads)
    {
        int steps = elements < 100_000 ? 10 : elements < 5_000_000 ? 3 : 1;
        foreach (Contender contender in all)
        {
            contender.Measure(steps);
            contender.Measure(steps);
            contender.Forget();
        }

        for (int round = 0; round < Rounds; round++)
        {
            foreach (Contender contender in round % 2 == 0 ? all : Enumerable.Reverse(all))
            {
                // Threads of the one before spin for a while before they sleep.
                Thread.Sleep(threads == 1 ? 1 : 20);
                contender.Measure(steps);
            }
        }
    }
}
