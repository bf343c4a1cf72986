using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Features;

/// <summary>The generated class of an annotated row type.</summary>
internal static class RowClass
{
    private const string Ending = "Ridge";

    /// <summary>Name of the class, in the namespace of the type: <c>HouseRidge</c>; nesting is joined by <c>__</c>.</summary>
    public static string NameOf(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? NestedName(outer) + "__" + type.Name + Ending : type.Name + Ending;

    /// <summary>Why no code can be generated whatever the members are, as the end of a sentence; null if it can. Accessibility is another matter.</summary>
    public static string? WhyUnreachable(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.Arity > 0)
            {
                return "'" + current.Name + "' is generic, and its columns would depend on the type arguments; annotate a type without type parameters, it may derive from this one";
            }
        }

        return type.IsRefLikeType ? "it is a ref struct, of which there are no sequences; make it a struct or class"
            : type.IsStatic ? "it is static, so that it has no rows"
            : null;
    }

    private static string NestedName(INamedTypeSymbol type) => type.ContainingType is { } outer ? NestedName(outer) + "__" + type.Name : type.Name;
}
