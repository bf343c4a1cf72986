using RegSpec.Semantics.Vocabulary;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The proofs of scale invariance that the descriptions of one root bring, and which of them hold for the instances met.</summary>
internal sealed class ProofsOfWalk
{
    private readonly Dictionary<string, InvarianceProof> exact = [];
    private readonly List<(string Path, InvarianceProof Proof)> starred = [];

    /// <summary>What classes prove by themselves, for weights about which nothing around them says more.</summary>
    private readonly Dictionary<string, InvarianceProof> own = [];
    private readonly List<(string Path, InvarianceProof Proof)> ownStarred = [];

    /// <summary>Weights that are used in ways no class can see: no proof counts.</summary>
    private readonly List<string> exposed = [];

    /// <summary>Proofs about instances that are not wholly in training mode: what is said of them, and no more.</summary>
    private readonly List<(string Path, InvarianceProof Proof)> lost = [];

    /// <summary>Whether a module and all in it train: proofs are about training, a batch norm in evaluation mode removes no scale.</summary>
    public static bool Trains(nn.Module module) => module.training && module.modules().All(static m => m.training);

    /// <summary>A proof about a module that does not train as a whole.</summary>
    public void AddLost(string path, InvarianceProof proof) => lost.Add((path, proof));

    public void Add(string path, InvarianceProof proof)
    {
        if (PathPattern.HasStar(path))
        {
            starred.Add((path, proof));
        }
        else
        {
            exact.TryAdd(path, proof);
        }
    }

    /// <summary>A proof that a class makes about itself, in its summary.</summary>
    public void AddOwn(string path, InvarianceProof proof)
    {
        if (PathPattern.HasStar(path))
        {
            ownStarred.Add((path, proof));
        }
        else
        {
            own.TryAdd(path, proof);
        }
    }

    /// <summary>A weight used by code that no proof takes into account.</summary>
    public void AddExposed(string path) => exposed.Add(path);

    /// <summary>Gives each weight its proof.</summary>
    public IEnumerable<ParameterUse> Attach(IReadOnlyList<ParameterUse> uses)
    {
        if (exact.Count == 0 && starred.Count == 0 && own.Count == 0 && ownStarred.Count == 0 && lost.Count == 0)
        {
            return uses;
        }

        // A weight is scale-free together with its bias only while the bias can follow.
        HashSet<string> frozen = [.. uses.Where(static use => !use.Value.requires_grad).Select(static use => use.Path)];
        return uses.Select(use => Find(use) is { } proof && !(proof.WithBias && frozen.Contains(RegisteredName.BiasBeside(use.Path))) ? use with { Proof = proof } : use with { LostProof = FindLost(use) });
    }

    private InvarianceProof? FindLost(ParameterUse use) =>
        use.Role is not (Role.Weight or Role.RecurrentWeight or Role.Embedding) || IsExposed(use) ? null
        : lost.Find(l => l.Path == use.Path || PathPattern.Matches(l.Path, use.Path)).Proof;

    private bool IsExposed(ParameterUse use) => exposed.Exists(path => path == use.Path || PathPattern.Matches(path, use.Path));

    private InvarianceProof? Find(ParameterUse use) =>
        use.Role is not (Role.Weight or Role.RecurrentWeight or Role.Embedding) || IsExposed(use) ? null
        : exact.TryGetValue(use.Path, out InvarianceProof? proof) ? proof
        : starred.Find(s => PathPattern.Matches(s.Path, use.Path)).Proof is { } any ? any
        : own.TryGetValue(use.Path, out InvarianceProof? itself) ? itself
        : ownStarred.Find(s => PathPattern.Matches(s.Path, use.Path)).Proof;
}
