using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using RegSpec.Analyzers;

namespace RegSpec.CodeFixes;

/// <summary>REG1007: makes the layer without a bias. One at a time: it changes the <c>state_dict</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DropBiasCodeFix))]
[Shared]
public sealed class DropBiasCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string DropKey = "RegSpec.DropBias";

    /// <summary>Creates the fix.</summary>
    public DropBiasCodeFix()
        : base(DeadBiasAnalyzer.Id)
    {
    }

    private protected override bool FixesAll => false;

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(DeadBiasAnalyzer.Argument, out string? name) || name is null
            || await Reported.NodeAsync<InvocationExpressionSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { ArgumentList: { } arguments } call
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method
            || method.Parameters.FirstOrDefault(parameter => parameter.Name == name) is not { } bias)
        {
            return ImmutableArray<Fix>.Empty;
        }

        return ImmutableArray.Create(new Fix("Write " + name + ": false (changes the state_dict: earlier checkpoints have one entry more)", DropKey, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            editor.ReplaceNode(arguments, (current, _) => Without((ArgumentListSyntax)current, bias));
        }));
    }

    private static ArgumentListSyntax Without(ArgumentListSyntax arguments, IParameterSymbol bias)
    {
        LiteralExpressionSyntax off = SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression);
        int named = arguments.Arguments.IndexOf(argument => argument.NameColon?.Name.Identifier.ValueText == bias.Name);
        int given = named >= 0 ? named
            : bias.Ordinal < arguments.Arguments.Count && arguments.Arguments.Take(bias.Ordinal + 1).All(static argument => argument.NameColon is null) ? bias.Ordinal
            : -1;
        if (given >= 0)
        {
            ExpressionSyntax old = arguments.Arguments[given].Expression;
            return arguments.ReplaceNode(old, off.WithTriviaFrom(old));
        }

        ArgumentSyntax added = SyntaxFactory.Argument(
            SyntaxFactory.NameColon(bias.Name).WithColonToken(SyntaxFactory.Token(SyntaxKind.ColonToken).WithTrailingTrivia(SyntaxFactory.Space)),
            default,
            off);
        return arguments.WithArguments(SyntaxFactory.SeparatedList(
            arguments.Arguments.Append(added),
            arguments.Arguments.GetSeparators().Append(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))));
    }
}
