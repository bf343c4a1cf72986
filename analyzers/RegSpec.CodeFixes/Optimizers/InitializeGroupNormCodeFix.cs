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
using RegSpec.Semantics.Execution;

namespace RegSpec.CodeFixes;

/// <summary>REG3010: gives the scale ones and the shift zeros, where a variable of type GroupNorm holds the layer.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InitializeGroupNormCodeFix))]
[Shared]
public sealed class InitializeGroupNormCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.InitializeGroupNorm";

    private static readonly string[] Places = ["init", "nn.init", "torch.nn.init"];

    /// <summary>Creates the fix.</summary>
    public InitializeGroupNormCodeFix()
        : base(UninitializedGroupNormAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await Reported.NodeAsync<InvocationExpressionSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { } call
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || Variable(call) is not { } variable
            || TypeOf(variable, model, cancellation) is not { Name: "GroupNorm" })
        {
            return ImmutableArray<Fix>.Empty;
        }

        // A statement is followed by the initialisation; a field initializer is completed in the constructors.
        SyntaxNode[] targets = call.FirstAncestorOrSelf<FieldDeclarationSyntax>() is { Parent: ClassDeclarationSyntax type }
            ? type.Members.OfType<ConstructorDeclarationSyntax>().Where(Completes).ToArray<SyntaxNode>()
            : call.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax } statement ? [statement]
            : [];
        string name = variable is VariableDeclaratorSyntax declarator ? declarator.Identifier.ValueText : variable.WithoutTrivia().ToString();
        string init = Places.FirstOrDefault(place => IsVisible(place, model, call.SpanStart)) ?? "TorchSharp.torch.nn.init";
        string[] lines = [init + ".ones_(" + name + ".weight);", init + ".zeros_(" + name + ".bias);"];
        return targets.Length == 0 ? ImmutableArray<Fix>.Empty : ImmutableArray.Create(new Fix("Initialise with ones and zeros", Key, async (solution, token) =>
        {
            DocumentEditor editor = await solution.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            foreach (SyntaxNode target in targets)
            {
                if (target is ConstructorDeclarationSyntax constructor)
                {
                    editor.ReplaceNode(constructor, (current, _) => StatementEdits.Prepend((ConstructorDeclarationSyntax)current, lines));
                }
                else
                {
                    StatementSyntax[] added = lines.Select(line => StatementEdits.Like(line, target)).ToArray();
                    editor.InsertAfter(target, added);
                }
            }
        }));
    }

    /// <summary>The declarator or assignment target that gets exactly what the call makes.</summary>
    private static SyntaxNode? Variable(InvocationExpressionSyntax call) => call.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => declarator,
        AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax, Left: IdentifierNameSyntax or MemberAccessExpressionSyntax } assignment when assignment.Right == call => assignment.Left,
        _ => null,
    };

    private static ITypeSymbol? TypeOf(SyntaxNode variable, SemanticModel model, CancellationToken cancellation) => variable is VariableDeclaratorSyntax declarator
        ? model.GetDeclaredSymbol(declarator, cancellation) switch
        {
            ILocalSymbol local => local.Type,
            IFieldSymbol { IsStatic: false } field => field.Type,
            _ => null,
        }
        : model.GetTypeInfo(variable, cancellation).Type;

    /// <summary>A constructor that does not leave the fields to another one.</summary>
    private static bool Completes(ConstructorDeclarationSyntax constructor) =>
        !constructor.Modifiers.Any(SyntaxKind.StaticKeyword) && constructor.Initializer?.Kind() != SyntaxKind.ThisConstructorInitializer;

    private static bool IsVisible(string place, SemanticModel model, int position)
    {
        string first = place.Split('.')[0];
        return model.LookupNamespacesAndTypes(position, name: first).Any(symbol => symbol is INamedTypeSymbol { ContainingAssembly.Name: "TorchSharp" });
    }
}
