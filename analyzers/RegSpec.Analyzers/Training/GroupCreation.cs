using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>A parameter group being made: <c>new X.ParamGroup(…)</c>, also target-typed.</summary>
/// <param name="Operation">The object creation.</param>
/// <param name="Optimizer">The optimizer it is for, <c>TorchSharp.Modules.X</c>.</param>
internal sealed record GroupCreation(IObjectCreationOperation Operation, INamedTypeSymbol Optimizer)
{
    /// <summary>Constructors that take options have two parameters; the convenience constructor has one a setting.</summary>
    private const int OptionsForm = 2;

    /// <summary>Whether this is the constructor that writes every setting.</summary>
    public bool IsConvenience => Operation.Constructor is { Parameters.Length: > OptionsForm };

    /// <summary>The value given as parameters, in the constructor or the initializer; null if it is not written.</summary>
    public IOperation? Source
    {
        get
        {
            if (Operation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0) is { } first)
            {
                return first.Value;
            }

            return Operation.Initializer?.Initializers
                .OfType<ISimpleAssignmentOperation>()
                .Where(assignment => assignment.Target is IPropertyReferenceOperation { Property.Name: "Parameters" })
                .Select(assignment => assignment.Value)
                .FirstOrDefault();
        }
    }

    /// <summary>The settings the convenience constructor writes although the code does not say them.</summary>
    public ImmutableArray<IArgumentOperation> Unwritten => IsConvenience
        ? Operation.Arguments.Where(argument => argument.ArgumentKind == ArgumentKind.DefaultValue).ToImmutableArray()
        : ImmutableArray<IArgumentOperation>.Empty;

    /// <summary>Reads an object creation; null when it makes no group of a TorchSharp optimizer.</summary>
    public static GroupCreation? Read(IOperation operation, RegSpecTypes types) =>
        operation is IObjectCreationOperation { Type: INamedTypeSymbol { Name: OptimizerNames.ParamGroup, ContainingType: { } optimizer } } creation
        && types.IsTorch(optimizer)
        && types.IsOptimizer(optimizer)
            ? new GroupCreation(creation, optimizer)
            : null;
}
