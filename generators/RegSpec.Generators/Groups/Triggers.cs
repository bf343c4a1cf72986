using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RegSpec.Generators;

/// <summary>The attributes that make a file, and which one of a class makes it when there are several.</summary>
internal static class Triggers
{
    /// <summary>Metadata names of the attributes, each with a pipeline of its own.</summary>
    public static readonly ImmutableArray<string> Attributes = ImmutableArray.Create(
        "RegSpec.WeightDecayAttribute",
        "RegSpec.NoWeightDecayAttribute",
        "RegSpec.LearningRateScaleAttribute",
        "RegSpec.LayerwiseLearningRateAttribute",
        "RegSpec.NormalizationAttribute",
        "RegSpec.ParameterRoleAttribute");

    /// <summary>The assembly-level attribute that annotates a class from outside.</summary>
    public const string WeightDecayFor = "RegSpec.WeightDecayForAttribute";

    /// <summary>What the attributes can stand on.</summary>
    public static bool IsTarget(SyntaxNode node) => node is ClassDeclarationSyntax or VariableDeclaratorSyntax or PropertyDeclarationSyntax;

    /// <summary>
    /// The class whose file this node yields, or null when another node of the class does: its first trigger decides,
    /// those on the class before those on its members.
    /// </summary>
    public static INamedTypeSymbol? ClassYieldedBy(GeneratorAttributeSyntaxContext context)
    {
        if ((context.TargetSymbol as INamedTypeSymbol ?? context.TargetSymbol.ContainingType) is not { } type
            || First(type) is not ({ } symbol, { } first)
            || !SymbolEqualityComparer.Default.Equals(symbol, context.TargetSymbol)
            || !context.Attributes.Contains(first))
        {
            return null;
        }

        // The parts of a partial class share their symbol: the attribute stands on one of them. A field has one declaration.
        bool standsHere = context.TargetNode is VariableDeclaratorSyntax
            || (first.ApplicationSyntaxReference is { } place
                && place.SyntaxTree == context.TargetNode.SyntaxTree
                && context.TargetNode.Span.Contains(place.Span));
        return standsHere ? type : null;
    }

    /// <summary>Whether the class or one of its members carries a trigger.</summary>
    public static bool HasAny(INamedTypeSymbol type) => First(type).Attribute is not null;

    /// <summary>Whether the class itself carries a default λ.</summary>
    public static bool IsAnnotated(INamedTypeSymbol type) =>
        type.GetAttributes().Any(a => a.AttributeClass is { Name: "WeightDecayAttribute" or "NoWeightDecayAttribute" } c && IsRegSpec(c));

    private static (ISymbol? Symbol, AttributeData? Attribute) First(INamedTypeSymbol type)
    {
        if (FirstOn(type) is { } onClass)
        {
            return (type, onClass);
        }

        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol && FirstOn(member) is { } onMember)
            {
                return (member, onMember);
            }
        }

        return default;
    }

    private static AttributeData? FirstOn(ISymbol symbol)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && IsRegSpec(type) && Attributes.Contains("RegSpec." + type.Name))
            {
                return attribute;
            }
        }

        return null;
    }

    private static bool IsRegSpec(INamedTypeSymbol attribute) =>
        attribute.ContainingNamespace is { Name: "RegSpec", ContainingNamespace.IsGlobalNamespace: true } && attribute.ContainingType is null;
}
