using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Features;

/// <summary>A value that an enum declares.</summary>
/// <param name="Name">The first name it has.</param>
/// <param name="Expression">The value in generated code.</param>
/// <param name="Value">Its number.</param>
internal sealed record EnumLevel(string Name, string Expression, string Value);
