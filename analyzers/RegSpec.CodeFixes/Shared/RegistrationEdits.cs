using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegSpec.CodeFixes;

/// <summary>Edits of constructors around <c>RegisterComponents()</c>.</summary>
internal static class RegistrationEdits
{
    private const string Register = "RegisterComponents";

    /// <summary>Whether a statement is the call itself.</summary>
    public static bool IsCall(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call }
        && (call.Expression is IdentifierNameSyntax { Identifier.ValueText: Register }
            || call.Expression is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: Register });

    /// <summary>The constructor with the call as its last statement; as it is if it has one.</summary>
    public static ConstructorDeclarationSyntax WithCall(ConstructorDeclarationSyntax constructor, SyntaxNode root)
    {
        SyntaxTrivia lineEnd = Layout.LineEnd(root);
        SyntaxTriviaList outer = Layout.Indent(constructor);
        SyntaxTriviaList inner = outer.Add(SyntaxFactory.Whitespace(Layout.IndentUnit(constructor)));
        StatementSyntax call = SyntaxFactory.ParseStatement(Register + "();").WithLeadingTrivia(inner).WithTrailingTrivia(lineEnd);
        if (constructor.Body is { } body)
        {
            if (body.Statements.Any(IsCall))
            {
                return constructor;
            }

            if (body.CloseBraceToken.LeadingTrivia.All(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)) && IsOnOneLine(body))
            {
                return constructor.WithBody(body.AddStatements(SyntaxFactory.ParseStatement(Register + "(); ")));
            }

            return constructor.WithBody(body.AddStatements(call));
        }

        if (constructor.ExpressionBody is not { } arrow)
        {
            return constructor;
        }

        StatementSyntax first = SyntaxFactory.ExpressionStatement(arrow.Expression.WithoutTrivia()).WithLeadingTrivia(inner).WithTrailingTrivia(lineEnd);
        BlockSyntax block = SyntaxFactory.Block(first, call)
            .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(outer).WithTrailingTrivia(lineEnd))
            .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(outer).WithTrailingTrivia(constructor.SemicolonToken.TrailingTrivia));
        ConstructorDeclarationSyntax head = constructor.WithExpressionBody(null).WithSemicolonToken(default);
        return head.ReplaceToken(head.GetLastToken(), head.GetLastToken().WithTrailingTrivia(lineEnd)).WithBody(block);
    }

    /// <summary>The block with the call moved behind the statement; as it is if that comes first already.</summary>
    public static BlockSyntax WithCallAfter(BlockSyntax block, StatementSyntax statement)
    {
        StatementSyntax? call = block.Statements.FirstOrDefault(IsCall);
        if (call is null || block.Statements.IndexOf(call) > block.Statements.IndexOf(statement))
        {
            return block;
        }

        int behind = block.Statements.IndexOf(statement);
        return block.WithStatements(block.Statements.Remove(call).Insert(behind, call));
    }

    private static bool IsOnOneLine(BlockSyntax body) => !body.ToString().Contains("\n");
}
