using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Shapes;

/// <summary>Names that methods other than constructors and the helpers they call assign to: by syntax alone, so that no body is bound for it.</summary>
internal static class LaterAssignments
{
    public static HashSet<string> In(INamedTypeSymbol type, ISet<SyntaxNode> alreadyRun, SourceReader models, CancellationToken cancellation)
    {
        var names = new HashSet<string>();
        foreach (TypeDeclarationSyntax declaration in Declarations.Of<TypeDeclarationSyntax>(type, cancellation))
        {
            // Nothing is bound, but account is kept of the files whose bodies count.
            _ = models.Get(declaration.SyntaxTree);
            foreach (MemberDeclarationSyntax member in declaration.Members)
            {
                if (member is BaseMethodDeclarationSyntax and not ConstructorDeclarationSyntax or BasePropertyDeclarationSyntax)
                {
                    Collect(member, alreadyRun, names);
                }
            }
        }

        return names;
    }

    private static void Collect(SyntaxNode member, ISet<SyntaxNode> alreadyRun, HashSet<string> names)
    {
        foreach (SyntaxNode node in member.DescendantNodesAndSelf(node => !alreadyRun.Contains(node)))
        {
            switch (node)
            {
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression or (int)SyntaxKind.CoalesceAssignmentExpression } assignment
                    when assignment.Parent is not InitializerExpressionSyntax && !alreadyRun.Contains(member):
                    foreach (ExpressionSyntax target in Targets(assignment.Left))
                    {
                        Add(target, names);
                    }

                    break;
                case ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } argument when !alreadyRun.Contains(member):
                    Add(argument.Expression, names);
                    break;
            }
        }
    }

    private static IEnumerable<ExpressionSyntax> Targets(ExpressionSyntax left) =>
        left is TupleExpressionSyntax tuple ? tuple.Arguments.Select(static a => a.Expression) : new[] { left };

    private static void Add(ExpressionSyntax target, HashSet<string> names)
    {
        switch (target)
        {
            case IdentifierNameSyntax name:
                names.Add(name.Identifier.ValueText);
                break;
            case MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax, Name: { } name }:
                names.Add(name.Identifier.ValueText);
                break;
        }
    }
}
