using System.Collections.Generic;

namespace RegSpec.Semantics.Vocabulary;

/// <summary>What a summary says of the class by itself: the proofs that hold wherever an instance sits.</summary>
internal static class ProvedWeights
{
    /// <summary>The proofs, by path of the weight below the class; none in a version that is not known.</summary>
    public static IEnumerable<(string Path, InvarianceProof Proof)> In(int version, IEnumerable<string> lines)
    {
        foreach (IReadOnlyList<string> fields in Of(SummaryLine.Proved, version, lines))
        {
            if (fields.Count == 4)
            {
                yield return (fields[1], new InvarianceProof(fields[2], fields[3] == "1"));
            }
        }
    }

    /// <summary>Paths of weights about which no class may claim anything, since other code uses them.</summary>
    public static IEnumerable<string> Exposed(int version, IEnumerable<string> lines)
    {
        foreach (IReadOnlyList<string> fields in Of(SummaryLine.Exposed, version, lines))
        {
            if (fields.Count == 2)
            {
                yield return fields[1];
            }
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Of(string kind, int version, IEnumerable<string> lines)
    {
        if (version != SummaryLine.Version)
        {
            yield break;
        }

        foreach (string line in lines)
        {
            if (line.StartsWith(kind + "|", System.StringComparison.Ordinal))
            {
                yield return SummaryLine.Fields(line);
            }
        }
    }
}
