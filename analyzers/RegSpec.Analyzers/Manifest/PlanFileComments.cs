using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.Text;

namespace RegSpec.Analyzers;

/// <summary>What the user wrote between the lines of DecayPlan.txt, so that writing the file keeps it.</summary>
internal sealed class PlanFileComments
{
    private readonly Dictionary<(string Class, string Path), List<string>> before = new();

    private PlanFileComments()
    {
    }

    /// <summary>Comments at the top, up to the last blank line above the first plan line.</summary>
    public IReadOnlyList<string> Header { get; private set; } = new List<string>();

    /// <summary>Comments behind the last plan line.</summary>
    public IReadOnlyList<string> Footer { get; private set; } = new List<string>();

    public static PlanFileComments Read(SourceText source)
    {
        var read = new PlanFileComments();
        var pending = new List<string>();
        bool isTop = true;
        foreach (TextLine line in source.Lines)
        {
            string text = line.ToString().TrimEnd();
            if (text.Length == 0 || text.TrimStart()[0] == '#')
            {
                pending.Add(text);
                continue;
            }

            if (isTop)
            {
                int header = pending.LastIndexOf("") + 1;
                read.Header = pending.Take(header).ToList();
                pending.RemoveRange(0, header);
                isTop = false;
            }

            // Comments on a line that says nothing go with it.
            if (PlanLine.Parse(text, out _) is { } plan)
            {
                read.before[(plan.Class, plan.Path)] = pending;
            }

            pending = new List<string>();
        }

        List<string> rest = Trimmed(pending);
        if (isTop)
        {
            read.Header = rest.Count == 0 ? rest : rest.Append("").ToList();
        }
        else
        {
            read.Footer = rest;
        }

        return read;
    }

    /// <summary>The comments on the line of a parameter.</summary>
    /// <param name="line">The text of the line.</param>
    public IEnumerable<string> Before(string line) =>
        PlanLine.Parse(line, out _) is { } plan && before.TryGetValue((plan.Class, plan.Path), out List<string>? comments) ? comments : Enumerable.Empty<string>();

    private static List<string> Trimmed(List<string> lines)
    {
        int end = lines.Count;
        while (end > 0 && lines[end - 1].Length == 0)
        {
            end--;
        }

        return lines.GetRange(0, end);
    }
}
