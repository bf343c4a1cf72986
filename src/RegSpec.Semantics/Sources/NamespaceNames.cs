using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegSpec.Semantics.Sources;

/// <summary>The namespaces of files.</summary>
internal static class NamespaceNames
{
    /// <summary>Full names of the namespaces that a file declares, with those around them.</summary>
    public static IEnumerable<string> In(SyntaxTree tree, CancellationToken cancellation) => In(((CompilationUnitSyntax)tree.GetRoot(cancellation)).Members, "");

    private static IEnumerable<string> In(SyntaxList<MemberDeclarationSyntax> members, string around)
    {
        foreach (BaseNamespaceDeclarationSyntax declaration in members.OfType<BaseNamespaceDeclarationSyntax>())
        {
            string space = around;
            foreach (IdentifierNameSyntax part in declaration.Name.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
            {
                space = space.Length == 0 ? part.Identifier.ValueText : space + "." + part.Identifier.ValueText;
                yield return space;
            }

            foreach (string inner in In(declaration.Members, space))
            {
                yield return inner;
            }
        }
    }
}
