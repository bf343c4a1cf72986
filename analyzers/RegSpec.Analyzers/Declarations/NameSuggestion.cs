using System;
using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Analyzers;

/// <summary>"Did you mean": the pattern nearest to one that matched nothing.</summary>
internal static class NameSuggestion
{
    /// <summary>A pattern that matches at least one of the names, or null when nothing is near.</summary>
    /// <param name="alternative">What matched nothing.</param>
    /// <param name="names">The names there are, relative to the declaration's place.</param>
    /// <param name="place">Name of the member the declaration stands on, or null for a class.</param>
    public static string? For(string alternative, IReadOnlyList<string> names, string? place)
    {
        if (alternative.Length == 0)
        {
            return null;
        }

        if (names.Any(name => name.StartsWith(alternative + ".", StringComparison.Ordinal)))
        {
            // The name of a module is not the name of its parameters.
            return alternative + ".*";
        }

        if (place is not null && alternative.StartsWith(place + ".", StringComparison.Ordinal))
        {
            string inner = alternative.Substring(place.Length + 1);
            if (MatchesAny(inner, names))
            {
                return inner;
            }
        }

        string? best = null;
        int bestDistance = Math.Max(1, alternative.Length / 3) + 1;
        foreach (string candidate in names.Where(_ => alternative.IndexOf('*') < 0).Concat(SegmentReplacements(alternative, names)))
        {
            int distance = Distance(Normalize(alternative), Normalize(candidate));
            if (distance < bestDistance && candidate != alternative && MatchesAny(candidate, names))
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>The alternative with one literal segment replaced by a segment that exists.</summary>
    private static IEnumerable<string> SegmentReplacements(string alternative, IReadOnlyList<string> names)
    {
        string[] known = names.SelectMany(name => name.Split('.')).Distinct().ToArray();
        string[] segments = alternative.Split('.');
        for (int i = 0; i < segments.Length; i++)
        {
            string original = segments[i];
            if (original.IndexOf('*') >= 0)
            {
                continue;
            }

            foreach (string segment in known)
            {
                segments[i] = segment;
                yield return string.Join(".", segments);
            }

            segments[i] = original;
        }
    }

    private static bool MatchesAny(string pattern, IReadOnlyList<string> names) => names.Any(name => Glob.MatchesAlternative(pattern, name));

    /// <summary>Case and underscores are the usual slip ("LayerNorm" for "layer_norm") and cost nothing.</summary>
    private static string Normalize(string name) => name.Replace("_", "").ToLowerInvariant();

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours.</summary>
    private static int Distance(string from, string to)
    {
        var table = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                int substitution = table[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(substitution, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[from.Length, to.Length];
    }
}
