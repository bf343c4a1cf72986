using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>What each generated file registers when its assembly is loaded. Not meant to be called by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModulePlans
{
    private static readonly ConcurrentDictionary<Type, Action<nn.Module, ModulePlan>> Descriptions = new();
    private static readonly ConcurrentDictionary<(Assembly Assembly, string Type, string Parameter), ParameterRole> Roles = new();

    /// <summary>Registers how a module class is described; an open generic definition stands for all its constructions.</summary>
    /// <param name="type">The class, or its open generic definition.</param>
    /// <param name="describe">Describes one instance. Two different descriptions of one class make binding it throw.</param>
    public static void Register(Type type, Action<nn.Module, ModulePlan> describe)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(describe);
        Descriptions.AddOrUpdate(type, describe, (_, known) => known == describe ? known : Ambiguous(type));
    }

    /// <summary>Registers what a raw parameter of a class without a description is, by what its <c>forward</c> does with it.</summary>
    /// <param name="sibling">A type of the same assembly.</param>
    /// <param name="typeName">Metadata name of the class.</param>
    /// <param name="parameter">Registered name of the parameter.</param>
    /// <param name="role">What it is.</param>
    public static void RegisterRole(Type sibling, string typeName, string parameter, ParameterRole role)
    {
        ArgumentNullException.ThrowIfNull(sibling);
        ArgumentNullException.ThrowIfNull(typeName);
        ArgumentNullException.ThrowIfNull(parameter);
        Roles[(sibling.Assembly, typeName, parameter)] = role;
    }

    /// <summary>The description of the nearest class from this type upwards that has one, or null; and whether it is of this very type.</summary>
    internal static (Action<nn.Module, ModulePlan> Describe, bool IsExact)? Find(Type type)
    {
        for (Type? t = type; t is not null && t != typeof(nn.Module); t = t.BaseType)
        {
            if (Descriptions.TryGetValue(t.IsGenericType ? t.GetGenericTypeDefinition() : t, out Action<nn.Module, ModulePlan>? describe))
            {
                return (describe, t == type);
            }
        }

        return null;
    }

    /// <summary>The registered role of a raw parameter of exactly this class; Unknown without one.</summary>
    internal static ParameterRole RoleOf(Type type, string parameter) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName is { } name && Roles.TryGetValue((type.Assembly, name, parameter), out ParameterRole role)
            ? role
            : ParameterRole.Unknown;

    // Which of two descriptions ran would depend on the order in which assemblies load.
    private static Action<nn.Module, ModulePlan> Ambiguous(Type type) => (_, _) =>
        throw new InvalidOperationException($"Two assemblies describe {type}: keep one of their [assembly: WeightDecayFor] attributes.");
}
