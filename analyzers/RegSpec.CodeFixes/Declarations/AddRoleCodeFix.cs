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

/// <summary>REG0006: writes <c>[ParameterRole]</c> on the parameter, one fix a role that fits.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddRoleCodeFix))]
[Shared]
public sealed class AddRoleCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Beginning of the equivalence keys; the name of the role follows.</summary>
    public const string KeyPrefix = "RegSpec.AddRole.";

    /// <summary>Creates the fix.</summary>
    public AddRoleCodeFix()
        : base(UnknownRoleAnalyzer.Id)
    {
    }

    // Which role a parameter has, only its author knows: a position table and a layer scale look alike.
    private protected override bool FixesAll => false;

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        // The parameter may be declared in another file: in a nested module or a base class.
        if (!diagnostic.Properties.TryGetValue(UnknownRoleAnalyzer.Roles, out string? roles) || roles is null
            || diagnostic.AdditionalLocations is not [{ IsInSource: true } declaration]
            || document.Project.Solution.GetDocument(declaration.SourceTree) is not { } target
            || await Reported.NodeAsync<MemberDeclarationSyntax>(target, declaration, cancellation).ConfigureAwait(false) is not { } member
            || member is not (FieldDeclarationSyntax { Declaration.Variables.Count: 1 } or PropertyDeclarationSyntax))
        {
            return ImmutableArray<Fix>.Empty;
        }

        return roles.Split(',').Select(role => new Fix("Add [ParameterRole(ParameterRole." + role + ")]", KeyPrefix + role, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(target.Id, token).ConfigureAwait(false);
            AttributeEdits.Add(editor, member, AttributeEdits.Create("ParameterRole", "(ParameterRole." + role + ")"));
            Usings.Ensure(editor, member.SpanStart, "RegSpec", "ParameterRoleAttribute");
        })).ToImmutableArray();
    }
}
