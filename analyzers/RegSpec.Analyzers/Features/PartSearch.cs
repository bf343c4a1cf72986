using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Sources;

namespace RegSpec.Analyzers;

/// <summary>Tells a model from the parts of models.</summary>
internal static class PartSearch
{
    /// <summary>Whether another module class, or a container, holds instances of the class.</summary>
    public static bool IsPart(INamedTypeSymbol type, Compilation compilation, RegSpecCompilation regSpec, CancellationToken cancellation) =>
        compilation.SyntaxTrees.Any(tree => TreeNames.FindByUser(tree, type.Name, cancellation).Any(token =>
            token.Parent is SimpleNameSyntax name
            && name.FirstAncestorOrSelf<BaseListSyntax>() is null
            && Holds(name, type, regSpec, cancellation)));

    private static bool Holds(SimpleNameSyntax name, INamedTypeSymbol type, RegSpecCompilation regSpec, CancellationToken cancellation)
    {
        SemanticModel model = regSpec.Models.Get(name.SyntaxTree);
        ISymbol? named = model.GetSymbolInfo(name, cancellation).Symbol;
        if (!SymbolEqualityComparer.Default.Equals((named as INamedTypeSymbol ?? (named as IMethodSymbol)?.ContainingType)?.OriginalDefinition, type.OriginalDefinition))
        {
            return false;
        }

        INamedTypeSymbol? around = name.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration ? model.GetDeclaredSymbol(declaration, cancellation) as INamedTypeSymbol : null;
        bool isOfOtherModule = around is not null && regSpec.Types.IsModule(around) && !SymbolEqualityComparer.Default.Equals(around.OriginalDefinition, type.OriginalDefinition);
        return isOfOtherModule || name.Ancestors().OfType<InvocationExpressionSyntax>().Any(call =>
            model.GetTypeInfo(call, cancellation).Type is { } made && regSpec.Types.IsModule(made) && model.GetSymbolInfo(call, cancellation).Symbol is { } method && regSpec.Types.IsTorch(method));
    }
}
