using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>Options of a group being made: <c>new X.Options { … }</c>.</summary>
/// <param name="Operation">The object creation.</param>
/// <param name="Optimizer">The optimizer they are for.</param>
internal sealed record OptionsCreation(IObjectCreationOperation Operation, INamedTypeSymbol Optimizer)
{
    /// <summary>Reads an object creation; null when it makes no options of a TorchSharp optimizer.</summary>
    public static OptionsCreation? Read(IOperation operation, RegSpecTypes types) =>
        operation is IObjectCreationOperation { Type: INamedTypeSymbol { Name: OptimizerNames.Options, ContainingType: { } optimizer } } creation
        && types.IsTorch(optimizer)
        && types.IsOptimizer(optimizer)
            ? new OptionsCreation(creation, optimizer)
            : null;

    /// <summary>The value a setting is given in the initializer; null if it is not written.</summary>
    public IOperation? Setting(string name) => Operation.Initializer?.Initializers
        .OfType<ISimpleAssignmentOperation>()
        .Where(assignment => assignment.Target is IMemberReferenceOperation target && target.Member.Name == name)
        .Select(assignment => assignment.Value)
        .FirstOrDefault();
}
