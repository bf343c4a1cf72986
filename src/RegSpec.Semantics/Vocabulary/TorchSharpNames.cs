using System.Collections.Immutable;

namespace RegSpec.Semantics.Vocabulary;

/// <summary>Full metadata names of the TorchSharp types that reading a model needs, and the members of them that matter.</summary>
internal static class TorchSharpNames
{
    /// <summary>The assembly all of them live in: users define types of the same simple names.</summary>
    public const string Assembly = "TorchSharp";

    /// <summary>Base of every module.</summary>
    public const string Module = "TorchSharp.torch+nn+Module";

    /// <summary>Holds the factories: what each makes is its return type, its switches are its parameters.</summary>
    public const string Factories = "TorchSharp.torch+nn";

    /// <summary>Holds <c>to</c>, <c>cuda</c>, <c>half</c> …: every method returns the module it is called on.</summary>
    public const string ModuleExtensions = "TorchSharp.ModuleExtensionMethods";

    /// <summary>Holds <c>AsParameter</c>.</summary>
    public const string TensorExtensions = "TorchSharp.TensorExtensionMethods";

    public const string Tensor = "TorchSharp.torch+Tensor";
    public const string Parameter = "TorchSharp.Modules.Parameter";
    public const string ParameterList = "TorchSharp.Modules.ParameterList";
    public const string ParameterDict = "TorchSharp.Modules.ParameterDict";

    /// <summary>Gives a member another registered name through its property <c>Name</c>.</summary>
    public const string ComponentNameAttribute = "TorchSharp.Utils.ComponentNameAttribute";

    /// <summary>Marks modules that own nothing (ReLU, Dropout, pools …).</summary>
    public const string ParameterLess = "TorchSharp.Modules.IParameterLessModule";

    public const string RegisterComponents = "RegisterComponents";
    public const string RegisterModule = "register_module";
    public const string RegisterParameter = "register_parameter";
    public const string RegisterBuffer = "register_buffer";
    public const string ConditionallyRegisterParameter = "ConditionallyRegisterParameter";
    public const string ConditionallyRegisterBuffer = "ConditionallyRegisterBuffer";

    /// <summary>Applies a module; both are in use.</summary>
    public const string Forward = "forward";

    /// <inheritdoc cref="Forward"/>
    public const string Call = "call";

    /// <summary>Makes a raw parameter of a tensor; a factory beside the constructor and <see cref="AsParameter"/>.</summary>
    public const string ParameterFactory = "Parameter";

    /// <inheritdoc cref="ParameterFactory"/>
    public const string AsParameter = "AsParameter";

    /// <summary>Modules of TorchSharp derived from these own nothing but buffers.</summary>
    public static readonly ImmutableArray<string> Losses = ImmutableArray.Create("TorchSharp.Loss`3", "TorchSharp.Loss`4", "TorchSharp.Loss`5");
}
