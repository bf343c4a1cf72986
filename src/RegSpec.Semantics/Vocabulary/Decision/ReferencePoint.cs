namespace RegSpec.Semantics.Vocabulary;

/// <summary>The point a decay pulls towards. Values equal those of the public <c>RegSpec.Reference</c>; a test compares them.</summary>
internal enum ReferencePoint
{
    Zero,
    Initial,
}
