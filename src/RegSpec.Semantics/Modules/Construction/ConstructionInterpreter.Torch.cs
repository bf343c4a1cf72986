using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics;

/// <content>What TorchSharp's own methods give.</content>
internal sealed partial class ConstructionInterpreter
{
    private ModuleValue InvokeTorch(IInvocationOperation invocation, ModuleValue? receiver, List<(IArgumentOperation Argument, ModuleValue Value)> arguments)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (IsFluent(method) && arguments.Count > 0)
        {
            return arguments[0].Value;
        }

        if (receiver is not null && method.Name == "apply" && TorchSymbols.DerivesFrom(method.ReturnType, symbols.Module))
        {
            return receiver;
        }

        if (ContainerCall(invocation, receiver, arguments) is { } content)
        {
            return content;
        }

        bool isFactory = method.IsStatic;
        switch (symbols.KindOf(method.ReturnType))
        {
            case TypeKindInModel.Layer or TypeKindInModel.Silent or TypeKindInModel.ParameterCollection when isFactory:
                return new ModuleValue.Created((INamedTypeSymbol)method.ReturnType, Switches(arguments));
            case TypeKindInModel.Sequential or TypeKindInModel.ModuleList or TypeKindInModel.ModuleDict when isFactory:
                return NewContainer((INamedTypeSymbol)method.ReturnType, arguments);
            case TypeKindInModel.Parameter when isFactory:
                return NewParameter(arguments);
            case TypeKindInModel.Tensor when isFactory && receiver is null:
                return new ModuleValue.NewTensor(isParameter: false, Dimensions(arguments), RequiresGrad(arguments, byDefault: false));
            case TypeKindInModel.Tensor when receiver is ModuleValue.NewTensor tensor && KeepsShape(method.Name):
                return method.Name.EndsWith("_", StringComparison.Ordinal) ? tensor : new ModuleValue.NewTensor(isParameter: false, tensor.Dimensions, tensor.RequiresGrad);
            default:
                Forget(arguments);
                return Unknown(invocation.Type);
        }
    }

    /// <summary>An extension that gives its module back: <c>to</c>, <c>cuda</c>, <c>half</c> …</summary>
    private static bool IsFluent(IMethodSymbol method) =>
        method is { IsStatic: true, IsExtensionMethod: true }
        && method.OriginalDefinition is { ReturnType: ITypeParameterSymbol result, Parameters: { Length: > 0 } parameters }
        && SymbolEqualityComparer.Default.Equals(result, parameters[0].Type);

    /// <summary>The written arguments of a factory, by parameter name; of the others only what tells two factories of one layer apart.</summary>
    private static LayerSwitches Switches(List<(IArgumentOperation Argument, ModuleValue Value)> arguments)
    {
        var switches = new Dictionary<string, object?>();
        foreach ((IArgumentOperation argument, ModuleValue value) in arguments)
        {
            if (argument.Parameter is { } parameter && (argument.ArgumentKind != ArgumentKind.DefaultValue || parameter.Name == LayerSwitches.Freeze))
            {
                switches[parameter.Name] = value switch
                {
                    ModuleValue.Constant { Value: bool flag } => flag,
                    ModuleValue.Constant { Value: int or long or short or byte or uint } number => System.Convert.ToInt64(number.Value),
                    _ when ReferenceEquals(value, ModuleValue.Null) => null,
                    _ => LayerSwitches.Given,
                };
            }
        }

        return new LayerSwitches(switches);
    }

    private static ModuleValue.NewTensor NewParameter(List<(IArgumentOperation Argument, ModuleValue Value)> arguments) =>
        new(isParameter: true, (arguments.Count > 0 ? arguments[0].Value as ModuleValue.NewTensor : null)?.Dimensions, RequiresGrad(arguments, byDefault: true));

    /// <summary>The argument <c>requires_grad</c>, or <c>freeze</c> turned round.</summary>
    private static bool? RequiresGrad(List<(IArgumentOperation Argument, ModuleValue Value)> arguments, bool byDefault)
    {
        foreach ((IArgumentOperation argument, ModuleValue value) in arguments)
        {
            if (argument.Parameter?.Name == "requires_grad")
            {
                return (value as ModuleValue.Constant)?.Value as bool?;
            }
        }

        return byDefault;
    }

    /// <summary>The rank of a tensor made with sizes: one argument a dimension, or an array of them.</summary>
    private int? Dimensions(List<(IArgumentOperation Argument, ModuleValue Value)> arguments)
    {
        int count = 0;
        foreach ((IArgumentOperation argument, ModuleValue value) in arguments)
        {
            if (argument.Parameter is not { } parameter)
            {
                return null;
            }

            switch (parameter.Name)
            {
                case "size" when parameter.Type.SpecialType is SpecialType.System_Int64 or SpecialType.System_Int32:
                case "rows" or "columns" or "dim0" or "dim1" or "dim2" or "dim3":
                    count++;
                    break;
                case "size" or "dimensions":
                    return state.Container(value) is { IsComplete: true } sizes ? sizes.Items.Length : null;
                case "scalar":
                    return 0;
                case "input" when value is ModuleValue.NewTensor like:
                    return like.Dimensions;
            }
        }

        return count == 0 ? null : count;
    }

    private static bool KeepsShape(string method) => method.TrimEnd('_') is
        "mul" or "div" or "add" or "sub" or "neg" or "clone" or "detach" or "to" or "cuda" or "cpu" or "contiguous" or "requires_grad"
        or "fill" or "zero" or "normal" or "uniform" or "exp" or "log" or "sqrt" or "alias";
}
