using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>What an optimizer is made from.</summary>
internal enum OptimizerInput
{
    /// <summary>One list of parameters.</summary>
    Parameters,

    /// <summary>One list of names and parameters.</summary>
    NamedParameters,

    /// <summary>Parameter groups.</summary>
    Groups,
}

/// <summary>A TorchSharp optimizer being made: <c>torch.optim.X(…)</c> or <c>new X(…)</c>.</summary>
/// <param name="Operation">The call or the object creation.</param>
/// <param name="Optimizer">The class, <c>TorchSharp.Modules.X</c>.</param>
/// <param name="Arguments">All arguments, defaults included.</param>
/// <param name="Source">The value given as parameters.</param>
/// <param name="Input">What that value is.</param>
internal sealed record OptimizerCreation(
    IOperation Operation,
    INamedTypeSymbol Optimizer,
    ImmutableArray<IArgumentOperation> Arguments,
    IOperation Source,
    OptimizerInput Input)
{
    /// <summary>Name of the class: "AdamW".</summary>
    public string Name => Optimizer.Name;

    /// <summary>Whether this optimizer knows weight decay at all (Rprop and LBFGS do not).</summary>
    public bool KnowsWeightDecay
    {
        get
        {
            foreach (IArgumentOperation argument in Arguments)
            {
                if (argument.Parameter?.Name == OptimizerNames.WeightDecay)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The written weight decay unless it is the constant 0; null if there is none.</summary>
    public IOperation? WeightDecay => Arguments.Explicit(OptimizerNames.WeightDecay) is { Value: var value } && !value.IsNumber(0) ? value : null;

    /// <summary>Reads a call or object creation; null when it makes no optimizer of TorchSharp.</summary>
    public static OptimizerCreation? Read(IOperation operation, RegSpecTypes types) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: var name, ContainingType: { Name: "optim" } } method, Type: INamedTypeSymbol optimizer } invocation
            when optimizer.Name == name && types.IsOptimizer(optimizer) && types.IsTorch(method) => Create(invocation, optimizer, invocation.Arguments),
        IObjectCreationOperation { Type: INamedTypeSymbol optimizer } creation
            when types.IsTorch(optimizer) && types.IsOptimizer(optimizer) => Create(creation, optimizer, creation.Arguments),
        _ => null,
    };

    private static OptimizerCreation? Create(IOperation operation, INamedTypeSymbol optimizer, ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is { Ordinal: 0, Type: INamedTypeSymbol { TypeArguments: [var element] } })
            {
                OptimizerInput input = element.IsTupleType ? OptimizerInput.NamedParameters
                    : element.Name == OptimizerNames.Parameter ? OptimizerInput.Parameters
                    : OptimizerInput.Groups;
                return new OptimizerCreation(operation, optimizer, arguments, argument.Value, input);
            }
        }

        return null;
    }
}
