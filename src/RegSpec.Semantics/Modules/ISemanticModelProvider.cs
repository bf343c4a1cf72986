using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics;

/// <summary>Gives the semantic model of any tree of the compilation; the generator and the analyzers each have one way to do it.</summary>
internal interface ISemanticModelProvider
{
    SemanticModel Get(SyntaxTree tree);
}
