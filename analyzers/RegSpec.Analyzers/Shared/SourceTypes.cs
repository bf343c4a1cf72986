using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegSpec.Analyzers;

/// <summary>Every type of an assembly, nested ones too.</summary>
internal static class SourceTypes
{
    public static IEnumerable<INamedTypeSymbol> In(IAssemblySymbol assembly) => Below(assembly.GlobalNamespace);

    private static IEnumerable<INamedTypeSymbol> Below(INamespaceOrTypeSymbol container) => container.GetMembers()
        .OfType<INamespaceOrTypeSymbol>()
        .SelectMany(member => member is INamedTypeSymbol type ? Below(type).Prepend(type) : Below(member));
}
