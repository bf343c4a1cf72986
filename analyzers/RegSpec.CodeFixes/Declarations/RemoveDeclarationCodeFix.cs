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

/// <summary>REG0002: removes the declaration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveDeclarationCodeFix))]
[Shared]
public sealed class RemoveDeclarationCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.RemoveDeclaration";

    /// <summary>Creates the fix.</summary>
    public RemoveDeclarationCodeFix()
        : base(NothingToDecayAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await Reported.NodeAsync<AttributeSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { Parent.Parent: MemberDeclarationSyntax } attribute)
        {
            return ImmutableArray<Fix>.Empty;
        }

        return ImmutableArray.Create(new Fix("Remove [" + attribute.Name + "]", Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            AttributeEdits.Remove(editor, attribute);
        }));
    }
}
