namespace RegSpec.Semantics.Features;

/// <summary>Why an annotated type gets no ridge code.</summary>
/// <param name="Member">Index of the member among <see cref="AnnotatedMember.Of"/>; -1 for the type.</param>
/// <param name="Text">What is wrong and the remedy, as the end of a sentence about the member or type.</param>
internal sealed record RowProblem(int Member, string Text);
