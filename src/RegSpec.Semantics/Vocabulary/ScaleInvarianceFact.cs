namespace RegSpec.Semantics.Vocabulary;

/// <summary>Which tensors may be scaled without any visible effect.</summary>
internal enum InvarianceKind
{
    /// <summary>The weight alone.</summary>
    Exact,

    /// <summary>
    /// The weight together with the bias of its layer. A penalty on the weight is then as idle as in the exact case as long as the bias is
    /// trained: every function the pair can represent is represented at every ‖W‖ > 0, whether or not the bias is penalised too.
    /// </summary>
    Joint,
}

/// <summary>A proof that the scale of a weight does not matter, for one class taken as root.</summary>
/// <param name="Path">Name of the weight below the root ("fc1.weight"); a star stands for the index of a child made in a loop.</param>
/// <param name="Kind">What is scaled.</param>
/// <param name="Proof">From the weight to what removes its scale ("fc1 → bn1").</param>
/// <param name="UpToEps">A hand-written ε lies on the way.</param>
internal sealed record ScaleInvarianceFact(string Path, InvarianceKind Kind, string Proof, bool UpToEps)
{
    /// <summary>As plans carry it.</summary>
    public InvarianceProof ForPlan => new(UpToEps ? Proof + ", up to eps" : Proof, Kind == InvarianceKind.Joint);

    /// <summary>The proof with its reservations, for tables.</summary>
    public string Text => ForPlan.Text;
}

/// <summary>A weight that is not proved scale-invariant.</summary>
/// <param name="Path">Its name below the root.</param>
/// <param name="Why">The first thing that stood in the way.</param>
internal sealed record UnprovedWeight(string Path, string Why)
{
    /// <summary>Other code uses the weight: what its own class proves about it does not count either.</summary>
    public bool IsExposed { get; init; }
}

/// <summary>What the algebra found about a class taken as root.</summary>
/// <param name="Proved">Proved weights, by path.</param>
/// <param name="Unproved">The others, by path.</param>
internal sealed record ScaleInvarianceFacts(EquatableArray<ScaleInvarianceFact> Proved, EquatableArray<UnprovedWeight> Unproved)
{
    /// <summary>Paths of modules that somebody switches between training and evaluation: no class proves anything about what is in them.</summary>
    public EquatableArray<string> Switched { get; init; }

    public static readonly ScaleInvarianceFacts Empty = new(EquatableArray<ScaleInvarianceFact>.Empty, EquatableArray<UnprovedWeight>.Empty);
}
