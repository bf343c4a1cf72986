using System.Collections.Generic;

namespace RegSpec.Semantics.Catalog;

/// <summary>What a <c>using</c> scope does to gradients.</summary>
internal enum GradientContext
{
    /// <summary>Nothing: dispose scopes.</summary>
    Unchanged,

    /// <summary>Gradients are recorded.</summary>
    On,

    /// <summary>Gradients are cut.</summary>
    Off,
}

/// <summary>Names of TorchSharp members that are not tensor operations but that a <c>forward</c> uses.</summary>
internal static class ContextCatalog
{
    private static readonly Dictionary<string, GradientContext> Contexts = new()
    {
        ["NewDisposeScope"] = GradientContext.Unchanged,
        ["WrappedTensorDisposeScope"] = GradientContext.Unchanged,
        ["no_grad"] = GradientContext.Off,
        ["inference_mode"] = GradientContext.Off,
        ["set_grad_enabled"] = GradientContext.Off,
        ["enable_grad"] = GradientContext.On,
    };

    private static readonly HashSet<string> ScopeMethods = new() { "MoveToOuter", "MoveToOther", "Detach", "Include" };

    private static readonly HashSet<string> HarmlessModuleMethods = new()
    {
        "RegisterComponents", "register_module", "register_parameter", "register_buffer", "add_module", "ConditionallyRegisterParameter", "ConditionallyRegisterBuffer",
        "Dispose", "GetName", "zero_grad", "to", "cuda", "cpu", "half", "ToString", "GetType", "GetHashCode",
    };

    private static readonly HashSet<string> ListingMethods = new()
    {
        "parameters", "named_parameters", "ParameterGroups", "state_dict", "load_state_dict", "save", "load", "zero_grad", "to", "cuda", "cpu",
    };

    private static readonly HashSet<string> SizeProperties = new()
    {
        "in_channels", "out_channels", "in_features", "out_features", "num_features", "num_channels", "num_groups", "num_embeddings", "embedding_dim", "kernel_size", "stride", "padding", "dilation", "groups",
    };

    private static readonly HashSet<string> ModeMethods = new() { "eval", "train" };

    /// <summary>The effect of a scope made by this method of <c>torch</c>, or null.</summary>
    public static GradientContext? Find(string method) => Contexts.TryGetValue(method, out GradientContext context) ? context : null;

    /// <summary>Whether this method of a dispose scope hands its argument on.</summary>
    public static bool PassesThrough(string method) => ScopeMethods.Contains(method);

    /// <summary>Whether this method of a module neither reads nor changes a parameter's value.</summary>
    public static bool IsHarmless(string method) => HarmlessModuleMethods.Contains(method);

    /// <summary>Whether this method of a module hands its parameters to optimizers and files: it shows no output that depends on them.</summary>
    public static bool ListsParameters(string method) => ListingMethods.Contains(method);

    /// <summary>Whether this property of a layer is a size it was made with: reading it shows nothing of its parameters' values.</summary>
    public static bool IsSize(string property) => SizeProperties.Contains(property);

    /// <summary>Whether this method of a module changes between training and evaluation.</summary>
    public static bool ChangesMode(string method) => ModeMethods.Contains(method);
}
