using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>One module instance of the analysed model.</summary>
internal sealed class ModuleObject
{
    private static readonly IReadOnlyDictionary<string, Value> NoArguments = new Dictionary<string, Value>();

    public ModuleObject(int id, INamedTypeSymbol type)
    {
        Id = id;
        Type = type;
    }

    public int Id { get; }

    /// <summary>Its exact type.</summary>
    public INamedTypeSymbol Type { get; }

    /// <summary>What calling it does, for a layer of TorchSharp.</summary>
    public LayerOperation? Operation { get; init; }

    /// <summary>Which container it is, if one.</summary>
    public ContainerKind? Container { get; init; }

    /// <summary>Its children, for a container.</summary>
    public int Children { get; init; }

    /// <summary>What a class of another assembly says of itself; null for any other module.</summary>
    public ForwardSummary? Summary { get; init; }

    /// <summary>A class of the compilation whose <c>forward</c> can be read.</summary>
    public bool IsUserModule { get; init; }

    /// <summary>The arguments a layer was made with, by parameter name.</summary>
    public IReadOnlyDictionary<string, Value> Arguments { get; init; } = NoArguments;

    /// <summary>The parameters of a layer, by name below it.</summary>
    public Dictionary<string, ParameterObject> Parameters { get; } = new();

    /// <summary>The call that made a layer.</summary>
    public SyntaxNode? Creation { get; init; }

    /// <summary>The weight of a layer that has a bias beside it.</summary>
    public ParameterObject? BiasedWeight =>
        Operation is { Weight: { } weight, Bias: { } bias } && Parameters.ContainsKey(bias) && Parameters.TryGetValue(weight, out ParameterObject? own) ? own : null;

    /// <summary>It stands for several instances made in a loop, of which one is the one under study.</summary>
    public bool IsOneOfMany => LoopDepth > 0;

    /// <summary>How many loops of unknown length surrounded its creation.</summary>
    public int LoopDepth { get; init; }

    /// <summary>Somebody switches it between training and evaluation.</summary>
    public bool ModeIsUnclear { get; private set; }

    /// <summary>Somebody sets a property of a layer (its ε, its padding): it is no longer as it was made.</summary>
    public bool IsAltered { get; private set; }

    /// <summary>Makes the mode unclear; whether it was clear before.</summary>
    public bool BlurMode() => !ModeIsUnclear && (ModeIsUnclear = true);

    /// <summary>Notes that a property is set; whether none was before.</summary>
    public bool Alter() => !IsAltered && (IsAltered = true);

    /// <summary>It keeps, or may keep, statistics of what it normalised, and they scale with what came before.</summary>
    public bool HasStoredStatistics => Summary is not null || Operation is { Entry.Rule: OperationRule.BatchNorm or OperationRule.InstanceNorm };

    /// <summary>Where it sits below the root; null while it is not registered.</summary>
    public string? Path { get; set; }

    /// <summary>Names given by hand to members ("register_module"), by the id of the object.</summary>
    public Dictionary<int, string> RegisteredNames { get; } = new();
}

/// <summary>One parameter tensor.</summary>
internal sealed class ParameterObject
{
    /// <summary>θ = {this}.</summary>
    public int Exact { get; init; }

    /// <summary>θ = {this, the bias of the same layer}; −1 if there is none.</summary>
    public int Joint { get; init; } = -1;

    /// <summary>The tensor, in memory of its own.</summary>
    public TensorValue Value { get; init; } = TensorValue.Constant;

    /// <summary>It is a weight: a proof about it is of interest (a bias only takes part in a joint one).</summary>
    public bool IsWeight { get; init; }

    /// <summary>Code of this compilation reaches it through a member of a class of another assembly.</summary>
    public bool IsExposed { get; set; }

    /// <summary>Every name it has below the root.</summary>
    public HashSet<string> Paths { get; } = new();
}
