using RegSpec.Semantics.Vocabulary;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The proofs of scale invariance that the descriptions of one root bring, and which of them hold for the instances met.</summary>
internal sealed class ProofsOfWalk
{
    private readonly PlacedProofs proofs = new();

    /// <summary>Proofs about instances that are not wholly in training mode: what is said of them, and no more.</summary>
    private readonly List<(string Path, InvarianceProof Proof)> lost = [];

    /// <summary>Whether a module and all in it train: proofs are about training, a batch norm in evaluation mode removes no scale.</summary>
    public static bool Trains(nn.Module module) => module.training && module.modules().All(static m => m.training);

    /// <summary>A proof about a module that does not train as a whole.</summary>
    public void AddLost(string path, InvarianceProof proof) => lost.Add((path, proof));

    /// <summary>A proof that a description brings; the first for a path counts.</summary>
    public void Add(string path, InvarianceProof proof) => proofs.Add(path, proof);

    /// <summary>What the class of an instance proves about itself, in its summary.</summary>
    public void Enter(string instance, Func<IEnumerable<(string Path, InvarianceProof Proof)>> own) => proofs.Enter(instance, own);

    /// <summary>A weight used by code that no proof takes into account.</summary>
    public void AddExposed(string path) => proofs.AddExposed(path);

    /// <summary>Gives each weight its proof.</summary>
    public IEnumerable<ParameterUse> Attach(IReadOnlyList<ParameterUse> uses)
    {
        if (proofs.IsEmpty && lost.Count == 0)
        {
            return uses;
        }

        // A weight is scale-free together with its bias only while the bias can follow.
        HashSet<string> frozen = [.. uses.Where(static use => !use.Value.requires_grad).Select(static use => use.Path)];
        return uses.Select(use => Find(use) is { } proof && !(proof.WithBias && frozen.Contains(RegisteredName.BiasBeside(use.Path))) ? use with { Proof = proof } : use with { LostProof = FindLost(use) });
    }

    private InvarianceProof? FindLost(ParameterUse use) =>
        !IsWeight(use) || proofs.IsExposed(use.Path) ? null : lost.Find(l => l.Path == use.Path || PathPattern.Matches(l.Path, use.Path)).Proof;

    private InvarianceProof? Find(ParameterUse use) => IsWeight(use) ? proofs.Find(use.Path) : null;

    private static bool IsWeight(ParameterUse use) => use.Role is Role.Weight or Role.RecurrentWeight or Role.Embedding;
}
