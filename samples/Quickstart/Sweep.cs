using RegSpec;
using static TorchSharp.torch;

namespace Quickstart;

/// <summary>The trainings with one λ, one a seed.</summary>
internal sealed record SweepRow(double WeightDecay, TrainingResult[] WithGroups, TrainingResult[] Stock);

/// <summary>Trains with the generated groups and with the stock call, which decays everything, at several λ.</summary>
internal static class Sweep
{
    private const double LearningRate = 3e-3;

    private static readonly double[] WeightDecays = [0.5, 2, 5, 10, 20, 50];

    public static IReadOnlyList<SweepRow> Run(Digits digits, int seeds)
    {
        SweepRow[] rows = [.. WeightDecays.Select(λ => new SweepRow(λ, new TrainingResult[seeds], new TrainingResult[seeds]))];
        var progress = Progress.OnConsole(2 * seeds * rows.Length);
        Parallel.ForEach(
            from row in rows from seed in Enumerable.Range(0, seeds) select (row, seed),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            training =>
            {
                (SweepRow row, int seed) = training;
                row.WithGroups[seed] = Training.Run(digits, seed, net => net.ParameterGroups(row.WeightDecay).AdamW(LearningRate));
                progress.Report($"λ = {row.WeightDecay}, seed {seed}, generated groups");
#pragma warning disable REG1005 // the comparison: what the stock optimizer does
                row.Stock[seed] = Training.Run(digits, seed, net => optim.AdamW(net.parameters(), LearningRate, weight_decay: row.WeightDecay));
#pragma warning restore REG1005
                progress.Report($"λ = {row.WeightDecay}, seed {seed}, stock call");
            });
        progress.Done();
        return rows;
    }
}
