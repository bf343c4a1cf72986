using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegSpec.Analyzers;

/// <summary>Whether places of one body can follow each other in one run.</summary>
internal static class BranchOrder
{
    /// <summary>Whether two places lie in different branches of one statement or expression, or in different functions.</summary>
    public static bool ExcludeEachOther(SyntaxNode first, SyntaxNode second)
    {
        SyntaxNode common = first.AncestorsAndSelf().First(node => node.Span.Contains(second.Span));
        return common is IfStatementSyntax or ElseClauseSyntax or SwitchStatementSyntax or ConditionalExpressionSyntax or SwitchExpressionSyntax
            || Function(first) != Function(second);

        static SyntaxNode? Function(SyntaxNode node) => node.Ancestors().FirstOrDefault(parent => parent is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
    }
}
