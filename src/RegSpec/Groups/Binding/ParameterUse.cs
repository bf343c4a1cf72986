using RegSpec.Semantics.Vocabulary;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>One place where the model uses a parameter tensor.</summary>
/// <param name="Path">Canonical dotted path from the root.</param>
/// <param name="Value">The wrapper found there.</param>
/// <param name="Role">What it is in this use.</param>
/// <param name="IsRaw">A raw parameter of a user module rather than part of a catalog layer.</param>
/// <param name="OwnerIsNormalization">Part of a catalog layer that is a normalization.</param>
/// <param name="Place">The innermost place around it.</param>
/// <param name="Owner">The user module that holds it, for advice when it is not registered.</param>
/// <param name="Proof">What proves scale invariance in this use, or null.</param>
/// <param name="LostProof">What would prove it, were the modules it goes through in training mode; or null.</param>
/// <param name="Padding">The row that stands for padding in this use, of a table that has one.</param>
/// <param name="Collection">The place of the member that holds it in a collection which registers nothing, or null.</param>
internal sealed record ParameterUse(
    string Path,
    Tensor Value,
    Role Role,
    bool IsRaw,
    bool OwnerIsNormalization,
    DeclaredPlace Place,
    nn.Module Owner,
    InvarianceProof? Proof = null,
    InvarianceProof? LostProof = null,
    PaddingRow? Padding = null,
    DeclaredPlace? Collection = null)
{
    /// <summary>The decision for this use; <paramref name="isInvariant"/> says whether its proof may count.</summary>
    public DecayDecision Decide(bool isInvariant) => DecayRule.Decide(
        new ParameterFacts(Role, IsRaw, OwnerIsNormalization, (int)Value.dim(), isInvariant ? Proof?.Text : null),
        Place.SitesOf(Path));
}
