using System.Collections.Concurrent;
using System.ComponentModel;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>What each generated file registers when its assembly is loaded. Not meant to be called by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModulePlans
{
    private static readonly ConcurrentDictionary<Type, Action<nn.Module, ModulePlan>> Descriptions = new();

    /// <summary>Registers how a module class is described; an open generic definition stands for all its constructions.</summary>
    /// <param name="type">The class, or its open generic definition.</param>
    /// <param name="describe">Describes one instance. Two different descriptions of one class make binding it throw.</param>
    public static void Register(Type type, Action<nn.Module, ModulePlan> describe)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(describe);
        Descriptions.AddOrUpdate(type, describe, (_, known) => known == describe ? known : Ambiguous(type));
    }

    /// <summary>The description of the nearest class from this type upwards that has one, or null.</summary>
    internal static Action<nn.Module, ModulePlan>? Find(Type type)
    {
        for (Type? t = type; t is not null && t != typeof(nn.Module); t = t.BaseType)
        {
            if (Descriptions.TryGetValue(t.IsGenericType ? t.GetGenericTypeDefinition() : t, out Action<nn.Module, ModulePlan>? describe))
            {
                return describe;
            }
        }

        return null;
    }

    // Which of two descriptions ran would depend on the order in which assemblies load.
    private static Action<nn.Module, ModulePlan> Ambiguous(Type type) => (_, _) =>
        throw new InvalidOperationException($"Two assemblies describe {type}: keep one of their [assembly: WeightDecayFor] attributes.");
}
