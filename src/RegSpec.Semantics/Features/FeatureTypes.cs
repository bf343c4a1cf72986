using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RegSpec.Semantics;

/// <summary>Which types can be features, and the columns they give.</summary>
internal static class FeatureTypes
{
    /// <summary>More columns than this leave no room for their products.</summary>
    private const int MaxColumns = 1 << 15;

    private const string Supported = "use float, double, an integer, bool, an enum, or float[] or double[] of a declared length";

    /// <summary>float, double and the integers.</summary>
    public static bool IsNumber(ITypeSymbol type) => type.SpecialType is
        SpecialType.System_Single or SpecialType.System_Double
        or SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
        or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
        or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    /// <summary>Numbers and arrays of them, possibly null: what has a unit.</summary>
    public static bool IsNumeric(ITypeSymbol type) => IsNumber(Unwrap(type).Inner) || type is IArrayTypeSymbol array && IsNumber(array.ElementType);

    /// <summary>The type inside <c>Nullable&lt;T&gt;</c>, or the type itself.</summary>
    public static (ITypeSymbol Inner, bool IsNullable) Unwrap(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [{ } inner] } ? (inner, true) : (type, false);

    /// <summary>The columns of a feature, or what is wrong with it.</summary>
    public static (FeatureMember? Feature, string? Problem) Read(AnnotatedMember member, int firstColumn)
    {
        (ITypeSymbol type, bool isNullable) = Unwrap(member.Type);
        object? length = RowAttributes.Argument(member.Feature!, "Length");
        FeatureKind kind;
        int columns = 1;
        EquatableArray<EnumLevel> levels = EquatableArray<EnumLevel>.Empty;
        if (IsNumber(type))
        {
            kind = FeatureKind.Number;
        }
        else if (type.SpecialType == SpecialType.System_Boolean)
        {
            kind = FeatureKind.Indicator;
        }
        else if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration)
        {
            kind = FeatureKind.Levels;
            levels = LevelsOf(enumeration).ToEquatableArray();
            columns = levels.Count;
            if (WhyNoLevels(enumeration, columns) is { } why)
            {
                return (null, why);
            }
        }
        else if (type is IArrayTypeSymbol { Rank: 1, IsSZArray: true, ElementType.SpecialType: SpecialType.System_Single or SpecialType.System_Double } array)
        {
            kind = array.ElementType.SpecialType == SpecialType.System_Single ? FeatureKind.SingleArray : FeatureKind.DoubleArray;
            columns = length is int declared ? declared : 0;
            if (columns < 1)
            {
                return (null, "is an array without a length; write [Feature(Length = n)] with n ≥ 1");
            }
        }
        else
        {
            return (null, "is of type " + TypeNames.Display(member.Type) + ", which cannot be a feature; " + Supported);
        }

        if (columns > MaxColumns - firstColumn)
        {
            return (null, "makes more than " + MaxColumns + " columns; a row may have at most that many");
        }

        bool isArray = kind is FeatureKind.SingleArray or FeatureKind.DoubleArray;
        if (length is not null && !isArray)
        {
            return (null, "is no array, so that Length has no meaning; remove it");
        }

        (bool isWritten, bool isNone) = RowAttributes.Scaling(member.Feature!);
        bool isIndicator = kind is FeatureKind.Indicator or FeatureKind.Levels;
        if (isIndicator && isWritten && !isNone)
        {
            return (null, "gives columns of 0 and 1, which are never scaled; remove Scaling");
        }

        return (
            new FeatureMember(
                new RowMember(member.Symbol.Name, isNullable, member.Source),
                kind,
                !isIndicator && !isNone && !member.IsStandardized,
                RowAttributes.Number(member.Feature!, "PenaltyFactor", 1),
                firstColumn,
                columns,
                kind == FeatureKind.Levels ? type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) : null,
                levels),
            null);
    }

    private static string? WhyNoLevels(INamedTypeSymbol enumeration, int levels)
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
    private static IEnumerable<EnumLevel> LevelsOf(INamedTypeSymbol enumeration)
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
