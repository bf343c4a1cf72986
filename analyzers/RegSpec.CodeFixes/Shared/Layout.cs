using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.CodeFixes;

/// <summary>The layout of the file a fix edits.</summary>
internal static class Layout
{
    /// <summary>How the file ends its lines.</summary>
    public static SyntaxTrivia LineEnd(SyntaxNode root) => root.DescendantTrivia()
        .Where(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))
        .DefaultIfEmpty(SyntaxFactory.LineFeed)
        .First();

    /// <summary>What stands before a declaration on its line.</summary>
    public static SyntaxTriviaList Indent(SyntaxNode node)
    {
        SyntaxTriviaList leading = node.GetLeadingTrivia();
        return leading.Count > 0 && leading.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(leading.Last()) : SyntaxFactory.TriviaList();
    }

    /// <summary>One level of indentation: a tab where the line begins with one.</summary>
    public static string IndentUnit(SyntaxNode node) => Indent(node).ToFullString().StartsWith("\t", System.StringComparison.Ordinal) ? "\t" : "    ";
}
