using RegSpec.Semantics.Features;

namespace RegSpec.Generators;

/// <summary>Everything the generated file of one row type is written from. Values only: equal for equal source.</summary>
/// <param name="HintName">Name of the generated file, unique in the compilation.</param>
/// <param name="ClassName">Name of the generated static class.</param>
/// <param name="Accessibility"><c>public</c> or <c>internal</c>: as far as the row type itself can be seen.</param>
/// <param name="Layout">The columns.</param>
internal sealed record RidgeFile(string HintName, string ClassName, string Accessibility, RowLayout Layout);
