using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Features;

/// <summary>What was read of an annotated type: a layout, or why there is none.</summary>
/// <param name="Layout">Null exactly when there are problems.</param>
/// <param name="Problems">In the order of the members, those of the type last.</param>
internal sealed record RowReading(RowLayout? Layout, EquatableArray<RowProblem> Problems);
