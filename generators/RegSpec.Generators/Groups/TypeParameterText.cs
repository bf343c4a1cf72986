using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegSpec.Generators;

/// <summary>The type parameters of a class as text, for a method that is generic in the same way.</summary>
internal static class TypeParameterText
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The parameters in force inside the class: those of containing types first.</summary>
    public static IReadOnlyList<ITypeParameterSymbol> InForce(INamedTypeSymbol type)
    {
        var parameters = new List<ITypeParameterSymbol>(type.TypeParameters);
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            parameters.InsertRange(0, outer.TypeParameters);
        }

        return parameters;
    }

    /// <summary><c>&lt;T1, T2&gt;</c>, or empty.</summary>
    public static string List(IReadOnlyList<ITypeParameterSymbol> parameters) =>
        parameters.Count == 0 ? "" : "<" + string.Join(", ", parameters.Select(p => CSharpText.Identifier(p.Name))) + ">";

    /// <summary>One <c>where</c> clause a constrained parameter.</summary>
    public static IEnumerable<string> Constraints(IReadOnlyList<ITypeParameterSymbol> parameters)
    {
        foreach (ITypeParameterSymbol parameter in parameters)
        {
            string[] constraints = Constraints(parameter).ToArray();
            if (constraints.Length > 0)
            {
                yield return "where " + CSharpText.Identifier(parameter.Name) + " : " + string.Join(", ", constraints);
            }
        }
    }

    /// <summary>In the order the language asks for: kind, types, constructor.</summary>
    private static IEnumerable<string> Constraints(ITypeParameterSymbol parameter)
    {
        if (parameter.HasUnmanagedTypeConstraint)
        {
            yield return "unmanaged";
        }
        else if (parameter.HasValueTypeConstraint)
        {
            yield return "struct";
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            yield return parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class";
        }
        else if (parameter.HasNotNullConstraint)
        {
            yield return "notnull";
        }

        foreach (ITypeSymbol type in parameter.ConstraintTypes)
        {
            yield return type.ToDisplayString(Format);
        }

        if (parameter.HasConstructorConstraint)
        {
            yield return "new()";
        }
    }
}
