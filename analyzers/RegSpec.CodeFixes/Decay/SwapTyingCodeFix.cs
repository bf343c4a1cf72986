using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using RegSpec.Analyzers;

namespace RegSpec.CodeFixes;

/// <summary>REG1009: assigns the other way round, so that both layers share one wrapper.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SwapTyingCodeFix))]
[Shared]
public sealed class SwapTyingCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.SwapTying";

    /// <summary>Creates the fix.</summary>
    public SwapTyingCodeFix()
        : base(TyingAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.ContainsKey(TyingAnalyzer.CanBeSwapped)
            || await Reported.NodeAsync<AssignmentExpressionSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { } assignment)
        {
            return ImmutableArray<Fix>.Empty;
        }

        return ImmutableArray.Create(new Fix("Write " + Swapped(assignment).WithoutTrivia() + ", which keeps the initial values of " + assignment.Left.WithoutTrivia(), Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            editor.ReplaceNode(assignment, (current, _) => Swapped((AssignmentExpressionSyntax)current));
        }));
    }

    private static AssignmentExpressionSyntax Swapped(AssignmentExpressionSyntax assignment) => assignment
        .WithLeft(Assignable(assignment.Right).WithTriviaFrom(assignment.Left))
        .WithRight(assignment.Left.WithTriviaFrom(assignment.Right));

    /// <summary><c>emb.weight!</c> is a value; what can be assigned is <c>emb.weight</c>.</summary>
    private static ExpressionSyntax Assignable(ExpressionSyntax value) => value switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var inner } => Assignable(inner),
        ParenthesizedExpressionSyntax { Expression: var inner } => Assignable(inner),
        _ => value,
    };
}
