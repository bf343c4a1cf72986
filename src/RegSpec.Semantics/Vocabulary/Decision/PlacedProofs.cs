using System;
using System.Collections.Generic;

namespace RegSpec.Semantics.Vocabulary;

/// <summary>
/// Which proof counts for a parameter: what is proved of it from outside first, then what the innermost class around it proves in its own
/// <c>forward</c>, and none where other code uses it. For the plans of shapes and for live modules alike.
/// </summary>
internal sealed class PlacedProofs
{
    private readonly ByPath around = new();

    /// <summary>What classes prove by themselves, by the path of the instance; read when a parameter in it has no other proof.</summary>
    private readonly Dictionary<string, Lazy<ByPath>> own = new(StringComparer.Ordinal);

    private readonly List<string> exposed = new();

    /// <summary>Nothing is proved at all.</summary>
    public bool IsEmpty => around.IsEmpty && own.Count == 0;

    /// <summary>A proof from outside; the first of several for one path counts.</summary>
    /// <param name="path">Path of the parameter from the root; a star stands for the name of any child.</param>
    /// <param name="proof">The proof.</param>
    public void Add(string path, InvarianceProof proof) => around.Add(path, proof);

    /// <summary>What the class of an instance proves about itself.</summary>
    /// <param name="instance">Path of the instance from the root.</param>
    /// <param name="proofs">The proofs, with paths from the instance.</param>
    public void Enter(string instance, Func<IEnumerable<(string Path, InvarianceProof Proof)>> proofs) => own[instance] = new Lazy<ByPath>(() => new ByPath(proofs()));

    /// <summary>What follows lies in another instance, though it may have the same path.</summary>
    public void Leave(string instance) => own.Remove(instance);

    /// <summary>A parameter used by code that no proof takes into account.</summary>
    public void AddExposed(string path) => exposed.Add(path);

    /// <summary>Whether other code uses the parameter.</summary>
    public bool IsExposed(string path) => exposed.Exists(known => known == path || PathPattern.Matches(known, path));

    /// <summary>The proof of a parameter that counts; null for none. A path with a star is proved only as a whole.</summary>
    public InvarianceProof? Find(string path) => IsEmpty || IsExposed(path) ? null : around.Find(path) ?? FindOwn(path);

    private InvarianceProof? FindOwn(string path)
    {
        for (int dot = path.LastIndexOf('.'); dot >= 0; dot = dot == 0 ? -1 : path.LastIndexOf('.', dot - 1))
        {
            if (own.TryGetValue(path.Substring(0, dot), out Lazy<ByPath>? proofs) && proofs.Value.Find(path.Substring(dot + 1)) is { } proof)
            {
                return proof;
            }
        }

        return own.TryGetValue("", out Lazy<ByPath>? ofRoot) ? ofRoot.Value.Find(path) : null;
    }

    /// <summary>Proofs by the path of their parameter.</summary>
    private sealed class ByPath
    {
        private readonly Dictionary<string, InvarianceProof> exact = new(StringComparer.Ordinal);
        private readonly List<(string Path, InvarianceProof Proof)> starred = new();

        public ByPath()
        {
        }

        public ByPath(IEnumerable<(string Path, InvarianceProof Proof)> proofs)
        {
            foreach ((string path, InvarianceProof proof) in proofs)
            {
                Add(path, proof);
            }
        }

        public bool IsEmpty => exact.Count == 0 && starred.Count == 0;

        public void Add(string path, InvarianceProof proof)
        {
            if (PathPattern.HasStar(path))
            {
                starred.Add((path, proof));
            }
            else if (!exact.ContainsKey(path))
            {
                exact.Add(path, proof);
            }
        }

        public InvarianceProof? Find(string path) =>
            exact.TryGetValue(path, out InvarianceProof? proof) ? proof : starred.Find(known => PathPattern.Matches(known.Path, path)).Proof;
    }
}
