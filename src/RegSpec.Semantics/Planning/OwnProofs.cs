using System;
using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Shapes;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Planning;

/// <summary>
/// What nested classes prove in their own <c>forward</c>, for weights about which the root proves nothing: it holds wherever an instance sits,
/// so also where the root cannot be followed. Not where the root shows that it does not: a weight used by other code, a module switched to evaluation.
/// </summary>
internal sealed class OwnProofs
{
    private readonly Func<ModuleShape, IEnumerable<ScaleInvarianceFact>>? factsOf;
    private readonly List<string> exposed = new();
    private readonly EquatableArray<string> switched;
    private readonly List<(string Path, Lazy<ProofIndex> Proofs)> around = new();

    /// <param name="root">What is known about the root.</param>
    /// <param name="factsOf">What a class proves about itself taken as root; null for nothing.</param>
    public OwnProofs(ScaleInvarianceFacts? root, Func<ModuleShape, IEnumerable<ScaleInvarianceFact>>? factsOf)
    {
        this.factsOf = factsOf;
        if (root is not null)
        {
            exposed.AddRange(root.Unproved.Where(static u => u.IsExposed).Select(static u => u.Path));
            switched = root.Switched;
        }
    }

    /// <summary>What follows lies in an instance of exactly this class, until <see cref="Leave"/>.</summary>
    public void Enter(ModuleShape shape, string path) =>
        around.Add((path, new Lazy<ProofIndex>(() => new ProofIndex(factsOf is null || IsSwitched(path) ? Array.Empty<ScaleInvarianceFact>() : factsOf(shape)))));

    public void Leave() => around.RemoveAt(around.Count - 1);

    /// <summary>The proof of the innermost class that has one.</summary>
    public ScaleInvarianceFact? Find(string path)
    {
        for (int i = around.Count - 1; i >= 0; i--)
        {
            if (around[i].Proofs.Value.Find(path.Substring(around[i].Path.Length + 1)) is { } fact)
            {
                return exposed.Exists(e => e == path || PathPattern.Matches(e, path)) ? null : fact;
            }
        }

        return null;
    }

    /// <summary>A norm inside that keeps its statistics, or the whole around it.</summary>
    private bool IsSwitched(string path) => switched.Any(s =>
        s.Length == 0 || PathPattern.HasStar(s) || s == path || s.StartsWith(path + ".", StringComparison.Ordinal) || path.StartsWith(s + ".", StringComparison.Ordinal));
}
