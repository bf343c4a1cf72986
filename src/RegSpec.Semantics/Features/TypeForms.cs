using System;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Features;

/// <summary>Types of the framework that rows have, by name: how generated code reads them.</summary>
internal static class TypeForms
{
    /// <summary>System.Half.</summary>
    public static bool IsHalf(ITypeSymbol type) => IsSystem(type, "Half");

    /// <summary>How generated code counts a date or duration; null for other types.</summary>
    public static TimeCount? CountOf(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_DateTime ? new("(" + RowMember.Value + ").Ticks", 1, false)
        : IsSystem(type, "DateTimeOffset") ? new("(" + RowMember.Value + ").UtcTicks", 1, false)
        : IsSystem(type, "DateOnly") ? new("(" + RowMember.Value + ").DayNumber", TimeSpan.TicksPerDay, false)
        : IsSystem(type, "TimeSpan") ? new("(" + RowMember.Value + ").Ticks", 1, true)
        : null;

    /// <summary>How the span of a series of numbers is read, and of what; null for other types. The element of a tensor is null.</summary>
    public static (string Access, string? Element)? SeriesOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { Rank: 1, IsSZArray: true } array)
        {
            return Series(array.ElementType, "new global::System.ReadOnlySpan<{1}>(" + RowMember.Value + ")");
        }

        if (type is INamedTypeSymbol { Name: "Tensor", ContainingType: { Name: "torch", ContainingNamespace: { Name: "TorchSharp", ContainingNamespace.IsGlobalNamespace: true } } })
        {
            return (RowMember.Value, null);
        }

        if (type is not INamedTypeSymbol { TypeArguments: [{ } element] } named)
        {
            return null;
        }

        return named.ContainingNamespace.ToDisplayString() switch
        {
            "System.Collections.Generic" when named.Name == "List" =>
                Series(element, "global::System.Runtime.InteropServices.CollectionsMarshal.AsSpan(" + RowMember.Value + ")"),
            "System" when named.Name is "ReadOnlyMemory" or "Memory" => Series(element, "(" + RowMember.Value + ").Span"),
            "System.Collections.Immutable" when named.Name == "ImmutableArray" => Series(element, "(" + RowMember.Value + ").AsSpan()"),
            _ => null,
        };
    }

    private static (string Access, string? Element)? Series(ITypeSymbol element, string access)
    {
        string name = element.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return FeatureTypes.IsNumber(element) ? (access.Replace("{1}", name), name) : null;
    }

    private static bool IsSystem(ITypeSymbol type, string name) =>
        type is INamedTypeSymbol { Arity: 0, ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } && type.Name == name;
}
