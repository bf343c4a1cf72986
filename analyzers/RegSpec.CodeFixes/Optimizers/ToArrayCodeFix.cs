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

/// <summary>REG3005: gives the group an array.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ToArrayCodeFix))]
[Shared]
public sealed class ToArrayCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.ToArray";

    /// <summary>Creates the fix.</summary>
    public ToArrayCodeFix()
        : base(LazyGroupAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await Reported.NodeAsync<ExpressionSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { } sequence)
        {
            return ImmutableArray<Fix>.Empty;
        }

        return ImmutableArray.Create(new Fix("Append ToArray()", Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            editor.ReplaceNode(sequence, (current, _) => AsArray((ExpressionSyntax)current));
            Usings.Ensure(editor, sequence.SpanStart, "System.Linq", "Enumerable");
        }));
    }

    private static InvocationExpressionSyntax AsArray(ExpressionSyntax sequence)
    {
        ExpressionSyntax receiver = sequence.WithoutTrivia();
        if (sequence is not (InvocationExpressionSyntax or SimpleNameSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax))
        {
            receiver = SyntaxFactory.ParenthesizedExpression(receiver);
        }

        return SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, SyntaxFactory.IdentifierName("ToArray")))
            .WithTriviaFrom(sequence);
    }
}
