using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Features;

/// <summary>A property or field of a row that generated code reads.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsNullable">Whether it can be null.</param>
/// <param name="Source">Name of its column in tables and files: that of <c>[Column]</c>, else its own.</param>
/// <param name="Access">What generated code makes of the value, <see cref="Value"/>.</param>
internal sealed record RowMember(string Name, bool IsNullable, string Source, string Access)
{
    /// <summary>Stands for the value in <see cref="Access"/>.</summary>
    public const string Value = "{0}";
}
