using System.Text;

namespace RegSpec;

/// <content>The rows as text.</content>
public sealed partial class ParameterGroups
{
    private static readonly string[] Columns = ["name", "shape", "role", "λ", "lr ×", "reason"];

    /// <summary>An aligned table, one row a parameter: name, shape, role, λ, learning-rate scale, reason; then how much is decayed.</summary>
    public override string ToString()
    {
        var table = new TextTable(Columns);
        foreach (PlannedParameter row in rows)
        {
            table.Add(row.Cells());
        }

        return table.ToAligned() + Summary();
    }

    /// <summary>The same table in Markdown.</summary>
    public string ToMarkdown()
    {
        var table = new TextTable(Columns);
        foreach (PlannedParameter row in rows)
        {
            table.Add(row.Cells());
        }

        return table.ToMarkdown() + "\n" + Summary();
    }

    private string Summary()
    {
        var text = new StringBuilder();
        text.Append(Digits.Grouped(rows.Count(static r => r.IsDecayed))).Append(" of ").Append(Digits.Grouped(rows.Length)).Append(" tensors, ");
        text.Append(Digits.Grouped(rows.Where(static r => r.IsDecayed).Sum(static r => r.Elements))).Append(" of ").Append(Digits.Grouped(rows.Sum(static r => r.Elements)));
        return text.Append(" parameters decayed").ToString();
    }
}
