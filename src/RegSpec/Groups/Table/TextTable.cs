using System.Globalization;
using System.Text;

namespace RegSpec;

/// <summary>Rows of cells under a header, printed aligned or as Markdown; lines end in '\n'.</summary>
internal sealed class TextTable(IReadOnlyList<string> header)
{
    private readonly List<IReadOnlyList<string>> rows = [];

    /// <summary>Adds a row of as many cells as the header has.</summary>
    public void Add(IReadOnlyList<string> cells) => rows.Add(cells);

    /// <summary>Columns as wide as their longest cell, two spaces between them, the header underlined.</summary>
    public string ToAligned()
    {
        int[] widths = new int[header.Count];
        foreach (IReadOnlyList<string> row in rows.Prepend(header))
        {
            for (int i = 0; i < widths.Length; i++)
            {
                widths[i] = Math.Max(widths[i], Width(row[i]));
            }
        }

        var text = new StringBuilder();
        AppendAligned(text, header, widths);
        AppendAligned(text, [.. widths.Select(static w => new string('-', w))], widths);
        foreach (IReadOnlyList<string> row in rows)
        {
            AppendAligned(text, row, widths);
        }

        return text.ToString();
    }

    /// <summary>A table of GitHub-flavoured Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        AppendMarkdown(text, header);
        AppendMarkdown(text, [.. header.Select(static _ => "---")]);
        foreach (IReadOnlyList<string> row in rows)
        {
            AppendMarkdown(text, [.. row.Select(static cell => cell.Replace("|", "\\|", StringComparison.Ordinal))]);
        }

        return text.ToString();
    }

    private static void AppendAligned(StringBuilder text, IReadOnlyList<string> cells, int[] widths)
    {
        int start = text.Length;
        for (int i = 0; i < cells.Count; i++)
        {
            text.Append(cells[i]).Append(' ', widths[i] - Width(cells[i]) + 2);
        }

        while (text.Length > start && text[^1] == ' ')
        {
            text.Length--;
        }

        text.Append('\n');
    }

    private static void AppendMarkdown(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    /// <summary>Characters as a reader counts them: combining marks stand on the letter before.</summary>
    private static int Width(string cell) => new StringInfo(cell).LengthInTextElements;
}
