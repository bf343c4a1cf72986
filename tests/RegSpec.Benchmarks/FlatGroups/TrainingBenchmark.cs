using System.Diagnostics;
using Quickstart;
using RegSpec.Benchmarks.Reports;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace RegSpec.Benchmarks.FlatGroups;

/// <summary>Whole trainings: time an epoch and what they reach on test data, for stock groups and flat ones in each arithmetic, over the same seeds.</summary>
internal static class TrainingBenchmark
{
    private const int Seeds = 5;

    private static readonly (string Name, FlatArithmetic? Arithmetic)[] Ways =
        [("TorchSharp", null), ("flat, stock operations", FlatArithmetic.Stock), ("flat, bit-identical", FlatArithmetic.BitIdentical), ("flat, fast", FlatArithmetic.Fast)];

    /// <param name="parts">The trainings to run; all where none is named.</param>
    public static int Run(string[] parts)
    {
        using Digits digits = Digits.Load();
        (Tensor train, Tensor test) = Sequences();
        (string Part, string Name, Func<int, Func<FlatArithmetic?, Result>> Train)[] trainings =
        [
            ("quickstart", "digits, 60 epochs", seed => TrainDigits(digits, seed)),
            ("gpt", "GPT of 4 layers, 3 epochs", seed => TrainGpt(train, test, seed)),
        ];
        if (parts.FirstOrDefault(part => !trainings.Any(training => training.Part == part)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no training '{unknown}': name {string.Join(" or ", trainings.Select(static training => training.Part))}.");
            return 2;
        }

        foreach ((_, string name, Func<int, Func<FlatArithmetic?, Result>> run) in trainings.Where(training => parts.Length == 0 || parts.Contains(training.Part)))
        {
            foreach (int threads in (int[])[1, 2])
            {
                set_num_threads(threads);
                Console.WriteLine(Compare(name, threads, run));
            }
        }

        train.Dispose();
        test.Dispose();
        Console.WriteLine($"AdamW; least epoch and its steps, mean accuracy on test data over {Seeds} seeds, and of how many it is that of TorchSharp; {MachineLoad.Describe()}");
        return 0;
    }

    private static TextReport Compare(string name, int threads, Func<int, Func<FlatArithmetic?, Result>> train)
    {
        TextReport report = new("training", "threads", "way", "ms an epoch", "of it steps", "accuracy", "± over seeds", "as stock");
        var results = Ways.ToDictionary(static way => way.Name, static _ => new List<Result>());
        for (int seed = 0; seed < Seeds; seed++)
        {
            Func<FlatArithmetic?, Result> run = train(seed);
            foreach ((string way, FlatArithmetic? arithmetic) in seed % 2 == 0 ? Ways : Ways.Reverse())
            {
                results[way].Add(run(arithmetic));
            }
        }

        List<Result> stock = results[Ways[0].Name];
        foreach ((string way, _) in Ways)
        {
            List<Result> all = results[way];
            int same = all.Zip(stock).Count(static pair => pair.First.Accuracy == pair.Second.Accuracy);
            double mean = all.Average(static r => r.Accuracy);
            double deviation = Math.Sqrt(all.Sum(r => (r.Accuracy - mean) * (r.Accuracy - mean)) / (Seeds - 1));
            report.Add(name, $"{threads}", way, $"{all.Min(static r => r.Epoch):F1}", $"{all.Min(static r => r.Steps):F1}", $"{mean:F4}", $"{deviation:F4}", $"{same} of {Seeds}");
        }

        return report;
    }

    private static Func<FlatArithmetic?, Result> TrainDigits(Digits digits, int seed) => arithmetic =>
    {
        random.manual_seed(seed);
        using var net = new DigitNet();
        return Train(net, net.ParameterGroups(), arithmetic, 60, digits.TrainX, digits.TrainY, digits.TestX, digits.TestY, static (output, y) => functional.cross_entropy(output, y), rate: 1e-3);
    };

    private static Func<FlatArithmetic?, Result> TrainGpt(Tensor train, Tensor test, int seed) => arithmetic =>
    {
        random.manual_seed(seed);
        using var net = new SmallGpt();
        using DisposeScope scope = NewDisposeScope();
        return Train(
            net, ParameterGroups.Of(net, 0.1), arithmetic, 3, train[.., ..^1], train[.., 1..], test[.., ..^1], test[.., 1..],
            static (output, y) => functional.cross_entropy(output.reshape(-1, SmallGpt.Symbols), y.reshape(-1)), rate: 3e-3);
    };

    private static Result Train(
        Module<Tensor, Tensor> net, ParameterGroups groups, FlatArithmetic? arithmetic, int epochs, Tensor x, Tensor y, Tensor testX, Tensor testY, Func<Tensor, Tensor, Tensor> lossOf, double rate)
    {
        using FlatParameterGroups? flat = arithmetic is null ? null : groups.Flatten();
        if (flat is not null)
        {
            flat.Arithmetic = arithmetic!.Value;
        }

        using optim.Optimizer optimizer = flat is null ? groups.AdamW(rate) : flat.AdamW(rate);
        double least = double.PositiveInfinity;
        double leastSteps = double.PositiveInfinity;
        net.train();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            using DisposeScope scope = NewDisposeScope();
            long start = Stopwatch.GetTimestamp();
            long steps = 0;
            foreach (Tensor batch in randperm(x.shape[0]).split(64))
            {
                using DisposeScope inner = NewDisposeScope();
                optimizer.zero_grad();
                lossOf(net.call(x[batch]), y[batch]).backward();
                long before = Stopwatch.GetTimestamp();
                optimizer.step();
                steps += Stopwatch.GetTimestamp() - before;
            }

            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            leastSteps = Math.Min(leastSteps, steps * 1e3 / Stopwatch.Frequency);
        }

        net.eval();
        using DisposeScope evaluation = NewDisposeScope();
        using var noGradient = no_grad();
        Tensor hits = net.call(testX).argmax(-1).eq(testY);
        return new Result(least, leastSteps, hits.to(ScalarType.Float64).mean().ToDouble());
    }

    /// <summary>Symbols of which each depends on the two before it: of a random table, with one in five drawn freely.</summary>
    private static (Tensor Train, Tensor Test) Sequences()
    {
        var source = new Random(1);
        var table = new int[SmallGpt.Symbols, SmallGpt.Symbols];
        for (int i = 0; i < table.Length; i++)
        {
            table[i / SmallGpt.Symbols, i % SmallGpt.Symbols] = source.Next(SmallGpt.Symbols);
        }

        long[,] rows = new long[2304, SmallGpt.Context + 1];
        for (int row = 0; row < rows.GetLength(0); row++)
        {
            for (int i = 0; i < rows.GetLength(1); i++)
            {
                rows[row, i] = i < 2 || source.Next(5) == 0 ? source.Next(SmallGpt.Symbols) : table[rows[row, i - 2], rows[row, i - 1]];
            }
        }

        using Tensor all = from_array(rows);
        using Tensor train = all[..2048];
        using Tensor test = all[2048..];
        return (train.clone(), test.clone());
    }

    /// <param name="Epoch">Milliseconds of the least epoch.</param>
    /// <param name="Steps">Milliseconds of the steps of an epoch, the least.</param>
    /// <param name="Accuracy">Share of the test targets predicted.</param>
    private sealed record Result(double Epoch, double Steps, double Accuracy);
}
