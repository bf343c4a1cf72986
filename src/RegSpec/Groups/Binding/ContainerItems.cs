using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>What TorchSharp's lists and dictionaries of modules hold, registered or not.</summary>
internal static class ContainerItems
{
    /// <summary>The items by the names they are registered under; none for a module that is no such container.</summary>
    public static IEnumerable<(string Name, nn.Module Item)> Of(nn.Module container) => container switch
    {
        // The untyped enumerator of ModuleDict is not implemented; these are the item types in use.
        ModuleDict<nn.Module<Tensor, Tensor>> dictionary => Named(dictionary),
        ModuleDict<nn.Module> dictionary => Named(dictionary),
        IEnumerable list when IsModuleList(container.GetType()) => list.OfType<nn.Module>().Select(static (item, i) => (i.ToString(), item)),
        _ => [],
    };

    /// <summary>Whether the children of a module are items in an order: a ModuleList or Sequential, or an heir of one.</summary>
    public static bool IsSequence(nn.Module module)
    {
        for (Type? type = module.GetType(); type is not null; type = type.BaseType)
        {
            if (IsModuleList(type) || type == typeof(Sequential) || (type.IsGenericType && type.Name.StartsWith("Sequential`", StringComparison.Ordinal) && type.Assembly == typeof(nn.Module).Assembly))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<(string Name, nn.Module Item)> Named<T>(ModuleDict<T> dictionary)
        where T : nn.Module
    {
        using IEnumerator<(string, T)> items = dictionary.items();
        while (items.MoveNext())
        {
            yield return items.Current;
        }
    }

    private static bool IsModuleList(Type? type) =>
        type is not null && ((type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ModuleList<>)) || IsModuleList(type.BaseType));
}
