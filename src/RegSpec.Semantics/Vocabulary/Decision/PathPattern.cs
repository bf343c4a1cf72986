using System;

namespace RegSpec.Semantics.Vocabulary;

/// <summary>Dotted parameter paths in which a segment may be a star: "blocks.*.fc.weight" stands for every child of <c>blocks</c>.</summary>
internal static class PathPattern
{
    /// <summary>Whether the path has the segments of the pattern; unlike in a glob, a star is exactly one segment.</summary>
    public static bool Matches(string pattern, string path)
    {
        string[] wanted = pattern.Split('.'), segments = path.Split('.');
        if (wanted.Length != segments.Length)
        {
            return false;
        }

        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] != "*" && wanted[i] != segments[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a segment is a star.</summary>
    public static bool HasStar(string pattern) => pattern.IndexOf('*') >= 0;
}
