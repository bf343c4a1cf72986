using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using RegSpec.Analyzers;

namespace RegSpec.CodeFixes;

/// <summary>REG0008: writes <c>[WeightDecay]</c> on the class, with the coefficient of the base where there is one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddClassDefaultCodeFix))]
[Shared]
public sealed class AddClassDefaultCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.AddClassDefault";

    /// <summary>Creates the fix.</summary>
    public AddClassDefaultCodeFix()
        : base(MissingClassDefaultAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(MissingClassDefaultAnalyzer.Lambda, out string? lambda) || lambda is null
            || await Reported.NodeAsync<TypeDeclarationSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { } type)
        {
            return ImmutableArray<Fix>.Empty;
        }

        return ImmutableArray.Create(new Fix("Add [WeightDecay(" + lambda + ")]", Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            AttributeEdits.Add(editor, type, AttributeEdits.Create("WeightDecay", "(" + lambda + ")"));
            Usings.Ensure(editor, type.SpanStart, "RegSpec", "WeightDecayAttribute");
        }));
    }
}
