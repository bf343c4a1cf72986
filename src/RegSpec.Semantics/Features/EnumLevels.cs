using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.Semantics.Features;

/// <summary>The values that an enum declares.</summary>
internal static class EnumLevels
{
    /// <summary>Why an enum gives no columns; null if it does.</summary>
    public static string? WhyNone(INamedTypeSymbol enumeration, int levels)
    {
        if (levels == 0)
        {
            return "is of an enum that declares no value";
        }

        bool isFlags = enumeration.GetAttributes().Any(attribute =>
            attribute.AttributeClass is { Name: "FlagsAttribute", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
        return isFlags ? "is of a [Flags] enum, whose values combine; give each flag a bool" : null;
    }

    /// <summary>The distinct values in declared order.</summary>
    public static IEnumerable<EnumLevel> Of(INamedTypeSymbol enumeration)
    {
        string type = enumeration.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var seen = new HashSet<object>();
        foreach (IFieldSymbol field in enumeration.GetMembers().OfType<IFieldSymbol>())
        {
            if (field is { HasConstantValue: true, ConstantValue: IFormattable value } && seen.Add(value))
            {
                // A name that is obsolete as an error can still occur in data.
                bool isObsolete = field.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "ObsoleteAttribute" });
                bool isKeyword = SyntaxFacts.GetKeywordKind(field.Name) != SyntaxKind.None;
                string number = value.ToString(null, CultureInfo.InvariantCulture);
                yield return new EnumLevel(field.Name, isObsolete ? "(" + type + ")(" + number + ")" : type + (isKeyword ? ".@" : ".") + field.Name, number);
            }
        }
    }
}
