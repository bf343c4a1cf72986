using System.Collections.Generic;
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

/// <summary>REG0005: makes the type, and what hides it, internal.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeInternalCodeFix))]
[Shared]
public sealed class MakeInternalCodeFix : RegSpecCodeFixProvider
{
    /// <summary>Equivalence key.</summary>
    public const string Key = "RegSpec.MakeInternal";

    private static readonly SyntaxKind[] Hiding = [SyntaxKind.PrivateKeyword, SyntaxKind.ProtectedKeyword, SyntaxKind.InternalKeyword, SyntaxKind.FileKeyword];

    /// <summary>Creates the fix.</summary>
    public MakeInternalCodeFix()
        : base(UnreachableTypeAnalyzer.Id)
    {
    }

    internal override async Task<ImmutableArray<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.ContainsKey(UnreachableTypeAnalyzer.IsNotAccessible)
            || await Reported.NodeAsync<TypeDeclarationSyntax>(document, diagnostic.Location, cancellation).ConfigureAwait(false) is not { } declaration
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || model.GetDeclaredSymbol(declaration, cancellation) is not { } type)
        {
            return ImmutableArray<Fix>.Empty;
        }

        ImmutableArray<TypeDeclarationSyntax> hidden = HiddenDeclarations(type, cancellation).ToImmutableArray();
        Solution original = document.Project.Solution;
        if (hidden.IsEmpty || hidden.Any(part => original.GetDocument(part.SyntaxTree) is null))
        {
            return ImmutableArray<Fix>.Empty;
        }

        return ImmutableArray.Create(new Fix("Make '" + type.Name + "' internal", Key, async (solution, token) =>
        {
            foreach (TypeDeclarationSyntax part in hidden)
            {
                DocumentEditor editor = await solution.GetDocumentEditorAsync(original.GetDocument(part.SyntaxTree)!.Id, token).ConfigureAwait(false);
                editor.ReplaceNode(part, (current, _) => MadeInternal((TypeDeclarationSyntax)current));
            }
        }));
    }

    /// <summary>Every part of the type and of the types around it that generated code cannot name.</summary>
    private static IEnumerable<TypeDeclarationSyntax> HiddenDeclarations(INamedTypeSymbol type, CancellationToken cancellation)
    {
        for (INamedTypeSymbol? hidden = UnreachableTypeAnalyzer.FindInaccessible(type);
             hidden is not null;
             hidden = hidden.ContainingType is { } outer ? UnreachableTypeAnalyzer.FindInaccessible(outer) : null)
        {
            foreach (SyntaxReference reference in hidden.DeclaringSyntaxReferences)
            {
                if (reference.GetSyntax(cancellation) is TypeDeclarationSyntax part)
                {
                    yield return part;
                }
            }
        }
    }

    private static TypeDeclarationSyntax MadeInternal(TypeDeclarationSyntax type)
    {
        SyntaxTokenList modifiers = type.Modifiers;
        SyntaxToken first = modifiers.FirstOrDefault(modifier => Hiding.Any(kind => modifier.IsKind(kind)));
        if (first != default)
        {
            SyntaxTokenList others = SyntaxFactory.TokenList(modifiers.Where(modifier => modifier != first && !Hiding.Any(kind => modifier.IsKind(kind))));
            int index = modifiers.IndexOf(first);
            return type.WithModifiers(others.Insert(index, SyntaxFactory.Token(SyntaxKind.InternalKeyword).WithTriviaFrom(first)));
        }

        // No accessibility is written: a nested type is private by default.
        SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.InternalKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (modifiers.Count > 0)
        {
            SyntaxToken head = modifiers[0];
            return type.WithModifiers(modifiers
                .Replace(head, head.WithLeadingTrivia())
                .Insert(0, keyword.WithLeadingTrivia(head.LeadingTrivia)));
        }

        SyntaxTriviaList leading = type.Keyword.LeadingTrivia;
        return type.WithKeyword(type.Keyword.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(keyword.WithLeadingTrivia(leading)));
    }
}
