using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Shapes;

/// <summary>Reads what RegSpec's attributes say on a symbol.</summary>
internal sealed class DeclarationReader
{
    private readonly TorchSymbols symbols;

    public DeclarationReader(TorchSymbols symbols) => this.symbols = symbols;

    /// <summary>The decay declarations, in source order.</summary>
    public IReadOnlyList<DecayDeclaration> Decays(ISymbol symbol)
    {
        var declarations = new List<DecayDeclaration>();
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (Is(attribute, symbols.WeightDecay) && Argument(attribute) is double lambda)
            {
                declarations.Add(new DecayDeclaration(
                    lambda,
                    Named(attribute, "Policy") is int policy and >= (int)Policy.Principled and <= (int)Policy.Everything ? (Policy)policy : null,
                    Named(attribute, "Parameters") as string,
                    Named(attribute, "Because") as string,
                    Named(attribute, "Towards") is (int)ReferencePoint.Initial ? ReferencePoint.Initial : ReferencePoint.Zero));
            }
            else if (Is(attribute, symbols.NoWeightDecay))
            {
                declarations.Add(new DecayDeclaration(0, null, Named(attribute, "Parameters") as string, Named(attribute, "Because") as string));
            }
        }

        return declarations;
    }

    /// <summary>The decay that the assembly declares for someone else's class.</summary>
    public IReadOnlyList<DecayDeclaration> AssemblyDecays(INamedTypeSymbol type)
    {
        var declarations = new List<DecayDeclaration>();
        foreach (AttributeData attribute in symbols.Source.GetAttributes())
        {
            if (Is(attribute, symbols.WeightDecayFor)
                && attribute.ConstructorArguments.Length == 2
                && Names(attribute.ConstructorArguments[0], type)
                && attribute.ConstructorArguments[1].Value is double lambda)
            {
                declarations.Add(new DecayDeclaration(lambda));
            }
        }

        return declarations;
    }

    /// <summary>Whether the class is marked as a normalization, on itself or by the assembly.</summary>
    public bool IsNormalization(INamedTypeSymbol type)
    {
        if (Has(type, symbols.Normalization))
        {
            return true;
        }

        foreach (AttributeData attribute in symbols.Source.GetAttributes())
        {
            if (Is(attribute, symbols.NormalizationModule) && attribute.ConstructorArguments.Length == 1 && Names(attribute.ConstructorArguments[0], type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The factor of <c>[LearningRateScale]</c>, or null.</summary>
    public double? LearningRateScale(ISymbol symbol) => Argument(Find(symbol, symbols.LearningRateScale)) as double?;

    /// <summary>The factor of <c>[LayerwiseLearningRate]</c>, or null.</summary>
    public double? LayerwiseLearningRate(ISymbol symbol) => Argument(Find(symbol, symbols.LayerwiseLearningRate)) as double?;

    /// <summary>The role of <c>[ParameterRole]</c>, or null.</summary>
    public Role? ParameterRole(ISymbol symbol) => Argument(Find(symbol, symbols.ParameterRole)) is int role and >= 0 and <= (int)Role.Token ? (Role)role : null;

    /// <summary>The name of <c>[ComponentName]</c>, or null.</summary>
    public string? ComponentName(ISymbol symbol) => Find(symbol, symbols.ComponentName) is { } attribute ? Named(attribute, "Name") as string : null;

    /// <summary>Whether any attribute of RegSpec for members is present.</summary>
    public bool HasAny(ISymbol symbol)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (Is(attribute, symbols.WeightDecay) || Is(attribute, symbols.NoWeightDecay) || Is(attribute, symbols.LearningRateScale)
                || Is(attribute, symbols.LayerwiseLearningRate) || Is(attribute, symbols.ParameterRole))
            {
                return true;
            }
        }

        return false;
    }

    private bool Has(ISymbol symbol, INamedTypeSymbol attributeType) => Find(symbol, attributeType) is not null;

    private static AttributeData? Find(ISymbol symbol, INamedTypeSymbol attributeType)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (Is(attribute, attributeType))
            {
                return attribute;
            }
        }

        return null;
    }

    private static bool Is(AttributeData attribute, INamedTypeSymbol type) => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, type);

    private static bool Names(TypedConstant argument, INamedTypeSymbol type) =>
        argument.Value is INamedTypeSymbol named && SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, type.OriginalDefinition);

    private static object? Argument(AttributeData? attribute) =>
        attribute is { ConstructorArguments.Length: > 0 } && attribute.ConstructorArguments[0] is { Kind: not TypedConstantKind.Array } argument ? argument.Value : null;

    private static object? Named(AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind != TypedConstantKind.Array)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }
}
