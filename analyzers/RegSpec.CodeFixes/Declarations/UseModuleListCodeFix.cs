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

/// <summary>REG0007, REG3009: turns a private <c>List&lt;T&gt;</c> or <c>T[]</c> field into a <c>ModuleList&lt;T&gt;</c>, where every use of it still compiles.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseModuleListCodeFix))]
[Shared]
public sealed class UseModuleListCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.UseModuleList";

    /// <summary>Creates the fix.</summary>
    public UseModuleListCodeFix()
        : base(UnregisteredMember.MemberRule, UnregisteredMember.CollectionRule)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!Reported.HasCause(diagnostic, UnregisteredCause.Collection)
            || await Reported.NodeAsync<VariableDeclaratorSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false)
                is not { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax field } declaration } variable
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || model.GetDeclaredSymbol(variable, cancellation) is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private } symbol
            || symbol.ContainingType.DeclaringSyntaxReferences is not [var part]
            || await part.GetSyntaxAsync(cancellation).ConfigureAwait(false) is not TypeDeclarationSyntax type
            || type.SyntaxTree != field.SyntaxTree
            || ModuleListRewrite.Find(declaration.Type, symbol, type, model, cancellation) is not { } rewrite)
        {
            return ImmutableArray<Fix>.Empty;
        }

        return ImmutableArray.Create(new Fix("Make '" + symbol.Name + "' a ModuleList", Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            rewrite.Apply(editor);
            Usings.Ensure(editor, field.SpanStart, "TorchSharp.Modules", "ModuleList");
        }));
    }
}
