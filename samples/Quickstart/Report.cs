using System.Globalization;
using System.Text;

namespace Quickstart;

/// <summary>The results as tables: means over the seeds, and in brackets the least and the largest.</summary>
internal static class Report
{
    public static string Of(IReadOnlyList<SweepRow> sweep)
    {
        var text = new StringBuilder();
        text.AppendLine("λ      test accuracy                                     mean |γ| of the norms");
        text.AppendLine("       groups                  stock call                groups   stock call");
        foreach (SweepRow row in sweep)
        {
            string groups = Spread(row.WithGroups.Select(result => result.TestAccuracy), "F3");
            string stock = Spread(row.Stock.Select(result => result.TestAccuracy), "F3");
            double γ = row.WithGroups.Average(result => result.MeanNormScale), stockγ = row.Stock.Average(result => result.MeanNormScale);
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.WeightDecay,-4}   {groups,-21}   {stock,-21}     {γ,6:F3}   {stockγ,10:F3}");
        }

        double best = sweep.Max(row => row.WithGroups.Average(result => result.TestAccuracy)), stockBest = sweep.Max(row => row.Stock.Average(result => result.TestAccuracy));
        text.AppendLine();
        text.Append(CultureInfo.InvariantCulture, $"Best mean of the groups {best:F3}, of the stock call {stockBest:F3}: decay that also reaches biases and normalizations shrinks the signal itself.");
        return text.ToString();
    }

    public static string Of(IReadOnlyList<TranslationRow> rows)
    {
        var text = new StringBuilder();
        text.AppendLine("Why biases are not decayed: a linear regression of the label, and of the label + 1000. Test error (root mean square):");
        text.AppendLine();
        text.AppendLine("λ    targets   groups                    stock call");
        foreach (TranslationRow row in rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.WeightDecay,-2}   {(row.Shift == 0 ? "y" : $"y + {row.Shift}"),-8}  {Spread(row.WithGroups, "F2"),-23}   {Spread(row.Stock, "F2")}");
        }

        return text.ToString().TrimEnd();
    }

    private static string Spread(IEnumerable<double> values, string format) => string.Create(
        CultureInfo.InvariantCulture,
        $"{values.Average().ToString(format, CultureInfo.InvariantCulture)} ({values.Min().ToString(format, CultureInfo.InvariantCulture)}–{values.Max().ToString(format, CultureInfo.InvariantCulture)})");
}
