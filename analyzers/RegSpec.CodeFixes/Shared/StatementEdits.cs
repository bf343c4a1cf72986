using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegSpec.CodeFixes;

/// <summary>New statements with the layout of their neighbours.</summary>
internal static class StatementEdits
{
    /// <summary>A statement from its text, indented like the line a node starts on.</summary>
    public static StatementSyntax Like(string text, SyntaxNode neighbour) => Statement(text, Layout.Indent(neighbour).ToFullString(), Layout.LineEnd(neighbour.SyntaxTree.GetRoot()));

    /// <summary>Puts statements first into a constructor; an expression body becomes a block.</summary>
    public static ConstructorDeclarationSyntax Prepend(ConstructorDeclarationSyntax constructor, IEnumerable<string> lines)
    {
        SyntaxTrivia lineEnd = Layout.LineEnd(constructor);
        string indent = Layout.Indent(constructor).ToFullString();
        string inner = indent + Layout.IndentUnit(constructor);
        StatementSyntax[] added = lines.Select(line => Statement(line, inner, lineEnd)).ToArray();
        if (constructor.Body is { } body)
        {
            return constructor.WithBody(body.WithStatements(body.Statements.InsertRange(0, added)));
        }

        if (constructor.ExpressionBody is not { } arrow)
        {
            return constructor;
        }

        // The line that held the arrow ends where the block begins.
        SyntaxToken before = arrow.GetFirstToken().GetPreviousToken();
        StatementSyntax only = Statement(arrow.Expression.WithoutTrivia() + ";", inner, lineEnd);
        BlockSyntax block = SyntaxFactory.Block(added.Append(only))
            .WithOpenBraceToken(SyntaxFactory.Token(SyntaxFactory.TriviaList(SyntaxFactory.Whitespace(indent)), SyntaxKind.OpenBraceToken, SyntaxFactory.TriviaList(lineEnd)))
            .WithCloseBraceToken(SyntaxFactory.Token(SyntaxFactory.TriviaList(SyntaxFactory.Whitespace(indent)), SyntaxKind.CloseBraceToken, constructor.SemicolonToken.TrailingTrivia));
        return constructor
            .ReplaceToken(before, before.WithTrailingTrivia(lineEnd))
            .WithExpressionBody(null)
            .WithSemicolonToken(default)
            .WithBody(block);
    }

    private static StatementSyntax Statement(string text, string indent, SyntaxTrivia lineEnd) =>
        SyntaxFactory.ParseStatement(text).WithLeadingTrivia(SyntaxFactory.Whitespace(indent)).WithTrailingTrivia(lineEnd);
}
