using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>One line of DecayPlan.txt: <c>Namespace.Net: fc1.weight  0.05  Weight  default of Net</c>.</summary>
/// <param name="Class">The class taken as root, with its namespace.</param>
/// <param name="Path">Name of the parameter below it.</param>
/// <param name="Fate">λ, role, learning-rate scale unless 1, reason; two blanks between them.</param>
internal sealed record PlanLine(string Class, string Path, string Fate)
{
    /// <summary>Stands for a λ that only the run time knows.</summary>
    private const string AtRunTime = "run time";

    private const string AfterClass = ": ";
    private const string BetweenColumns = "  ";

    /// <summary>The line without its class, as messages quote it.</summary>
    public string Rest => Path + BetweenColumns + Fate;

    /// <summary>The whole line.</summary>
    public string Text => Class + AfterClass + Rest;

    /// <summary>The line of a plan row.</summary>
    public static PlanLine Of(string type, PlanRow row)
    {
        string path = row.Decision is null && !row.Path.EndsWith("*", StringComparison.Ordinal) ? row.Path + ".*" : row.Path;
        var columns = new List<string> { row.Decision?.WeightDecay is { } lambda ? NumberText.Of(lambda) : AtRunTime, row.Facts.Role.ToString() };
        if (row.LearningRateScale != 1)
        {
            columns.Add("lr × " + NumberText.Of(row.LearningRateScale));
        }

        columns.Add(OnOneLine(row.Reason));
        return new PlanLine(type, path, string.Join(BetweenColumns, columns));
    }

    /// <summary>Reads a line; null, and what is wrong with it, if it is none.</summary>
    public static PlanLine? Parse(string text, out string? problem)
    {
        int colon = text.IndexOf(AfterClass, StringComparison.Ordinal);
        if (colon <= 0)
        {
            problem = "no class with ': ' behind it";
            return null;
        }

        string[] columns = text.Substring(colon + AfterClass.Length)
            .Split(new[] { BetweenColumns }, StringSplitOptions.RemoveEmptyEntries)
            .Select(static column => column.Trim())
            .Where(static column => column.Length > 0)
            .ToArray();
        problem = Problem(columns);
        return problem is null
            ? new PlanLine(text.Substring(0, colon).Trim(), columns[0], string.Join(BetweenColumns, columns.Skip(1)))
            : null;
    }

    private static string? Problem(IReadOnlyList<string> columns)
    {
        if (columns.Count < 4)
        {
            return "parameter, λ, role and reason with two blanks between them are expected";
        }

        if (columns[1] != AtRunTime && !double.TryParse(columns[1], NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            return "λ '" + columns[1] + "' is no number";
        }

        return Enum.IsDefined(typeof(Role), columns[2]) ? null : "there is no role '" + columns[2] + "'";
    }

    /// <summary>A user's reason may hold line ends and runs of blanks, which would end a column.</summary>
    private static string OnOneLine(string reason)
    {
        string joined = string.Join(" ", reason.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        return joined.Length == 0 ? "no reason given" : joined;
    }
}
