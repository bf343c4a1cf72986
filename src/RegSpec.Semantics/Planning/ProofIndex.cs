using System.Collections.Generic;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Planning;

/// <summary>The proofs of one root by the path of their weight.</summary>
internal sealed class ProofIndex
{
    private readonly Dictionary<string, ScaleInvarianceFact> exact = new();
    private readonly List<ScaleInvarianceFact> starred = new();

    public ProofIndex(IEnumerable<ScaleInvarianceFact> facts)
    {
        foreach (ScaleInvarianceFact fact in facts)
        {
            if (PathPattern.HasStar(fact.Path))
            {
                starred.Add(fact);
            }
            else
            {
                exact[fact.Path] = fact;
            }
        }
    }

    /// <summary>The proof about this parameter, or null; a path with a star is proved only as a whole.</summary>
    public ScaleInvarianceFact? Find(string path) =>
        exact.TryGetValue(path, out ScaleInvarianceFact? fact) ? fact : starred.Find(f => PathPattern.Matches(f.Path, path));
}
