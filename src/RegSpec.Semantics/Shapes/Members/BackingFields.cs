using System.Threading;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RegSpec.Semantics.Sources;

namespace RegSpec.Semantics.Shapes;

/// <summary>The fields the compiler makes for properties and captured primary-constructor parameters.</summary>
internal static class BackingFields
{
    /// <summary>Metadata name of a property's backing field.</summary>
    public static string NameOf(IPropertySymbol property) => "<" + property.Name + ">k__BackingField";

    /// <summary>Metadata name of the field a captured primary-constructor parameter becomes.</summary>
    public static string NameOf(IParameterSymbol parameter) => "<" + parameter.Name + ">P";

    /// <summary>The backing field of a property, or null when it stores nothing.</summary>
    public static IFieldSymbol? Of(IPropertySymbol property)
    {
        foreach (ISymbol member in property.ContainingType.GetMembers(NameOf(property)))
        {
            if (member is IFieldSymbol field)
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>Whether the getter only returns the backing field: every accessor is written without a body.</summary>
    public static bool IsAutomatic(IPropertySymbol property)
    {
        if (Of(property) is null || property.GetMethod is not { } getter)
        {
            return false;
        }

        return Declarations.Of(getter, CancellationToken.None).All(static part => part is AccessorDeclarationSyntax { Body: null, ExpressionBody: null });
    }
}
