namespace RegSpec.Semantics.Vocabulary;

/// <summary>Who gets the default λ. Values equal those of the public <c>RegSpec.DecayPolicy</c>; a test compares them.</summary>
internal enum Policy
{
    Principled,
    Weights,
    Matrices,
    DeclaredOnly,
    Everything,
}
