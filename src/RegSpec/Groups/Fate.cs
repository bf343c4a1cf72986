namespace RegSpec;

/// <summary>What is decided about one parameter; <c>Refresh()</c> may decide anew.</summary>
/// <param name="Key">The group it belongs to.</param>
/// <param name="Reason">Why, in a few words.</param>
/// <param name="Invariance">What proves that its scale is free, or null.</param>
/// <param name="IsUndecided">A weight that no declaration reaches: harmless only while it is frozen.</param>
/// <param name="IsFrozen">It needs no gradient.</param>
internal sealed record Fate(GroupKey Key, string Reason, FreeScale? Invariance, bool IsUndecided, bool IsFrozen);

/// <summary>A proof that the scale of a weight is free.</summary>
/// <param name="Biases">Paths of the biases that have to follow the weight; none where the weight is free alone.</param>
internal sealed record FreeScale(IReadOnlyList<string> Biases);
