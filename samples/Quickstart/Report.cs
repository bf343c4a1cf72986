using System.Globalization;
using System.Text;

namespace Quickstart;

/// <summary>The results as a table, and what they say about the norm scales.</summary>
internal static class Report
{
    public static string Of(IReadOnlyList<SeedResult> results)
    {
        var text = new StringBuilder();
        text.AppendLine("seed   test accuracy            mean |γ| of the norms");
        text.AppendLine("       groups   all decayed     groups   all decayed");
        foreach (SeedResult result in results)
        {
            text.AppendLine(Row(
                result.Seed.ToString(CultureInfo.InvariantCulture),
                result.WithGroups.TestAccuracy,
                result.AllDecayed.TestAccuracy,
                result.WithGroups.MeanNormScale,
                result.AllDecayed.MeanNormScale));
        }

        double groupsScale = results.Average(r => r.WithGroups.MeanNormScale);
        double decayedScale = results.Average(r => r.AllDecayed.MeanNormScale);
        text.AppendLine(Row("mean", results.Average(r => r.WithGroups.TestAccuracy), results.Average(r => r.AllDecayed.TestAccuracy), groupsScale, decayedScale));
        text.AppendLine();
        text.Append(string.Create(
            CultureInfo.InvariantCulture,
            $"The stock call also decayed the normalization scales: they end {groupsScale / decayedScale:F1} × smaller than with the generated groups."));
        return text.ToString();
    }

    private static string Row(string name, double accuracy, double decayedAccuracy, double scale, double decayedScale) =>
        string.Create(CultureInfo.InvariantCulture, $"{name,-4}   {accuracy,6:F3}   {decayedAccuracy,11:F3}     {scale,6:F3}   {decayedScale,11:F3}");
}
