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

/// <summary>REG2002: writes <c>[Standardized]</c> on the parameter of <c>forward</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(VouchForInputCodeFix))]
[Shared]
public sealed class VouchForInputCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string VouchKey = "RegSpec.VouchForInput";

    /// <summary>Creates the fix.</summary>
    public VouchForInputCodeFix()
        : base(UnstandardizedInputAnalyzer.Id)
    {
    }

    // Each input is vouched for by whoever standardises it.
    private protected override bool FixesAll => false;

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) =>
        await Reported.NodeAsync<ParameterSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { } parameter
            ? ImmutableArray<Fix>.Empty
            : ImmutableArray.Create(new Fix("Vouch for it with [Standardized]", VouchKey, async (solution, token) =>
            {
                DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
                editor.ReplaceNode(parameter, (current, _) => With((ParameterSyntax)current));
                Usings.Ensure(editor, parameter.SpanStart, "RegSpec", "StandardizedAttribute");
            }));

    private static ParameterSyntax With(ParameterSyntax parameter)
    {
        AttributeListSyntax list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(AttributeEdits.Create("Standardized", "")))
            .WithLeadingTrivia(parameter.GetLeadingTrivia())
            .WithTrailingTrivia(SyntaxFactory.Space);
        ParameterSyntax bare = parameter.WithoutLeadingTrivia();
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list));
    }
}
