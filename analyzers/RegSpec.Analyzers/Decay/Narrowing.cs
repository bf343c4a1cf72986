using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>How a declaration would have to read to leave some parameters alone.</summary>
internal static class Narrowing
{
    /// <summary>Property of a diagnostic: the narrowed <c>Parameters</c>; empty when nothing would be left; absent when it would be too long to read.</summary>
    public const string Kept = "Kept";

    /// <summary>Property of a diagnostic: a <c>Parameters</c> that names what is to be left alone.</summary>
    public const string Excluded = "Excluded";

    private const int NamesSpelledOut = 8;

    /// <summary>The properties a code fix needs for this declaration to leave biases and norm parameters alone.</summary>
    public static ImmutableDictionary<string, string?> PropertiesFor(Declared declared, ModuleClass module, CancellationToken cancellation) =>
        PropertiesFor(declared, module, static row => row.Facts.Role is Role.Bias or Role.RecurrentBias or Role.NormScale or Role.NormShift, cancellation);

    /// <summary>The properties a code fix needs for this declaration to leave what passes the test alone.</summary>
    public static ImmutableDictionary<string, string?> PropertiesFor(Declared declared, ModuleClass module, Func<PlanRow, bool> isSpared, CancellationToken cancellation)
    {
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (declared.Parameters is not { } pattern)
        {
            // Without a glob a norm, a raw parameter or the weights of a layer are hit, and then all of them are.
            return properties.Add(Kept, "");
        }

        // The name of a row with a star is a pattern already.
        PlacedRow[] rows = module.RowsAround(declared.Member, cancellation)
            .Where(row => row.Row.OpenedAtRunTime is null || (row.Row.Decision is not null && PathPattern.HasStar(row.RelativeName)))
            .ToArray();
        string[] spared = rows.Where(row => isSpared(row.Row)).Select(row => row.RelativeName).ToArray();
        string[] wanted = rows.Where(row => !isSpared(row.Row)).Select(row => row.RelativeName).ToArray();
        var kept = new List<string>();
        var excluded = new List<string>();
        foreach (string alternative in Glob.Alternatives(pattern))
        {
            string[] hit = spared.Where(name => Glob.MatchesAlternative(alternative, name)).ToArray();
            if (hit.Length == 0)
            {
                kept.Add(alternative);
                continue;
            }

            string[] rest = wanted.Where(name => Glob.MatchesAlternative(alternative, name)).ToArray();
            if (Cover(rest, alternative, spared) is not { } patterns)
            {
                return properties;
            }

            kept.AddRange(patterns);
            excluded.AddRange(Cover(hit, alternative, wanted) ?? []);
        }

        properties = properties.Add(Kept, string.Join(";", kept.Distinct()));
        return excluded.Count == 0 ? properties : properties.Add(Excluded, string.Join(";", excluded.Distinct()));
    }

    /// <summary>Few patterns that match all of <paramref name="names"/> and none of <paramref name="others"/>; null when they would be too many.</summary>
    private static IReadOnlyList<string>? Cover(string[] names, string alternative, string[] others)
    {
        var patterns = new List<string>();
        string stem = alternative.EndsWith("*", StringComparison.Ordinal) ? alternative.TrimEnd('*').TrimEnd('.') : alternative;
        foreach (IGrouping<string, string> group in names.GroupBy(LastSegment))
        {
            string broad = (stem.Length == 0 ? "*." : stem + ".*.") + group.Key;
            bool isExact = group.Count() > 1
                && group.All(name => Glob.MatchesAlternative(broad, name))
                && !others.Any(name => Glob.MatchesAlternative(broad, name));
            patterns.AddRange(isExact ? [broad] : group);
        }

        return patterns.Count <= NamesSpelledOut ? patterns : null;
    }

    private static string LastSegment(string name) => name.Substring(name.LastIndexOf('.') + 1);
}
