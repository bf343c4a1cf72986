using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics;

/// <summary>What a raw parameter of a class is, by what its <c>forward</c> does with it.</summary>
/// <param name="TypeName">Metadata name of the class.</param>
/// <param name="Parameter">Registered name of the parameter.</param>
/// <param name="Role">Its role.</param>
internal sealed record PartRole(string TypeName, string Parameter, Role Role);
