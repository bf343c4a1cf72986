using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Features;

/// <summary>Which types can be features, and the columns they give.</summary>
internal static class FeatureTypes
{
    /// <summary>More columns than this leave no room for their products.</summary>
    private const int MaxColumns = 1 << 15;

    private const string Supported =
        "use a number, bool, an enum, string, DateTime, DateTimeOffset, DateOnly, TimeSpan, or an array, List, Memory, ImmutableArray or Tensor of numbers with a declared length";

    /// <summary>float, double, Half, decimal and the integers.</summary>
    public static bool IsNumber(ITypeSymbol type) => type.SpecialType is
        SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal
        or SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
        or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
        or SpecialType.System_IntPtr or SpecialType.System_UIntPtr
        || TypeForms.IsHalf(type);

    /// <summary>Numbers, arrays of them and times, possibly null: what has a unit.</summary>
    public static bool IsNumeric(ITypeSymbol type) => IsNumber(Unwrap(type).Inner) || TypeForms.SeriesOf(Unwrap(type).Inner) is not null || TypeForms.CountOf(Unwrap(type).Inner) is not null;

    /// <summary>The type inside <c>Nullable&lt;T&gt;</c>, or the type itself.</summary>
    public static (ITypeSymbol Inner, bool IsNullable) Unwrap(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [{ } inner] } ? (inner, true) : (type, false);

    /// <summary>The member as generated code reads a number of it.</summary>
    public static RowMember NumberOf(AnnotatedMember member)
    {
        (ITypeSymbol type, bool isNullable) = Unwrap(member.Type);
        bool isCast = type.SpecialType == SpecialType.System_Decimal || TypeForms.IsHalf(type);
        return new RowMember(member.Symbol.Name, isNullable, member.Source, isCast ? "(double)(" + RowMember.Value + ")" : RowMember.Value);
    }

    /// <summary>The columns of a feature, or what is wrong with it.</summary>
    public static (FeatureMember? Feature, string? Problem) Read(AnnotatedMember member, int firstColumn)
    {
        (ITypeSymbol type, bool isNullable) = Unwrap(member.Type);
        if (WhyOddArguments(member, type) is { } odd)
        {
            return (null, odd);
        }

        EquatableArray<string> names = RowAttributes.Texts(member.Feature!, "Names") ?? EquatableArray<string>.Empty;
        FeatureKind kind;
        RowMember read = NumberOf(member);
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
        else if (type.SpecialType == SpecialType.System_String)
        {
            kind = FeatureKind.Category;
            read = new RowMember(member.Symbol.Name, IsNullable: true, member.Source, RowMember.Value);
        }
        else if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration)
        {
            kind = FeatureKind.Levels;
            levels = EnumLevels.Of(enumeration).ToEquatableArray();
            columns = levels.Count;
            if (EnumLevels.WhyNone(enumeration, columns) is { } why)
            {
                return (null, why);
            }
        }
        else if (TypeForms.CountOf(type) is { } count)
        {
            kind = FeatureKind.Time;
            read = read with { Access = TimeForm.Access(member, count) };
        }
        else if (TypeForms.SeriesOf(type) is { } series)
        {
            kind = FeatureKind.Array;
            read = new RowMember(member.Symbol.Name, isNullable || type.IsReferenceType, member.Source, series.Access);
            columns = RowAttributes.Argument(member.Feature!, "Length") is int declared ? declared : names.Count;
            if (columns < 1)
            {
                return (null, "is an array without a length; write [Feature(Length = n)] with n ≥ 1");
            }
        }
        else
        {
            return (null, "is of type " + TypeNames.Display(member.Type) + ", which cannot be a feature; " + Supported);
        }

        if (names.Count > 0 && names.Count != columns)
        {
            return (null, "has " + names.Count + " Names for a Length of " + columns + "; give as many");
        }

        if (columns > MaxColumns - firstColumn)
        {
            return (null, "makes more than " + MaxColumns + " columns; a row may have at most that many");
        }

        bool isIndicator = kind is FeatureKind.Indicator or FeatureKind.Levels or FeatureKind.Category;
        return (
            new FeatureMember(
                read,
                kind,
                !isIndicator && !RowAttributes.Scaling(member.Feature!).IsNone && !member.IsStandardized,
                RowAttributes.Number(member.Feature!, "PenaltyFactor", 1),
                firstColumn,
                columns,
                kind is FeatureKind.Levels ? type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) : TypeForms.SeriesOf(type)?.Element,
                levels,
                kind == FeatureKind.Time ? TimeForm.Of(member, type) : null,
                kind == FeatureKind.Category && RowAttributes.Argument(member.Feature!, "Unseen") is 1,
                MissingForm.Of(member),
                PolynomialForm.DegreeOf(member) ?? 1,
                member.Polynomial is { } polynomial ? RowAttributes.Number(polynomial, "About", 0) : 0,
                names),
            null);
    }

    /// <summary>An argument of [Feature] that means nothing for the type, or one that it needs.</summary>
    private static string? WhyOddArguments(AnnotatedMember member, ITypeSymbol type)
    {
        bool isSeries = TypeForms.SeriesOf(type) is not null;
        if (RowAttributes.Argument(member.Feature!, "Length") is not null && !isSeries)
        {
            return "is no array, so that Length has no meaning; remove it";
        }

        if (RowAttributes.Texts(member.Feature!, "Names") is { } names && (!isSeries || names.Count == 0))
        {
            return isSeries ? "has no Names; give one a value, or leave them out" : "is no array, so that Names have no meaning; remove them";
        }

        (bool isWritten, bool isNone) = RowAttributes.Scaling(member.Feature!);
        bool isIndicator = type.SpecialType is SpecialType.System_Boolean or SpecialType.System_String || type.TypeKind == TypeKind.Enum;
        if (isIndicator && isWritten && !isNone)
        {
            return "gives columns of 0 and 1, which are never scaled; remove Scaling";
        }

        if (RowAttributes.Argument(member.Feature!, "Unseen") is not null && type.SpecialType != SpecialType.System_String)
        {
            return "is no string, so that Unseen has no meaning; remove it";
        }

        return TimeForm.WhyOdd(member, type) ?? MissingForm.WhyOdd(member, type) ?? PolynomialForm.WhyOdd(member, type);
    }
}
