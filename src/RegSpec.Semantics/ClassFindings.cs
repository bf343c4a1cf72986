using System.Collections.Generic;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics;

/// <summary>What is found of a class taken as root, beside its shape. Dead biases hold syntax of the files it was read from, and nothing of a compilation.</summary>
/// <param name="Facts">The proofs.</param>
/// <param name="DeadBiases">Layers whose bias can take any value without any effect.</param>
/// <param name="PartRoles">Roles that <c>forward</c> shows of raw parameters of classes it is made of; none for reports.</param>
/// <param name="Summary">What other assemblies and the run time are told, one fact a line; empty for reports.</param>
internal sealed record ClassFindings(ScaleInvarianceFacts Facts, IReadOnlyList<DeadBias> DeadBiases, EquatableArray<PartRole> PartRoles, EquatableArray<string> Summary)
{
    public static readonly ClassFindings Nothing = new(ScaleInvarianceFacts.Empty, System.Array.Empty<DeadBias>(), default, default);
}
