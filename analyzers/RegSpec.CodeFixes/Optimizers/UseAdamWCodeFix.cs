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

/// <summary>REG3003: makes an AdamW of an Adam; their arguments are the same.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseAdamWCodeFix))]
[Shared]
public sealed class UseAdamWCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.UseAdamW";

    /// <summary>Creates the fix.</summary>
    public UseAdamWCodeFix()
        : base(CoupledAdamDecayAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        // Groups carry the type of their optimizer: they would have to change too.
        if (await OptimizerSyntax.FindAsync(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { Creation.Input: not OptimizerInput.Groups } optimizer
            || NameOf(optimizer.Node) is not { } name
            || !MayBecomeAdamW(optimizer, cancellation))
        {
            return ImmutableArray<Fix>.Empty;
        }

        return ImmutableArray.Create(new Fix("Use AdamW", Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            editor.ReplaceNode(name, (current, _) => SyntaxFactory.IdentifierName(OptimizerNames.AdamW).WithTriviaFrom(current));
        }));
    }

    /// <summary>The name "Adam" in the call; null for <c>new(…)</c>, whose type is written elsewhere.</summary>
    private static SimpleNameSyntax? NameOf(ExpressionSyntax node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name,
        InvocationExpressionSyntax { Expression: SimpleNameSyntax name } => name,
        ObjectCreationExpressionSyntax { Type: QualifiedNameSyntax qualified } => qualified.Right,
        ObjectCreationExpressionSyntax { Type: SimpleNameSyntax name } => name,
        _ => null,
    };

    /// <summary>Whether nothing around the call asks for the type Adam.</summary>
    private static bool MayBecomeAdamW(OptimizerSyntax optimizer, CancellationToken cancellation)
    {
        TypeInfo type = optimizer.Model.GetTypeInfo(optimizer.Node, cancellation);
        return !SymbolEqualityComparer.Default.Equals(type.Type, type.ConvertedType) || optimizer.Node.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type.IsVar: true } } } => true,
            ExpressionStatementSyntax or MemberAccessExpressionSyntax => true,
            _ => false,
        };
    }
}
