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

/// <summary>REG2001: removes <c>Scaling = FeatureScaling.None</c>, or adds <c>[Standardized]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ScaleFeatureCodeFix))]
[Shared]
public sealed class ScaleFeatureCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key of letting the generated code standardise.</summary>
    public const string ScaleKey = "RegSpec.StandardizeFeature";

    /// <summary>Equivalence key of vouching.</summary>
    public const string VouchKey = "RegSpec.VouchForFeature";

    /// <summary>Creates the fix.</summary>
    public ScaleFeatureCodeFix()
        : base(UnscaledFeatureAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        // An inherited feature is reported at the type, where nothing can be changed.
        if (await Reported.NodeAsync<AttributeSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { ArgumentList: { } arguments, Parent: AttributeListSyntax list } attribute
            || arguments.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == "Scaling") is not { } scaling)
        {
            return ImmutableArray<Fix>.Empty;
        }

        var scale = new Fix("Let the generated code standardise it", ScaleKey, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            SeparatedSyntaxList<AttributeArgumentSyntax> rest = arguments.Arguments.Remove(scaling);
            editor.ReplaceNode(attribute, attribute.WithArgumentList(rest.Count == 0 ? null : arguments.WithArguments(rest)));
        });
        var vouch = new Fix("Vouch for it with [Standardized]", VouchKey, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            // In the list of [Feature], so that a target like property: holds for both.
            AttributeSyntax standardized = SyntaxFactory.Attribute(attribute.Name is QualifiedNameSyntax name
                ? name.WithRight(SyntaxFactory.IdentifierName("Standardized"))
                : SyntaxFactory.IdentifierName("Standardized"));
            AttributeListSyntax added = list.WithAttributes(list.Attributes.Insert(
                list.Attributes.IndexOf(attribute) + 1,
                standardized.WithLeadingTrivia(SyntaxFactory.Space)));
            editor.ReplaceNode(list, added);
        });
        return ImmutableArray.Create(scale, vouch);
    }
}
