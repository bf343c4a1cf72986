using System.ComponentModel;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>What each generated file registers when its assembly is loaded. Not meant to be called by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModulePlans
{
    /// <summary>Registers how a module class is described; an open generic definition stands for all its constructions.</summary>
    public static void Register(Type type, Action<nn.Module, ModulePlan> describe) => throw new NotSupportedException();
}
