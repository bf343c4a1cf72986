namespace RegSpec.Semantics.Shapes;

/// <summary>What a declared type says about the value of a member.</summary>
internal enum TypeKindInModel
{
    /// <summary>It can hold neither a module nor a parameter (int, string).</summary>
    Other,

    /// <summary>A catalog layer: sealed, so the value is exactly this.</summary>
    Layer,

    /// <summary>A module of TorchSharp that owns no parameter.</summary>
    Silent,

    /// <summary>TorchSharp's Sequential.</summary>
    Sequential,

    /// <summary>TorchSharp's ModuleList.</summary>
    ModuleList,

    /// <summary>TorchSharp's ModuleDict.</summary>
    ModuleDict,

    /// <summary>ParameterList or ParameterDict.</summary>
    ParameterCollection,

    /// <summary>TorchSharp's Parameter.</summary>
    Parameter,

    /// <summary>TorchSharp's Tensor: may hold a Parameter.</summary>
    Tensor,

    /// <summary>A module class of the user or of another package.</summary>
    UserModule,

    /// <summary>Module, <c>Module&lt;…&gt;</c>, IModule or an abstract layer of TorchSharp: any module.</summary>
    AnyModule,

    /// <summary>A collection, tuple or lazy value of modules or parameters that registers nothing.</summary>
    Collection,

    /// <summary>object, an interface, a type parameter: registered by its run-time type.</summary>
    Open,
}
