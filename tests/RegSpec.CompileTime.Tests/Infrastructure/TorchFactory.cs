using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec.CompileTime.Tests;

/// <summary>Calls the factories of <c>torch.nn</c> by the names of their parameters, as the catalog knows them.</summary>
internal static class TorchFactory
{
    /// <summary>All public factories of this name.</summary>
    public static IEnumerable<MethodInfo> Named(string name) => typeof(nn).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.Name == name);

    /// <summary>A live module; an argument whose name no overload has, or a missing one, is an exception.</summary>
    /// <param name="name">Name of the factory.</param>
    /// <param name="arguments">Arguments by parameter name; the others take their defaults.</param>
    public static nn.Module Create(string name, IReadOnlyDictionary<string, object?> arguments)
    {
        MethodInfo factory = Named(name).FirstOrDefault(method => Accepts(method, arguments))
            ?? throw new ArgumentException($"no overload of {name} takes ({string.Join(", ", arguments.Keys)})");
        object?[] values = [.. factory.GetParameters().Select(parameter => arguments.TryGetValue(parameter.Name!, out object? value) ? value : parameter.DefaultValue)];
        return (nn.Module)factory.Invoke(null, values)!;
    }

    private static bool Accepts(MethodInfo factory, IReadOnlyDictionary<string, object?> arguments)
    {
        ParameterInfo[] parameters = factory.GetParameters();
        return arguments.All(argument => parameters.Any(parameter => parameter.Name == argument.Key && Fits(parameter.ParameterType, argument.Value)))
            && parameters.All(parameter => parameter.HasDefaultValue || arguments.ContainsKey(parameter.Name!));
    }

    private static bool Fits(Type type, object? value) => value is null ? !type.IsValueType || Nullable.GetUnderlyingType(type) is not null : (Nullable.GetUnderlyingType(type) ?? type).IsInstanceOfType(value);
}
