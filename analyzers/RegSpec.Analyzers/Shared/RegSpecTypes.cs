using Microsoft.CodeAnalysis;

namespace RegSpec.Analyzers;

/// <summary>The types the rules compare with, by symbol.</summary>
internal sealed class RegSpecTypes
{
    private RegSpecTypes(Compilation compilation, INamedTypeSymbol module, INamedTypeSymbol weightDecay)
    {
        Module = module;
        Optimizer = module.ContainingAssembly.GetTypeByMetadataName("TorchSharp.torch+optim+Optimizer");
        WeightDecay = weightDecay;
        NoWeightDecay = compilation.GetTypeByMetadataName("RegSpec.NoWeightDecayAttribute");
        LearningRateScale = compilation.GetTypeByMetadataName("RegSpec.LearningRateScaleAttribute");
        LayerwiseLearningRate = compilation.GetTypeByMetadataName("RegSpec.LayerwiseLearningRateAttribute");
        ParameterRole = compilation.GetTypeByMetadataName("RegSpec.ParameterRoleAttribute");
        Normalization = compilation.GetTypeByMetadataName("RegSpec.NormalizationAttribute");
        NormalizationModule = compilation.GetTypeByMetadataName("RegSpec.NormalizationModuleAttribute");
        WeightDecayFor = compilation.GetTypeByMetadataName("RegSpec.WeightDecayForAttribute");
        RidgeRegression = compilation.GetTypeByMetadataName("RegSpec.RidgeRegressionAttribute");
        Feature = compilation.GetTypeByMetadataName("RegSpec.FeatureAttribute");
        Target = compilation.GetTypeByMetadataName("RegSpec.TargetAttribute");
        Interaction = compilation.GetTypeByMetadataName("RegSpec.InteractionAttribute");
    }

    /// <summary><c>TorchSharp.torch.nn.Module</c>.</summary>
    public INamedTypeSymbol Module { get; }

    /// <summary><c>TorchSharp.torch.optim.Optimizer</c>.</summary>
    public INamedTypeSymbol? Optimizer { get; }

    public INamedTypeSymbol WeightDecay { get; }

    public INamedTypeSymbol? NoWeightDecay { get; }

    public INamedTypeSymbol? LearningRateScale { get; }

    public INamedTypeSymbol? LayerwiseLearningRate { get; }

    public INamedTypeSymbol? ParameterRole { get; }

    public INamedTypeSymbol? Normalization { get; }

    public INamedTypeSymbol? NormalizationModule { get; }

    public INamedTypeSymbol? WeightDecayFor { get; }

    public INamedTypeSymbol? RidgeRegression { get; }

    public INamedTypeSymbol? Feature { get; }

    /// <summary><c>[Target]</c>.</summary>
    public INamedTypeSymbol? Target { get; }

    /// <summary><c>[Interaction]</c>.</summary>
    public INamedTypeSymbol? Interaction { get; }

    /// <summary>The types of a compilation, or null when it does not reference both libraries.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="weightDecay">RegSpec's <c>WeightDecayAttribute</c> for a referenced project that does not reference RegSpec itself.</param>
    public static RegSpecTypes? Find(Compilation compilation, INamedTypeSymbol? weightDecay = null) =>
        compilation.GetTypeByMetadataName("TorchSharp.torch+nn+Module") is { } module
        && (compilation.GetTypeByMetadataName("RegSpec.WeightDecayAttribute") ?? weightDecay) is { } attribute
            ? new RegSpecTypes(compilation, module, attribute)
            : null;

    /// <summary>Whether the type derives from <c>Module</c>.</summary>
    public bool IsModule(ITypeSymbol? type) => DerivesFrom(type, Module);

    /// <summary>Whether the type derives from <c>Optimizer</c>.</summary>
    public bool IsOptimizer(ITypeSymbol? type) => Optimizer is not null && DerivesFrom(type, Optimizer);

    /// <summary>Whether the symbol belongs to TorchSharp.</summary>
    public bool IsTorch(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, Module.ContainingAssembly);

    /// <summary>Which attribute of the contract this is; null for any other.</summary>
    public DeclarationKind? KindOf(INamedTypeSymbol? attribute)
    {
        // The namespace is compared first: nearly every attribute of a program fails there.
        if (attribute?.ContainingNamespace is not { Name: "RegSpec" })
        {
            return null;
        }

        return Is(WeightDecay) ? DeclarationKind.WeightDecay
            : Is(NoWeightDecay) ? DeclarationKind.NoWeightDecay
            : Is(LearningRateScale) ? DeclarationKind.LearningRateScale
            : Is(LayerwiseLearningRate) ? DeclarationKind.LayerwiseLearningRate
            : Is(ParameterRole) ? DeclarationKind.ParameterRole
            : Is(Normalization) ? DeclarationKind.Normalization
            : Is(NormalizationModule) ? DeclarationKind.NormalizationModule
            : Is(WeightDecayFor) ? DeclarationKind.WeightDecayFor
            : Is(RidgeRegression) ? DeclarationKind.RidgeRegression
            : Is(Feature) ? DeclarationKind.Feature
            : Is(Target) ? DeclarationKind.Target
            : Is(Interaction) ? DeclarationKind.Interaction
            : null;

        bool Is(INamedTypeSymbol? known) => SymbolEqualityComparer.Default.Equals(attribute, known);
    }

    private static bool DerivesFrom(ITypeSymbol? type, INamedTypeSymbol ancestor)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, ancestor))
            {
                return true;
            }
        }

        return false;
    }
}
