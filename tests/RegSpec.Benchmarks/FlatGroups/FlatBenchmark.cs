using RegSpec.Benchmarks.Reports;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.Benchmarks.FlatGroups;

/// <summary>
/// Step, zeroing and clipping of flat groups beside the same groups unflattened, guards included. Rounds of all kinds take turns and the least
/// counts; one thread, as calls and not arithmetic are the subject. Gradients are renewed before each step, or the guards would have to look closer.
/// </summary>
internal static class FlatBenchmark
{
    private const int Rounds = 8;
    private const double Goal = 60;

    private static readonly Kind[] Kinds =
    [
        new("AdamW, one group", 0, groups => groups.AdamW(), groups => groups.AdamW(), UnguardedAdamW),
        new("AdamW, two groups", 0.05, groups => groups.AdamW(), groups => groups.AdamW(), UnguardedAdamW),
        new("SGD momentum, two groups", 0.05, groups => groups.SGD(0.01, momentum: 0.9), groups => groups.SGD(0.01, momentum: 0.9), UnguardedSgd),
    ];

    public static int Run()
    {
        set_num_threads(1);
        TextReport report = new("model", "optimizer", "step µs", "flat", "ratio", "unguarded", "zero_grad µs", "flat", "ratio", "clip µs", "flat", "ratio", "goal of the flat step");
        foreach (FlatShape shape in FlatShape.All)
        {
            foreach (Kind kind in Kinds)
            {
                using var stock = new Trained(shape, kind.WeightDecay, kind.Stock, makeFlat: null);
                using var flat = new Trained(shape, kind.WeightDecay, make: null, kind.Flat);
                using var unguarded = new Trained(shape, kind.WeightDecay, make: null, kind.Unguarded);
                Measure(stock, flat, unguarded);
                if (!stock.Values().AsSpan().SequenceEqual(flat.Values()))
                {
                    throw new InvalidOperationException($"{kind.Name}: the flat steps differ from the stock steps.");
                }

                bool hasGoal = shape == FlatShape.All[0] && kind.Name.StartsWith("AdamW", StringComparison.Ordinal);
                report.Add(
                    shape.Name, kind.Name,
                    $"{stock.Step:F0}", $"{flat.Step:F1}", $"{stock.Step / flat.Step:F1}", $"{unguarded.Step:F1}",
                    $"{stock.Zero:F0}", $"{flat.Zero:F1}", $"{stock.Zero / flat.Zero:F1}",
                    $"{stock.Clip:F0}", $"{flat.Clip:F0}", $"{stock.Clip / flat.Clip:F2}",
                    !hasGoal ? "" : flat.Step <= Goal ? $"≤ {Goal:F0}: met" : $"≤ {Goal:F0}: missed");
            }
        }

        Console.WriteLine(report);
        Console.WriteLine($"Microseconds a step; least of {Rounds} rounds, bits of all parameters equal after them; one thread; {MachineLoad.Describe()}");
        return 0;
    }

    private static void Measure(params Trained[] all)
    {
        // Enough that compiled code has replaced interim code.
        Array.ForEach(all, static trained => trained.Measure(30));
        for (int round = 0; round < Rounds; round++)
        {
            foreach (Trained trained in all)
            {
                GC.Collect();
                trained.Measure(5);
            }
        }
    }

    private static AdamW UnguardedAdamW(FlatParameterGroups flat) => optim.AdamW(
        flat.Groups.Select(static g => new AdamW.ParamGroup([g.Value], new AdamW.Options { weight_decay = g.WeightDecay })));

    private static SGD UnguardedSgd(FlatParameterGroups flat) => optim.SGD(
        flat.Groups.Select(static g => new SGD.ParamGroup([g.Value], new SGD.Options { weight_decay = g.WeightDecay })), 0.01, momentum: 0.9);

    /// <summary>An optimizer in three forms.</summary>
    private sealed record Kind(
        string Name,
        double WeightDecay,
        Func<ParameterGroups, optim.Optimizer> Stock,
        Func<FlatParameterGroups, optim.Optimizer> Flat,
        Func<FlatParameterGroups, optim.Optimizer> Unguarded);
}
