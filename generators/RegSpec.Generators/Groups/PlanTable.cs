using System;
using System.Collections.Generic;
using System.Text;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Generators;

/// <summary>A plan as an aligned text table, for the XML comment of the generated method.</summary>
internal static class PlanTable
{
    /// <summary>Rows printed; the rest is counted, so that a file of a thousand layers stays readable.</summary>
    public const int MaxRows = 200;

    private static readonly string[] Header = { "parameter", "role", "λ", "lr ×", "reason" };

    /// <summary>The lines of the table, without trailing blanks.</summary>
    public static IReadOnlyList<string> Lines(EquatableArray<PlanRow> rows)
    {
        var cells = new List<string[]> { Header };
        for (int i = 0; i < rows.Count && i < MaxRows; i++)
        {
            cells.Add(Cells(rows[i]));
        }

        List<string> lines = Align(cells);
        if (rows.Count > MaxRows)
        {
            lines.Add("… and " + (rows.Count - MaxRows) + " more");
        }

        return lines;
    }

    private static string[] Cells(PlanRow row)
    {
        string scale = CSharpText.Literal(row.LearningRateScale);
        if (row.Decision is not { } decision)
        {
            return new[] { row.Path, "", "", scale, row.Reason };
        }

        // Matrices asks for the number of dimensions, an undecided parameter for a λ: both are known when the model is bound.
        string weightDecay = decision.WeightDecay is { } lambda ? CSharpText.Literal(lambda) : "run time";
        return new[] { row.Path, DecayRule.Describe(row.Facts.Role), weightDecay, scale, row.Reason };
    }

    private static List<string> Align(List<string[]> cells)
    {
        var widths = new int[Header.Length];
        foreach (string[] row in cells)
        {
            for (int c = 0; c < row.Length; c++)
            {
                widths[c] = Math.Max(widths[c], row[c].Length);
            }
        }

        var lines = new List<string>(cells.Count);
        var line = new StringBuilder();
        foreach (string[] row in cells)
        {
            line.Clear();
            for (int c = 0; c < row.Length; c++)
            {
                line.Append(row[c]).Append(' ', widths[c] + 2 - row[c].Length);
            }

            lines.Add(line.ToString().TrimEnd());
        }

        return lines;
    }
}
