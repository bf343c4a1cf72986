namespace Microsoft.CodeAnalysis;

/// <summary>Hides a type from the assemblies that see this assembly's internals: each of them has the type of its own.</summary>
[Embedded]
internal sealed class EmbeddedAttribute : System.Attribute;
