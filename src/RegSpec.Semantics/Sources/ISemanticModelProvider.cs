using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Sources;

/// <summary>Gives the semantic model of any tree of the compilation; the generator and the analyzers each have one way to do it.</summary>
internal interface ISemanticModelProvider
{
    /// <summary>The model of a tree. Asked for every file whose bodies are looked at, so that a provider can tell what a reading depends on.</summary>
    SemanticModel Get(SyntaxTree tree);
}
