using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>A call that moves a module to another device or casts it: <c>model.to(CUDA)</c>, <c>model.half()</c>.</summary>
/// <param name="Call">The call.</param>
/// <param name="Receiver">The module.</param>
/// <param name="Destination">A name for the device or element type it asks for; empty when it is not certain.</param>
internal sealed record ModuleMove(IInvocationOperation Call, IOperation Receiver, string Destination)
{
    private static readonly HashSet<string> Casts = ["half", "bfloat16", "double", "byte", "char", "short", "int", "long", "cfloat", "cdouble"];

    /// <summary>Reads a call; null when it moves no module.</summary>
    public static ModuleMove? Read(IInvocationOperation call, RegSpecTypes types) =>
        IsMove(call, types) ? new ModuleMove(call, call.Arguments[0].Value.Unwrapped(), DestinationOf(call)) : null;

    /// <summary>Whether a value is a module made with <c>new</c> or a factory, without a device or element type of its own; it may be moved on the spot.</summary>
    public static bool IsMadeHere(IOperation value, RegSpecTypes types) => value.Unwrapped() switch
    {
        IObjectCreationOperation creation => creation.Arguments.All(IsPlain),
        IInvocationOperation call when IsMove(call, types) => IsMadeHere(call.Arguments[0].Value, types),
        IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType.Name: "nn" } method } call => types.IsTorch(method) && call.Arguments.All(IsPlain),
        _ => false,
    };

    private static bool IsMove(IInvocationOperation call, RegSpecTypes types) =>
        call.TargetMethod.ContainingType.Name == "ModuleExtensionMethods" && types.IsTorch(call.TargetMethod) && call.Arguments.Length > 0;

    private static bool IsPlain(IArgumentOperation argument) =>
        argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Parameter?.Type.Name is not ("Device" or "DeviceType" or "ScalarType" or "Nullable");

    private static string DestinationOf(IInvocationOperation call)
    {
        string name = call.TargetMethod.Name;
        if (name is "cpu" or "cuda" || Casts.Contains(name))
        {
            return name;
        }

        return name == "float" ? "float32" : call.Arguments.Length > 1 ? Place(call.Arguments[1].Value.Unwrapped()) : "";
    }

    private static string Place(IOperation value) => value switch
    {
        IFieldReferenceOperation { Field: var field } => Normalized(field.Name),
        IPropertyReferenceOperation { Property: { IsStatic: true } property } => Normalized(property.Name),
        ILocalReferenceOperation local when local.OnlyValue() is { } known && known.Unwrapped() is not ILocalReferenceOperation => Place(known.Unwrapped()),
        IInvocationOperation { TargetMethod.Name: "device", Arguments: [var first, ..] } => Place(first.Value.Unwrapped()),
        ILiteralOperation { ConstantValue.Value: string text } => Normalized(text.Split(':')[0]),

        // cuda.is_available() ? CUDA : CPU changes the device wherever there is a GPU.
        IConditionalOperation { WhenTrue: var yes, WhenFalse: { } no } => Place(yes.Unwrapped()) is { Length: > 0 } place && place != "cpu" ? place : Place(no.Unwrapped()),
        _ => "",
    };

    private static string Normalized(string name) => name.ToUpperInvariant() switch
    {
        "CPU" => "cpu",
        "CUDA" => "cuda",
        "MPS" => "mps",
        "FLOAT16" or "HALF" => "half",
        "BFLOAT16" => "bfloat16",
        "FLOAT32" => "float32",
        "FLOAT64" or "DOUBLE" => "double",
        _ => "",
    };
}
