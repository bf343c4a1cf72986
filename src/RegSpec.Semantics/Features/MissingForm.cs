using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Features;

/// <summary>What a feature declares for a value that is missing.</summary>
internal static class MissingForm
{
    /// <summary>The policy.</summary>
    public static MissingPolicy Of(AnnotatedMember member) => RowAttributes.Argument(member.Feature!, "Missing") is int value and >= 0 and <= 3 ? (MissingPolicy)value : MissingPolicy.Fail;

    /// <summary>What is wrong with the policy; null if nothing is.</summary>
    public static string? WhyOdd(AnnotatedMember member, ITypeSymbol type)
    {
        bool isLevels = type.SpecialType == SpecialType.System_String || type.TypeKind == TypeKind.Enum;
        return Of(member) == MissingPolicy.Fail ? null
            : !CanBeMissing(member.Type) ? "is never null or NaN, so that Missing has no meaning; remove it, or make it nullable"
            : Of(member) == MissingPolicy.Mean && isLevels ? "has levels, which have no mean; use Missing.Indicator, under which all of them are 0, or Missing.SkipRow"
            : null;
    }

    private static bool CanBeMissing(ITypeSymbol type) => FeatureTypes.Unwrap(type).IsNullable || type.IsReferenceType
        || type.SpecialType is SpecialType.System_Double or SpecialType.System_Single || TypeForms.IsHalf(type) || TypeForms.SeriesOf(type) is not null;
}
