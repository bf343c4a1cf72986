namespace RegSpec.Semantics.Catalog;

/// <summary>TorchSharp's containers, and collections of the base library that register nothing.</summary>
internal enum ContainerKind
{
    /// <summary>Sequential and its generic forms: children by given name or index.</summary>
    Sequential,

    /// <summary>ModuleList: children by index.</summary>
    ModuleList,

    /// <summary>ModuleDict: children by key.</summary>
    ModuleDict,

    /// <summary>List, array, tuple, dictionary …: nothing in it is registered.</summary>
    Unregistered,
}
