using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegSpec.Semantics;

/// <summary>Where members of model classes are used in a compilation. One instance serves one compilation; the index is made on first use.</summary>
internal sealed class MemberUses
{
    private readonly ISemanticModelProvider models;
    private readonly Lazy<ILookup<string, SimpleNameSyntax>> names;

    public MemberUses(Compilation compilation, ISemanticModelProvider models)
    {
        this.models = models;
        names = new Lazy<ILookup<string, SimpleNameSyntax>>(() => compilation.SyntaxTrees
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            .ToLookup(name => name.Identifier.ValueText, StringComparer.Ordinal));
    }

    /// <summary>Whether code outside the given classes (or types nested in them) names the member.</summary>
    public bool IsUsedOutside(ISymbol member, ISet<INamedTypeSymbol> inside)
    {
        foreach (SimpleNameSyntax name in names.Value[member.Name])
        {
            SemanticModel model = models.Get(name.SyntaxTree);
            if (!IsInside(model, name, inside) && IsMember(model.GetSymbolInfo(name), member))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInside(SemanticModel model, SyntaxNode node, ISet<INamedTypeSymbol> inside)
    {
        // A static method is nobody's forward pass: it can do anything with an instance.
        if (node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && method.Modifiers.Any(SyntaxKind.StaticKeyword))
        {
            return false;
        }

        for (TypeDeclarationSyntax? type = node.FirstAncestorOrSelf<TypeDeclarationSyntax>(); type is not null; type = type.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>())
        {
            if (model.GetDeclaredSymbol(type) is { } symbol && inside.Any(t => SymbolEqualityComparer.Default.Equals(t, symbol.OriginalDefinition)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMember(SymbolInfo info, ISymbol member) =>
        (info.Symbol is { } symbol && SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, member.OriginalDefinition))
        || info.CandidateSymbols.Any(c => SymbolEqualityComparer.Default.Equals(c.OriginalDefinition, member.OriginalDefinition));
}
