using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Shapes;

namespace RegSpec.Analyzers;

/// <summary>The classes a model is made of.</summary>
internal static class ModelTypes
{
    /// <summary>The class itself and the module classes of the source that lie in it, each once.</summary>
    public static IEnumerable<INamedTypeSymbol> In(ModuleClass module, Compilation compilation, CancellationToken cancellation)
    {
        var found = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default) { module.Symbol };
        Add(module.Shape(cancellation), compilation, found);
        return found;
    }

    private static void Add(ModuleShape shape, Compilation compilation, HashSet<INamedTypeSymbol> found)
    {
        foreach (MemberShape member in shape.Members)
        {
            Add(member.Content, compilation, found);
        }
    }

    private static void Add(MemberContent content, Compilation compilation, HashSet<INamedTypeSymbol> found)
    {
        if (content is MemberContent.UserModule { Shape: { } shape, Type: { } name })
        {
            if (compilation.GetTypeByMetadataName(name.MetadataName) is { DeclaringSyntaxReferences.IsEmpty: false } type && found.Add(type))
            {
                Add(shape, compilation, found);
            }
        }
        else if (content is MemberContent.Container container)
        {
            foreach (ContainerItem item in container.Items)
            {
                Add(item.Content, compilation, found);
            }
        }
    }
}
