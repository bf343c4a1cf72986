namespace RegSpec.Semantics.Features;

/// <summary>A target of a row.</summary>
/// <param name="Member">Where it is read.</param>
/// <param name="Lambda">The λ declared for it; null for that of the type.</param>
internal sealed record TargetMember(RowMember Member, double? Lambda);
