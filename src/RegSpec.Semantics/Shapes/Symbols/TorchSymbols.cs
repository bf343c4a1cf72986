using System.Collections.Concurrent;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Shapes;

/// <summary>The symbols of TorchSharp and RegSpec in one compilation; types are matched by symbol, since users have their own Linear and Sequential.</summary>
internal sealed class TorchSymbols
{
    private readonly ConcurrentDictionary<ITypeSymbol, TypeKindInModel> kinds = new(SymbolEqualityComparer.Default);
    private readonly INamedTypeSymbol parameterList;
    private readonly INamedTypeSymbol parameterDict;
    private readonly INamedTypeSymbol parameterLess;

    private TorchSymbols(Compilation compilation, INamedTypeSymbol module, INamedTypeSymbol weightDecay)
    {
        INamedTypeSymbol Torch(string name) => module.ContainingAssembly.GetTypeByMetadataName(name) ?? module;
        INamedTypeSymbol RegSpec(string name) => weightDecay.ContainingAssembly.GetTypeByMetadataName("RegSpec." + name) ?? weightDecay;

        Source = compilation.Assembly;
        Assembly = module.ContainingAssembly;
        Module = module;
        Tensor = Torch(TorchSharpNames.Tensor);
        Parameter = Torch(TorchSharpNames.Parameter);
        ComponentName = Torch(TorchSharpNames.ComponentNameAttribute);
        parameterList = Torch(TorchSharpNames.ParameterList);
        parameterDict = Torch(TorchSharpNames.ParameterDict);
        parameterLess = Torch(TorchSharpNames.ParameterLess);
        WeightDecay = weightDecay;
        NoWeightDecay = RegSpec("NoWeightDecayAttribute");
        LearningRateScale = RegSpec("LearningRateScaleAttribute");
        LayerwiseLearningRate = RegSpec("LayerwiseLearningRateAttribute");
        ParameterRole = RegSpec("ParameterRoleAttribute");
        Normalization = RegSpec("NormalizationAttribute");
        NormalizationModule = RegSpec("NormalizationModuleAttribute");
        WeightDecayFor = RegSpec("WeightDecayForAttribute");
    }

    /// <summary>The assembly being compiled: only its bodies can be read.</summary>
    public IAssemblySymbol Source { get; }

    /// <summary>TorchSharp's assembly.</summary>
    public IAssemblySymbol Assembly { get; }

    public INamedTypeSymbol Module { get; }

    public INamedTypeSymbol Tensor { get; }

    public INamedTypeSymbol Parameter { get; }

    public INamedTypeSymbol ComponentName { get; }

    public INamedTypeSymbol WeightDecay { get; }

    public INamedTypeSymbol NoWeightDecay { get; }

    public INamedTypeSymbol LearningRateScale { get; }

    public INamedTypeSymbol LayerwiseLearningRate { get; }

    public INamedTypeSymbol ParameterRole { get; }

    public INamedTypeSymbol Normalization { get; }

    public INamedTypeSymbol NormalizationModule { get; }

    public INamedTypeSymbol WeightDecayFor { get; }

    /// <summary>The symbols, or null when TorchSharp or RegSpec is not referenced.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="weightDecay">RegSpec's <c>WeightDecayAttribute</c> for a compilation that does not reference RegSpec itself.</param>
    public static TorchSymbols? Resolve(Compilation compilation, INamedTypeSymbol? weightDecay = null) =>
        compilation.GetTypeByMetadataName(TorchSharpNames.Module) is { } module
        && (compilation.GetTypeByMetadataName("RegSpec.WeightDecayAttribute") ?? weightDecay) is { } attribute
            ? new TorchSymbols(compilation, module, attribute)
            : null;

    /// <summary>Whether the symbol belongs to TorchSharp.</summary>
    public bool IsTorch(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, Assembly);

    /// <summary>Whether the symbol is declared in the source being compiled.</summary>
    public bool IsSource(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, Source);

