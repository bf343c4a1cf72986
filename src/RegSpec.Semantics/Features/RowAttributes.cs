using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Features;

/// <summary>The attributes of a ridge regression, by name: they belong to RegSpec.dll whatever its version.</summary>
internal static class RowAttributes
{
    /// <summary>Metadata name of the attribute on the type.</summary>
    public const string RidgeRegression = "RegSpec.RidgeRegressionAttribute";

    public static bool Is(AttributeData attribute, string name) =>
        attribute.AttributeClass is { ContainingNamespace: { Name: "RegSpec", ContainingNamespace.IsGlobalNamespace: true }, ContainingType: null } type && type.Name == name;

    /// <summary>The name in <c>[Column("name")]</c> of System.ComponentModel.DataAnnotations.Schema; null for other attributes.</summary>
    public static string? SourceColumn(AttributeData attribute) =>
        attribute is { AttributeClass: { Name: "ColumnAttribute" } type, ConstructorArguments: [{ Value: string { Length: > 0 } name }] }
        && type.ContainingNamespace.ToDisplayString() == "System.ComponentModel.DataAnnotations.Schema" ? name : null;

    /// <summary>The attribute that makes a type a row; null without.</summary>
    public static AttributeData? RidgeRegressionOf(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(attribute => Is(attribute, "RidgeRegressionAttribute"));

    /// <summary>What an attribute makes of its member.</summary>
    public static ColumnRoles RoleOf(AttributeData attribute) =>
        Is(attribute, "FeatureAttribute") ? ColumnRoles.Feature
        : Is(attribute, "TargetAttribute") ? ColumnRoles.Target
        : Is(attribute, "SampleWeightAttribute") ? ColumnRoles.SampleWeight
        : Is(attribute, "GroupAttribute") ? ColumnRoles.Group
        : ColumnRoles.None;

    /// <summary>A named argument as a double; the fallback where it is not written, or half-typed.</summary>
    public static double Number(AttributeData attribute, string name, double fallback) => Argument(attribute, name) switch
    {
        double value => value,
        float value => value,
        int value => value,
        _ => fallback,
    };

    /// <summary>The value of a named argument; null where it is not written.</summary>
    public static object? Argument(AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }

    /// <summary>The texts of a named argument; null where it is not written.</summary>
    public static EquatableArray<string>? Texts(AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value is { Kind: TypedConstantKind.Array, IsNull: false })
            {
                return argument.Value.Values.Select(static value => value.Value as string ?? "").ToEquatableArray();
            }
        }

        return null;
    }

    /// <summary>The value of an argument of the constructor; null where it is half-typed.</summary>
    public static object? Given(AttributeData attribute, int place) =>
        attribute.ConstructorArguments.Length > place && attribute.ConstructorArguments[place].Kind is TypedConstantKind.Primitive ? attribute.ConstructorArguments[place].Value : null;

    /// <summary>Whether <c>Scaling</c> is written, and as <c>FeatureScaling.None</c>.</summary>
    public static (bool IsWritten, bool IsNone) Scaling(AttributeData feature) =>
        Argument(feature, "Scaling") is int value ? (true, value == 1) : (false, false);
}
