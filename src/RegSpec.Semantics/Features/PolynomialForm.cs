using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Features;

/// <summary>The polynomials that a feature declares.</summary>
internal static class PolynomialForm
{
    private const int MostDegree = 8;

    /// <summary>The highest degree; null without polynomials.</summary>
    public static int? DegreeOf(AnnotatedMember member) => member.Polynomial is { } polynomial ? RowAttributes.Given(polynomial, 0) as int? ?? 2 : null;

    /// <summary>What is wrong with them; null if nothing is.</summary>
    public static string? WhyOdd(AnnotatedMember member, ITypeSymbol type) => DegreeOf(member) is not { } degree ? null
        : !FeatureTypes.IsNumber(type) && TypeForms.CountOf(type) is null ? "is no number or date, so that it has no polynomials; remove [Polynomial]"
        : degree is < 2 or > MostDegree ? "has polynomials up to degree " + degree + "; a degree is from 2 to " + MostDegree
        : RowAttributes.Number(member.Polynomial!, "About", 0) is var about && (double.IsNaN(about) || double.IsInfinity(about)) ? "has powers about " + about + "; write a value near those of the rows"
        : null;
}