    /// <summary>Whether the type is <paramref name="ancestor"/> or derives from it.</summary>
    public static bool DerivesFrom(ITypeSymbol? type, INamedTypeSymbol ancestor)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, ancestor))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a class of TorchSharp holds nothing itself, so that a user's class may derive from it and still be read in full.</summary>
    public bool IsEmptyBase(INamedTypeSymbol type) =>
        IsTorch(type) && (SymbolEqualityComparer.Default.Equals(type, Module) || type.MetadataName is "HookableModule`2" || IsPlainModule(type) || IsSilent(type));

    public TypeKindInModel KindOf(ITypeSymbol? type)
    {
        if (type is null)
        {
            return TypeKindInModel.Other;
        }

        return kinds.TryGetValue(type, out TypeKindInModel kind) ? kind : kinds.GetOrAdd(type, Classify(type));
    }

    private TypeKindInModel Classify(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsHeld(array.ElementType) ? TypeKindInModel.Collection : TypeKindInModel.Other,
        ITypeParameterSymbol parameter => parameter.ConstraintTypes.Any(c => DerivesFrom(c, Module)) ? TypeKindInModel.AnyModule : TypeKindInModel.Open,
        IDynamicTypeSymbol => TypeKindInModel.Open,
        IErrorTypeSymbol => TypeKindInModel.Other,
        INamedTypeSymbol { SpecialType: SpecialType.System_Object } => TypeKindInModel.Open,
        INamedTypeSymbol named when DerivesFrom(named, Module) => ClassifyModule(named),
        INamedTypeSymbol named when DerivesFrom(named, Parameter) => TypeKindInModel.Parameter,
        INamedTypeSymbol named when DerivesFrom(named, Tensor) => TypeKindInModel.Tensor,
        INamedTypeSymbol { TypeKind: TypeKind.Interface } named when IsTorch(named) && named.Name == "IModule" => TypeKindInModel.AnyModule,
        INamedTypeSymbol { TypeKind: TypeKind.Delegate or TypeKind.Enum } => TypeKindInModel.Other,
        INamedTypeSymbol named when IsCollection(named) => TypeKindInModel.Collection,
        INamedTypeSymbol { TypeKind: TypeKind.Interface } named when IsSource(named) => TypeKindInModel.Open,
        _ => TypeKindInModel.Other,
    };

    private TypeKindInModel ClassifyModule(INamedTypeSymbol type)
    {
        INamedTypeSymbol definition = type.OriginalDefinition;
        if (!IsTorch(definition))
        {
            return TypeKindInModel.UserModule;
        }

        bool Is(INamedTypeSymbol other) => SymbolEqualityComparer.Default.Equals(definition, other);
        string name = TypeNames.MetadataName(definition);
        ContainerKind? container = definition.IsAbstract ? null : ContainerCatalog.Find(name);
        return container == ContainerKind.Sequential ? TypeKindInModel.Sequential
            : container == ContainerKind.ModuleList ? TypeKindInModel.ModuleList
            : container == ContainerKind.ModuleDict ? TypeKindInModel.ModuleDict
            : Is(parameterList) || Is(parameterDict) ? TypeKindInModel.ParameterCollection
            : LayerCatalog.Find(name) is not null ? TypeKindInModel.Layer
            : IsSilent(definition) && definition.IsSealed ? TypeKindInModel.Silent
            : TypeKindInModel.AnyModule;
    }

    /// <summary>Activations, dropouts, pools and losses: modules that own no parameter.</summary>
    private bool IsSilent(INamedTypeSymbol type)
    {
        if (type.AllInterfaces.Contains(parameterLess, SymbolEqualityComparer.Default))
        {
            return true;
        }

        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (TorchSharpNames.Losses.Contains(TypeNames.MetadataName(t.OriginalDefinition)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>Module&lt;T1, …, TResult&gt;</c> of any arity.</summary>
    private bool IsPlainModule(INamedTypeSymbol type) =>
        type.Name == "Module" && SymbolEqualityComparer.Default.Equals(type.ContainingType, Module.ContainingType);

    private bool IsCollection(INamedTypeSymbol type)
    {
        if (type.IsTupleType)
        {
            return type.TupleElements.Any(e => IsHeld(e.Type));
        }

        if (type.IsGenericType && !IsSource(type) && type.TypeArguments.Any(IsHeld))
        {
            return true;
        }

        return type.AllInterfaces.Any(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T && IsHeld(i.TypeArguments[0]));
    }

    private bool IsHeld(ITypeSymbol type) =>
        KindOf(type) is not (TypeKindInModel.Other or TypeKindInModel.Open or TypeKindInModel.Tensor);
}
