using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Shapes;

namespace RegSpec.Analyzers;

/// <summary>A penalty that reaches <c>backward()</c>.</summary>
/// <param name="Syntax">Where it is computed.</param>
/// <param name="Model">The model whose parameters it is about.</param>
/// <param name="Backward">The call it reaches.</param>
internal sealed record Penalty(SyntaxNode Syntax, ImmutableArray<ISymbol> Model, SyntaxNode? Backward = null);

/// <summary>Follows L2 penalties through the locals of one body into the loss.</summary>
internal static class PenaltyInLoss
{
    /// <summary>The call that takes gradients.</summary>
    public const string Backward = "backward";

    private const string L2Penalty = "L2Penalty";

    /// <summary>Every penalty in a value on which <c>backward()</c> is called.</summary>
    public static IEnumerable<Penalty> Find(IOperation body, RegSpecCompilation compilation, CancellationToken cancellation)
    {
        var source = new ModelSource(compilation, cancellation);
        var computed = new Dictionary<IOperation, Penalty>();
        foreach (IOperation operation in body.Descendants())
        {
            if (Model(operation, source) is { IsEmpty: false } model)
            {
                computed[operation] = new Penalty(operation.Syntax, model);
            }
        }

        return computed.Count == 0 ? [] : ReachingBackward(body, computed);
    }

    private static IEnumerable<Penalty> ReachingBackward(IOperation body, Dictionary<IOperation, Penalty> computed)
    {
        var held = new Dictionary<ISymbol, Penalty>(SymbolEqualityComparer.Default);
        bool isNew = true;
        while (isNew)
        {
            isNew = false;
            foreach (IOperation operation in body.Descendants())
            {
                (ISymbol? variable, IOperation? value) = operation switch
                {
                    IVariableDeclaratorOperation declarator => (declarator.Symbol, declarator.GetVariableInitializer()?.Value),
                    IAssignmentOperation { Target: ILocalReferenceOperation local } assignment => (local.Local, assignment.Value),
                    IInvocationOperation { TargetMethod.Name: "add_", Instance: ILocalReferenceOperation local } added => (local.Local, added.Arguments[0].Value),
                    _ => ((ISymbol?)null, (IOperation?)null),
                };
                if (variable is ILocalSymbol { Type.Name: "Tensor" } && value is not null && !held.ContainsKey(variable) && In(value) is { } penalty)
                {
                    held.Add(variable, penalty);
                    isNew = true;
                }
            }
        }

        return body.Descendants()
            .OfType<IInvocationOperation>()
            .Where(call => call is { TargetMethod.Name: Backward, Instance: not null })
            .Select(call => In(call.Instance!) is { } found ? found with { Backward = call.Syntax } : null)
            .OfType<Penalty>()
            .GroupBy(penalty => penalty.Syntax)
            .Select(reached => reached.First());

        Penalty? In(IOperation value) => value.DescendantsAndSelf()
            .Where(part => !IsDetached(part, value))
            .Select(part => computed.TryGetValue(part, out Penalty? own) ? own
                : part is ILocalReferenceOperation local && held.TryGetValue(local.Local, out Penalty? carried) ? carried
                : null)
            .FirstOrDefault(penalty => penalty is not null);
    }

    /// <summary>Whether a part only counts as a number on its way to the value.</summary>
    private static bool IsDetached(IOperation part, IOperation value)
    {
        for (IOperation? operation = part; operation is not null && operation != value.Parent; operation = operation.Parent)
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "item" or "detach" or "ToDouble" or "ToSingle" })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The model a penalty is about: <c>groups.L2Penalty()</c>, or the square or norm of each of its parameters.</summary>
    private static ImmutableArray<ISymbol>? Model(IOperation operation, ModelSource source)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod: { Name: L2Penalty, ContainingType.ContainingNamespace.Name: "RegSpec" }, Instance: { } groups }:
                return PlannedOptimizer.ModuleOf(groups, source) is { } planned && ParameterPath.Of(planned) is { IsEmpty: false } path ? path : null;
            case IInvocationOperation { TargetMethod.Name: "pow" or "square" or "norm", Instance: { } parameter }:
                return ModelOfEach(parameter, source);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product when Variable(product.LeftOperand) is { } left && SymbolEqualityComparer.Default.Equals(left, Variable(product.RightOperand)):
                return ModelOfEach(product.LeftOperand, source);
            default:
                return null;
        }
    }

    /// <summary>The model whose parameters a loop variable or the parameter of a LINQ function runs through.</summary>
    private static ImmutableArray<ISymbol>? ModelOfEach(IOperation reference, ModelSource source)
    {
        ISymbol? variable = Variable(reference);
        for (IOperation? parent = reference.Parent; parent is not null && variable is not null; parent = parent.Parent)
        {
            IOperation? sequence = parent switch
            {
                IForEachLoopOperation loop when loop.Locals.Contains(variable, SymbolEqualityComparer.Default) => loop.Collection,
                IAnonymousFunctionOperation function when function.Symbol.Parameters.Contains(variable, SymbolEqualityComparer.Default) => Sequence(function),
                _ => null,
            };
            if (sequence is not null)
            {
                return source.ModuleOf(sequence) is { } module ? ParameterPath.Of(module) : null;
            }
        }

        return null;
    }

    private static IOperation? Sequence(IOperation function)
    {
        IOperation? parent = function.Parent;
        while (parent is IConversionOperation or IDelegateCreationOperation or IArgumentOperation)
        {
            parent = parent.Parent;
        }

        return parent is IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable" }, Arguments: [var first, ..] } ? first.Value : null;
    }

    private static ISymbol? Variable(IOperation reference) => reference.Variable() is { } variable and (ILocalSymbol or IParameterSymbol) ? variable : null;
}
