using System.Collections.Generic;
using System.Linq;

namespace RegSpec.Analyzers;

/// <summary>How the plan of a class differs from the checked-in one.</summary>
internal static class PlanDifference
{
    /// <summary>Differences of a class that are named; the rest is counted.</summary>
    public const int MaxNamed = 20;

    /// <summary>One entry a line: what is missing, changed and stale, in that order; empty if nothing is.</summary>
    /// <param name="plan">The lines of the class.</param>
    /// <param name="filed">Its good lines in the file.</param>
    public static IReadOnlyList<string> Between(IReadOnlyList<PlanLine> plan, IEnumerable<PlanFileLine> filed)
    {
        var stale = filed.ToDictionary(line => line.Plan!);
        var missing = new List<PlanLine>();
        foreach (PlanLine line in plan)
        {
            if (!stale.Remove(line))
            {
                missing.Add(line);
            }
        }

        var added = new List<string>();
        var changed = new SortedDictionary<int, string>();
        foreach (PlanLine line in missing)
        {
            PlanFileLine? old = stale.Values.Where(candidate => candidate.Plan!.Path == line.Path).OrderBy(candidate => candidate.Number).FirstOrDefault();
            if (old is null)
            {
                added.Add("missing '" + line.Rest + "'");
            }
            else
            {
                stale.Remove(old.Plan!);
                changed.Add(old.Number, "changed in line " + old.Number + " '" + old.Plan!.Rest + "' → '" + line.Fate + "'");
            }
        }

        IEnumerable<string> removed = stale.Values.OrderBy(line => line.Number).Select(line => "stale in line " + line.Number + " '" + line.Plan!.Rest + "'");
        return added.Concat(changed.Values).Concat(removed).ToList();
    }

    /// <summary>The differences that are named, one a message, and a last one that counts the rest.</summary>
    public static IEnumerable<string> Named(IReadOnlyList<string> differences)
    {
        IEnumerable<string> named = differences.Take(MaxNamed).Select(static difference => ": " + difference);
        return differences.Count <= MaxNamed ? named : named.Append(" in " + (differences.Count - MaxNamed) + " more lines");
    }
}
