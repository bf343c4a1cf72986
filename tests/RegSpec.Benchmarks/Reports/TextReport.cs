using System.Text;

namespace RegSpec.Benchmarks.Reports;

/// <summary>A table of text as Markdown, its columns aligned for the terminal.</summary>
internal sealed class TextReport(params string[] header)
{
    private readonly List<string[]> rows = [];

    public void Add(params string[] cells) => rows.Add(cells);

    public override string ToString()
    {
        int[] widths = [.. header.Select((name, column) => rows.Append(header).Max(row => row[column].Length))];
        StringBuilder text = new();
        Line(text, header, widths);
        Line(text, Array.ConvertAll(widths, width => new string('-', width)), widths);
        rows.ForEach(row => Line(text, row, widths));
        return text.ToString();
    }

    private static void Line(StringBuilder text, string[] cells, int[] widths)
    {
        for (int column = 0; column < cells.Length; column++)
        {
            text.Append("| ").Append(cells[column].PadRight(widths[column])).Append(' ');
        }

        text.AppendLine("|");
    }
}
