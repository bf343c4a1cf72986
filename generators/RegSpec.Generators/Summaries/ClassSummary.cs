using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Generators;

/// <summary>What the assembly says of one of its module classes. Values only.</summary>
/// <param name="Type">Full metadata name of the class.</param>
/// <param name="Lines">The summary, one fact a line; never empty.</param>
internal sealed record ClassSummary(string Type, EquatableArray<string> Lines);
