using RegSpec;
using TorchSharp;

namespace Quickstart;

/// <summary>The two trainings of one seed.</summary>
internal sealed record SeedResult(int Seed, TrainingResult WithGroups, TrainingResult AllDecayed);

/// <summary>Trains with the generated groups and with the stock call that decays everything, from the same seeds.</summary>
internal static class Experiment
{
    private const double LearningRate = 3e-3;

    /// <summary>The λ of the stock call: the default that <see cref="DigitNet"/> declares.</summary>
    private const double StockWeightDecay = 0.5;

    public static IReadOnlyList<SeedResult> Run(Digits digits, int seeds, Progress progress)
    {
        var results = new List<SeedResult>();
        for (int seed = 0; seed < seeds; seed++)
        {
            TrainingResult withGroups = Training.Run(
                digits,
                seed,
                net => net.ParameterGroups().AdamW(lr: LearningRate),
                epoch => progress.Report($"seed {seed}, generated groups", epoch));
            TrainingResult allDecayed = Training.Run(
                digits,
                seed,
#pragma warning disable REG1005 // the comparison: what the stock optimizer does
                net => torch.optim.AdamW(net.parameters(), lr: LearningRate, weight_decay: StockWeightDecay),
#pragma warning restore REG1005
                epoch => progress.Report($"seed {seed}, everything decayed", epoch));
            results.Add(new SeedResult(seed, withGroups, allDecayed));
        }

        progress.Done();
        return results;
    }
}
