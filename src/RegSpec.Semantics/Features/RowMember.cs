namespace RegSpec.Semantics;

/// <summary>A property or field of a row that generated code reads.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsNullable">Whether its type is <c>Nullable&lt;T&gt;</c>.</param>
/// <param name="Source">Name of its column in tables and files: that of <c>[Column]</c>, else its own.</param>
internal sealed record RowMember(string Name, bool IsNullable, string Source);
