using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using RegSpec.Analyzers;
using RegSpec.Semantics.Execution;

namespace RegSpec.CodeFixes;

/// <summary>REG2005: adds what makes generated code read the column, or removes what it does not read. One at a time: only the author knows which is meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadColumnCodeFix))]
[Shared]
public sealed class ReadColumnCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key of adding what is missing.</summary>
    public const string AddKey = "RegSpec.ReadColumn";

    /// <summary>Equivalence key of removing the attribute.</summary>
    public const string RemoveKey = "RegSpec.RemoveColumn";

    /// <summary>Creates the fix.</summary>
    public ReadColumnCodeFix()
        : base(UnreadColumnAnalyzer.Id)
    {
    }

    private protected override bool FixesAll => false;

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var attributes = new List<(Document Document, AttributeSyntax Attribute)>();
        foreach (Location location in diagnostic.AdditionalLocations.Prepend(diagnostic.Location))
        {
            if (document.Project.GetDocument(location.SourceTree) is not { } home
                || await Reported.NodeAsync<AttributeSyntax>(home, location, cancellation).ConfigureAwait(false) is not { } attribute)
            {
                return ImmutableArray<Fix>.Empty;
            }

            attributes.Add((home, attribute));
        }

        AttributeSyntax first = attributes[0].Attribute;
        var fixes = ImmutableArray.CreateBuilder<Fix>();
        if (diagnostic.Properties.TryGetValue(UnreadColumnAnalyzer.Remedy, out string? remedy)
            && (remedy == nameof(UnreadRemedy.Feature) ? (MemberDeclarationSyntax?)first.FirstAncestorOrSelf<MemberDeclarationSyntax>() : first.FirstAncestorOrSelf<TypeDeclarationSyntax>()) is { } owner)
        {
            fixes.Add(new Fix("Add [" + remedy + "]", AddKey, async (solution, token) =>
            {
                DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
                AttributeEdits.Add(editor, owner, AttributeEdits.Create(remedy!, ""));
                Usings.Ensure(editor, owner.SpanStart, "RegSpec", remedy + "Attribute");
            }));
        }

        if (attributes.All(static read => read.Attribute.Parent?.Parent is MemberDeclarationSyntax))
        {
            fixes.Add(new Fix(attributes.Count == 1 ? "Remove [" + first.Name + "]" : "Remove the " + attributes.Count + " attributes", RemoveKey, async (solution, token) =>
            {
                foreach ((Document home, AttributeSyntax attribute) in attributes)
                {
                    AttributeEdits.Remove(await solution.GetDocumentEditorAsync(home.Id, token).ConfigureAwait(false), attribute);
                }
            }));
        }

        return fixes.ToImmutable();
    }
}
