using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Sources;

namespace RegSpec.Analyzers;

/// <summary>The bodies and initializers written in a class, as the compiler hands them to rules about bodies, for a rule that needs them all at once.</summary>
internal static class ClassBodies
{
    /// <summary>Those of the class around all others, with what is nested in it.</summary>
    public static IEnumerable<IOperation> Of(INamedTypeSymbol type, SourceFiles models, CancellationToken cancellation)
    {
        while (type.ContainingType is { } around)
        {
            type = around;
        }

        return Declarations.Of<TypeDeclarationSyntax>(type, cancellation)
            .SelectMany(static declaration => declaration.DescendantNodes(static node => !IsBody(node) && node is not AttributeListSyntax).Where(IsBody))
            .Select(body => models.Get(body.SyntaxTree).GetOperation(body, cancellation))
            .OfType<IOperation>();
    }

    private static bool IsBody(SyntaxNode node) =>
        node is BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax;
}
