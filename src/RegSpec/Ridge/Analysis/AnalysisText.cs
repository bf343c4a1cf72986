using System.Globalization;
using System.Text;

namespace RegSpec;

/// <summary>Aligned tables of numbers for the reports of analyses.</summary>
internal static class AnalysisText
{
    /// <summary>Lines of a table; longer ones are thinned evenly, and say so.</summary>
    private const int Lines = 40;

    private const int Width = 12;

    /// <param name="title">What stands above, in whole lines.</param>
    /// <param name="label">Heading of the first column.</param>
    /// <param name="labels">Its cells.</param>
    /// <param name="columns">Heading and cells of each further column.</param>
    public static string Of(string title, string label, IReadOnlyList<string> labels, params (string Heading, IReadOnlyList<double> Cells)[] columns)
    {
        StringBuilder text = new();
        text.Append(title.TrimEnd('\n')).Append('\n');
        int first = labels.Append(label).Max(cell => cell.Length);
        text.Append(label.PadRight(first));
        foreach ((string heading, _) in columns)
        {
            text.Append("  ").Append(heading.PadLeft(Math.Max(Width, heading.Length)));
        }

        text.Append('\n');
        int shown = Math.Min(labels.Count, Lines);
        for (int line = 0; line < shown; line++)
        {
            int row = shown < 2 ? 0 : (int)((long)line * (labels.Count - 1) / (shown - 1));
            text.Append(labels[row].PadRight(first));
            foreach ((string heading, IReadOnlyList<double> cells) in columns)
            {
                text.Append("  ").Append(Number(cells[row]).PadLeft(Math.Max(Width, heading.Length)));
            }

            text.Append('\n');
        }

        if (shown < labels.Count)
        {
            text.Append(CultureInfo.InvariantCulture, $"({shown} of {labels.Count} lines)\n");
        }

        return text.ToString();
    }

    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    public static string[] Numbers(IEnumerable<double> values) => [.. values.Select(Number)];

    public static string[] Indices(int count) => [.. Enumerable.Range(1, count).Select(i => i.ToString(CultureInfo.InvariantCulture))];
}
