using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec.CompileTime.Tests.Semantics.Catalog;

/// <summary>Calls any factory of <c>torch.nn</c> with small made-up arguments and every switch on.</summary>
internal static class SmallArguments
{
    /// <summary>A module made by the factory; false if it takes something that cannot be made up or refuses it.</summary>
    public static bool TryCall(MethodInfo factory, [NotNullWhen(true)] out nn.Module? module)
    {
        try
        {
            module = (nn.Module)factory.Invoke(null, [.. factory.GetParameters().Select(Value)])!;
            return true;
        }
        catch (Exception refusal) when (refusal is TargetInvocationException or NotSupportedException)
        {
            module = null;
            return false;
        }
    }

    // Switches are on; fractional pooling wants one of two optional sizes; everything else takes its default.
    private static object? Value(ParameterInfo parameter) =>
        parameter.ParameterType != typeof(bool) && parameter.Name != "output_size" && parameter.HasDefaultValue
            ? parameter.DefaultValue
            : Make(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType);

    private static object Make(Type type) => type switch
    {
        _ when type == typeof(long) => 2L,
        _ when type == typeof(int) => 2,
        _ when type == typeof(double) => 0.5,
        _ when type == typeof(bool) => true,
        _ when type == typeof(string) => "child",
        _ when type == typeof(Parameter) => new Parameter(ones(2, 2)),
        _ when type == typeof(Tensor) => ones(2, 2),
        _ when type == typeof(TransformerEncoderLayer) => nn.TransformerEncoderLayer(2, 2, 2),
        _ when type == typeof(TransformerDecoderLayer) => nn.TransformerDecoderLayer(2, 2, 2),
        _ when typeof(nn.Module).IsAssignableFrom(type) => nn.Identity(),
        _ when type.IsEnum => Enum.GetValues(type).GetValue(0)!,
        _ when type == typeof(long[]) => new[] { 2L, 2L },
        _ when type.IsArray => One(type.GetElementType()!),
        _ when typeof(ITuple).IsAssignableFrom(type) => Activator.CreateInstance(type, [.. type.GetGenericArguments().Select(Make)])!,
        _ => throw new NotSupportedException($"no value of {type} is made up"),
    };

    private static Array One(Type element)
    {
        var array = Array.CreateInstance(element, 1);
        array.SetValue(Make(element), 0);
        return array;
    }
}
