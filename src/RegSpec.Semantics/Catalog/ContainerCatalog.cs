using System.Collections.Generic;

namespace RegSpec.Semantics.Catalog;

/// <summary>TorchSharp's containers by full metadata name of the type (or of a base: users derive from them), and the methods that fill them.</summary>
internal static class ContainerCatalog
{
    private static readonly Dictionary<string, ContainerKind> Kinds = new()
    {
        ["TorchSharp.Modules.Sequential"] = ContainerKind.Sequential,
        ["TorchSharp.Modules.Sequential`2"] = ContainerKind.Sequential,
        ["TorchSharp.Modules.Sequential`3"] = ContainerKind.Sequential,
        ["TorchSharp.Modules.Sequential`4"] = ContainerKind.Sequential,
        ["TorchSharp.Modules.Sequential`5"] = ContainerKind.Sequential,
        ["TorchSharp.Modules.Sequential`6"] = ContainerKind.Sequential,
        ["TorchSharp.Modules.Sequential`7"] = ContainerKind.Sequential,
        ["TorchSharp.Modules.ModuleList`1"] = ContainerKind.ModuleList,
        ["TorchSharp.Modules.ModuleDict`1"] = ContainerKind.ModuleDict,
    };

    private static readonly Dictionary<ContainerKind, HashSet<string>> Fillers = new()
    {
        [ContainerKind.Sequential] = ["append"],
        [ContainerKind.ModuleList] = ["Add", "append", "extend", "Insert"],
        [ContainerKind.ModuleDict] = ["Add", "Insert"],
    };

    private static readonly Dictionary<ContainerKind, HashSet<string>> Emptiers = new()
    {
        [ContainerKind.Sequential] = [],
        [ContainerKind.ModuleList] = ["Clear", "Remove", "RemoveAt"],
        [ContainerKind.ModuleDict] = ["Clear", "clear", "Remove", "RemoveAt"],
    };

    /// <summary>All container types.</summary>
    public static IReadOnlyCollection<string> TypeNames => Kinds.Keys;

    /// <summary>The kind of container this type is, or null.</summary>
    public static ContainerKind? Find(string typeName) => Kinds.TryGetValue(typeName, out ContainerKind kind) ? kind : null;

    /// <summary>Whether this method puts its arguments into the container (its indexer's setter does too).</summary>
    public static bool Fills(ContainerKind kind, string method) => Fillers.TryGetValue(kind, out HashSet<string>? methods) && methods.Contains(method);

    /// <summary>Whether this method takes children out of the container.</summary>
    public static bool Empties(ContainerKind kind, string method) => Emptiers.TryGetValue(kind, out HashSet<string>? methods) && methods.Contains(method);
}
