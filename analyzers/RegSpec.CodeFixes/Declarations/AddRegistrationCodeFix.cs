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

namespace RegSpec.CodeFixes;

/// <summary>REG0007: calls <c>RegisterComponents()</c> at the end of every constructor of the class that lacks it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddRegistrationCodeFix))]
[Shared]
public sealed class AddRegistrationCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.AddRegistration";

    /// <summary>Creates the fix.</summary>
    public AddRegistrationCodeFix()
        : base(UnregisteredMemberAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!Reported.HasCause(diagnostic, UnregisteredCause.NoRegistration)
            || diagnostic.AdditionalLocations is not [{ IsInSource: true } place]
            || document.Project.Solution.GetDocument(place.SourceTree) is not { } target
            || await Reported.NodeAsync<TypeDeclarationSyntax>(target, place, cancellation).ConfigureAwait(false) is not { ParameterList: null } type)
        {
            return ImmutableArray<Fix>.Empty;
        }

        // A constructor that chains to another of the class leaves it to that one.
        ImmutableArray<ConstructorDeclarationSyntax> constructors = type.Members.OfType<ConstructorDeclarationSyntax>()
            .Where(constructor => constructor.Initializer?.ThisOrBaseKeyword.ValueText != "this" && !constructor.Modifiers.Any(modifier => modifier.ValueText == "static"))
            .ToImmutableArray();
        if (constructors.IsEmpty)
        {
            return ImmutableArray<Fix>.Empty;
        }

        return ImmutableArray.Create(new Fix("Call RegisterComponents() in '" + type.Identifier.ValueText + "'", Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(target.Id, token).ConfigureAwait(false);
            foreach (ConstructorDeclarationSyntax constructor in constructors)
            {
                editor.ReplaceNode(constructor, (current, _) => RegistrationEdits.WithCall((ConstructorDeclarationSyntax)current, editor.OriginalRoot));
            }
        }));
    }
}
