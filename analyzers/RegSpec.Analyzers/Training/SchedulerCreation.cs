using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>A learning-rate scheduler of TorchSharp being made: <c>lr_scheduler.X(…)</c> or <c>new lr_scheduler.impl.X(…)</c>.</summary>
/// <param name="Operation">The call or the object creation.</param>
/// <param name="Name">Name of the scheduler: "OneCycleLR".</param>
/// <param name="Optimizer">The optimizer it drives.</param>
/// <param name="Arguments">All arguments, defaults included.</param>
internal sealed record SchedulerCreation(IOperation Operation, string Name, IOperation Optimizer, ImmutableArray<IArgumentOperation> Arguments)
{
    /// <summary>
    /// The rates it sets in every group alike, as numbers: the other schedulers of 0.107 multiply each group's own rate, take a function or rate
    /// a group, or bound it from below.
    /// </summary>
    public ImmutableArray<IArgumentOperation> RatesForAll => Arguments
        .Where(static argument => argument.Parameter is { Name: "max_lr" or "base_lr", Type.SpecialType: SpecialType.System_Double })
        .ToImmutableArray();

    /// <summary>Whether it is TorchSharp's OneCycleLR.</summary>
    public bool IsOneCycle => Name == "OneCycleLR";

    /// <summary>The number of phases of a OneCycleLR; null for others, and where the code does not show it.</summary>
    public int? Phases => !IsOneCycle ? null
        : Arguments.FirstOrDefault(static argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Name: "three_phase" }) is not { } given ? 2
        : given.Value.ConstantValue is { HasValue: true, Value: bool three } ? three ? 3 : 2
        : null;

    /// <summary>Reads a call or object creation; null when it makes no scheduler of TorchSharp over an optimizer.</summary>
    public static SchedulerCreation? Read(IOperation operation, RegSpecTypes types) => operation switch
    {
        IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType.Name: "lr_scheduler" } method } call when types.IsTorch(method) =>
            Create(call, method.Name, call.Arguments, types),
        IObjectCreationOperation { Type: INamedTypeSymbol { ContainingType: { Name: "impl", ContainingType.Name: "lr_scheduler" } } type } creation when types.IsTorch(type) =>
            Create(creation, type.Name, creation.Arguments, types),
        _ => null,
    };

    private static SchedulerCreation? Create(IOperation operation, string name, ImmutableArray<IArgumentOperation> arguments, RegSpecTypes types) =>
        arguments.FirstOrDefault(argument => types.IsOptimizer(argument.Parameter?.Type)) is { } optimizer
            ? new SchedulerCreation(operation, name, optimizer.Value, arguments)
            : null;
}
