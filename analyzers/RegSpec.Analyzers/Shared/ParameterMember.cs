using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Shapes;

namespace RegSpec.Analyzers;

/// <summary>The field or property behind a raw parameter's plan row.</summary>
/// <param name="Symbol">The member, in the class taken as root, in a base or in a nested module.</param>
/// <param name="IsOwn">It is declared by the class taken as root.</param>
/// <param name="IsFrozen">It is certainly created without gradient.</param>
internal sealed record ParameterMember(ISymbol Symbol, bool IsOwn, bool IsFrozen)
{
    /// <summary>Walks from the root class down the row's path; null where a step cannot be named as a symbol of this compilation.</summary>
    public static ParameterMember? Find(ModuleClass module, PlanRow row, Compilation compilation) =>
        Find(module.Plan(default).Shape, module.Symbol, row.Path, module.Symbol, compilation);

    private static ParameterMember? Find(ModuleShape shape, INamedTypeSymbol type, string path, INamedTypeSymbol root, Compilation compilation)
    {
        foreach (MemberShape member in shape.Members)
        {
            if (Below(path, member.RegisteredName) is not { } rest)
            {
                continue;
            }

            if (member.Content is MemberContent.RawParameter or MemberContent.RawParameters)
            {
                bool isFrozen = member.Content is MemberContent.RawParameter { RequiresGrad: false };
                return SymbolOf(type, member.Name) is { } symbol
                    ? new ParameterMember(symbol, SymbolEqualityComparer.Default.Equals(symbol.ContainingType.OriginalDefinition, root), isFrozen)
                    : null;
            }

            return FindIn(member.Content, rest, root, compilation);
        }

        return null;
    }

    private static ParameterMember? FindIn(MemberContent content, string path, INamedTypeSymbol root, Compilation compilation)
    {
        switch (content)
        {
            case MemberContent.UserModule { Shape: { } shape, Type: { } name }:
                return compilation.GetTypeByMetadataName(name.MetadataName) is { } type ? Find(shape, type, path, root, compilation) : null;
            case MemberContent.Container container:
                foreach (ContainerItem item in container.Items)
                {
                    if (Below(path, item.Name) is { } rest)
                    {
                        return FindIn(item.Content, rest, root, compilation);
                    }
                }

                return Below(path, "*") is { } inside ? container.Filling.Select(content => FindIn(content, inside, root, compilation)).FirstOrDefault(found => found is not null) : null;
            default:
                return null;
        }
    }

    /// <summary>What is left of a path below a name; null if the path does not lead there.</summary>
    private static string? Below(string path, string name) =>
        path == name ? ""
        : path.StartsWith(name + ".", StringComparison.Ordinal) ? path.Substring(name.Length + 1)
        : null;

    private static ISymbol? SymbolOf(INamedTypeSymbol type, string name)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).FirstOrDefault(symbol => symbol is IFieldSymbol or IPropertySymbol) is { } found)
            {
                return found.OriginalDefinition;
            }
        }

        return null;
    }
}
