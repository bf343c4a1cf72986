namespace RegSpec.Semantics.Vocabulary;

/// <summary>What is known about one parameter when its fate is decided.</summary>
/// <param name="Role">Its role.</param>
/// <param name="IsRaw">A raw <c>Parameter</c> of a user module rather than part of a catalog layer.</param>
/// <param name="OwnerIsNormalization">It belongs to a catalog layer that is itself a normalization.</param>
/// <param name="Dimensions">Number of dimensions; null while only the run time knows it.</param>
/// <param name="InvarianceProof">The path that proves scale invariance ("fc1 → bn1") with its reservations, or null.</param>
internal readonly record struct ParameterFacts(
    Role Role,
    bool IsRaw = false,
    bool OwnerIsNormalization = false,
    int? Dimensions = null,
    string? InvarianceProof = null)
{
    /// <summary>Weight, RecurrentWeight or Embedding: the roles a default λ is meant for.</summary>
    public bool IsWeight => Role is Role.Weight or Role.RecurrentWeight or Role.Embedding;
}
