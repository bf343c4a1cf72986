using RegSpec.Plots;

namespace Quickstart;

/// <summary>The sweep as a picture.</summary>
internal static class Picture
{
    /// <summary>Writes sweep.png and returns its path.</summary>
    public static string Save(IReadOnlyList<SweepRow> sweep, string folder)
    {
        SweepSeries[] series =
        [
            new("generated groups", [.. sweep.Select(row => new SweepPoint(row.WeightDecay, [.. row.WithGroups.Select(result => result.TestAccuracy)]))]),
            new("stock call: everything decayed", [.. sweep.Select(row => new SweepPoint(row.WeightDecay, [.. row.Stock.Select(result => result.TestAccuracy)]))]),
        ];
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "sweep.png");
        using ScottPlot.Plot plot = series.Plot("test accuracy: mean and range over seeds");
        plot.Title("Handwritten digits: the same λ, with groups and without");
        plot.SavePng(path, 800, 500);
        return Path.GetRelativePath(Environment.CurrentDirectory, path);
    }
}
