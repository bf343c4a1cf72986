using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RegSpec.Analyzers;

/// <summary>The checked-in plan, DecayPlan.txt among the AdditionalFiles. Blank lines and lines that start with '#' are the user's.</summary>
internal sealed class PlanFile
{
    /// <summary>Name of the file, in any folder.</summary>
    public const string Name = "DecayPlan.txt";

    private readonly SourceText source;

    private PlanFile(string path, SourceText source)
    {
        Path = path;
        this.source = source;
        var seen = new HashSet<PlanLine>();
        var lines = new List<PlanFileLine>();
        foreach (TextLine line in source.Lines)
        {
            string text = line.ToString().Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            PlanLine? read = PlanLine.Parse(text, out string? problem);
            if (read is not null && !seen.Add(read))
            {
                problem = "the same line stands above";
            }

            lines.Add(new PlanFileLine(line.LineNumber + 1, read, problem));
        }

        Lines = lines;
        ByClass = lines.Where(line => line.Problem is null).ToLookup(line => line.Plan!.Class);
    }

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>Its lines but for blank ones and comments.</summary>
    public IReadOnlyList<PlanFileLine> Lines { get; }

    /// <summary>Its good lines by class.</summary>
    public ILookup<string, PlanFileLine> ByClass { get; }

    /// <summary>The plan among a project's additional files, the first by path; null if there is none.</summary>
    public static AdditionalText? Find(ImmutableArray<AdditionalText> files) => files
        .Where(file => IsPlan(file.Path))
        .OrderBy(file => file.Path, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>Whether a path is that of a plan.</summary>
    public static bool IsPlan(string path) => System.IO.Path.GetFileName(path).Equals(Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a plan; null if the file cannot be read.</summary>
    public static PlanFile? Read(AdditionalText file, CancellationToken cancellation) =>
        file.GetText(cancellation) is { } text ? new PlanFile(file.Path, text) : null;

    /// <summary>Reads a plan from its text.</summary>
    public static PlanFile Read(string path, SourceText text) => new(path, text);

    /// <summary>Where a line stands.</summary>
    public Location LocationOf(PlanFileLine line)
    {
        TextSpan span = source.Lines[line.Number - 1].Span;
        return Location.Create(Path, span, source.Lines.GetLinePositionSpan(span));
    }

    /// <summary>The file with exactly these lines, sorted; comments stay before the line they stand on, those above a blank line at the top stay there.</summary>
    public SourceText With(IEnumerable<PlanLine> lines)
    {
        string[] texts = lines.Select(line => line.Text).Distinct().ToArray();
        Array.Sort(texts, StringComparer.Ordinal);
        string newLine = source.ToString().Contains("\r\n") ? "\r\n" : "\n";
        PlanFileComments comments = PlanFileComments.Read(source);
        var written = new StringBuilder();
        foreach (string line in comments.Header.Concat(texts.SelectMany(text => comments.Before(text).Append(text))).Concat(comments.Footer))
        {
            written.Append(line).Append(newLine);
        }

        return SourceText.From(written.ToString(), source.Encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), source.ChecksumAlgorithm);
    }
}
