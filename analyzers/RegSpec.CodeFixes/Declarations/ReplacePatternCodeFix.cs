using System;
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

/// <summary>REG0003: replaces an alternative that matches nothing by the nearest one that does.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplacePatternCodeFix))]
[Shared]
public sealed class ReplacePatternCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.ReplacePattern";

    /// <summary>Creates the fix.</summary>
    public ReplacePatternCodeFix()
        : base(UnmatchedParametersAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(UnmatchedParametersAnalyzer.Alternative, out string? alternative) || alternative is null
            || !diagnostic.Properties.TryGetValue(UnmatchedParametersAnalyzer.Suggestion, out string? suggestion) || suggestion is null
            || await Reported.NodeAsync<AttributeSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { } attribute
            || AttributeEdits.Argument(attribute, "Parameters") is not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal)
        {
            return ImmutableArray<Fix>.Empty;
        }

        return ImmutableArray.Create(new Fix("Change '" + alternative + "' to '" + suggestion + "'", Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            editor.ReplaceNode(literal, (current, _) => Replaced((LiteralExpressionSyntax)current, alternative, suggestion));
        }));
    }

    private static LiteralExpressionSyntax Replaced(LiteralExpressionSyntax literal, string alternative, string suggestion)
    {
        string[] parts = literal.Token.ValueText.Split(';');
        for (int i = 0; i < parts.Length; i++)
        {
            if (string.Equals(parts[i].Trim(), alternative, StringComparison.Ordinal))
            {
                parts[i] = parts[i].Replace(alternative, suggestion);
            }
        }

        return AttributeEdits.Renewed(literal, AttributeEdits.Literal(string.Join(";", parts)));
    }
}
