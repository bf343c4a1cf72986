using System;
using System.Collections.Generic;

namespace RegSpec.Semantics.Vocabulary;

/// <summary>The pattern language of <c>Parameters</c>: alternatives separated by ';', '*' for any characters, case-sensitive, whole name.</summary>
internal static class Glob
{
    /// <summary>The alternatives of a pattern, trimmed; empty ones are kept so that they can be reported.</summary>
    public static IReadOnlyList<string> Alternatives(string pattern)
    {
        string[] parts = pattern.Split(';');
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = parts[i].Trim();
        }

        return parts;
    }

    /// <summary>Whether any alternative of <paramref name="pattern"/> matches the whole of <paramref name="name"/>.</summary>
    public static bool Matches(string pattern, string name)
    {
        foreach (string alternative in Alternatives(pattern))
        {
            if (MatchesAlternative(alternative, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one alternative matches the whole name; linear in time but for one backtrack point per '*'.</summary>
    public static bool MatchesAlternative(string alternative, string name)
    {
        int p = 0, n = 0, star = -1, mark = 0;
        while (n < name.Length)
        {
            if (p < alternative.Length && alternative[p] == '*')
            {
                star = p++;
                mark = n;
            }
            else if (p < alternative.Length && alternative[p] == name[n])
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (p < alternative.Length && alternative[p] == '*')
        {
            p++;
        }

        return p == alternative.Length;
    }

    /// <summary>Whether some name matches an alternative of <paramref name="pattern"/> and is one of those that <paramref name="name"/>, in which a star is one segment, stands for.</summary>
    public static bool Overlaps(string pattern, string name)
    {
        foreach (string alternative in Alternatives(pattern))
        {
            if (AlternativeOverlaps(alternative, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AlternativeOverlaps(string pattern, string name)
    {
        // meets[p, n]: the rests of both from there on have a name in common.
        var meets = new bool[pattern.Length + 1, name.Length + 1];
        for (int p = pattern.Length; p >= 0; p--)
        {
            for (int n = name.Length; n >= 0; n--)
            {
                bool more = p < pattern.Length, other = n < name.Length;

                // Either star may stand for nothing more, or take what the other side has next; that of a name stops at a dot.
                meets[p, n] = (!more && !other)
                    || (more && pattern[p] == '*' && (meets[p + 1, n] || (other && meets[p, n + 1])))
                    || (other && name[n] == '*' && (meets[p, n + 1] || (more && pattern[p] != '.' && meets[p + 1, n])))
                    || (more && other && pattern[p] == name[n] && meets[p + 1, n + 1]);
            }
        }

        return meets[0, 0];
    }
}
