using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>A parameter that comes from a getter which makes a new wrapper at each call, and is given to a second owner.</summary>
/// <param name="Syntax">The assignment or the call that gives it.</param>
/// <param name="Getter">The getter.</param>
/// <param name="Second">The second owner as written; null for the layer a factory makes.</param>
/// <param name="CanBeSwapped">The other order ties without a second wrapper.</param>
internal sealed record Tie(SyntaxNode Syntax, IPropertyReferenceOperation Getter, SyntaxNode? Second, bool CanBeSwapped)
{
    /// <summary>Reads <c>head.weight = emb.weight</c>; null when it makes no second wrapper that is registered.</summary>
    public static Tie? Read(ISimpleAssignmentOperation assignment, RegSpecTypes types)
    {
        if (assignment.Target is not IMemberReferenceOperation target || !IsRegistered(target, types) || GetterOf(assignment.Value, types) is not { } getter)
        {
            return null;
        }

        // Setting the layer whose getter makes wrappers, from one whose getter does not, leaves a single wrapper.
        bool canBeSwapped = assignment is { Parent: IExpressionStatementOperation, Value: var value }
            && value.Unwrapped() == getter
            && target is IPropertyReferenceOperation { Property: var property }
            && types.IsTorch(property)
            && !MakesWrappers(property.ContainingType);
        return new Tie(assignment.Syntax, getter, target.Syntax, canBeSwapped);
    }

    /// <summary>Reads <c>Linear(weight)</c>, which registers the wrapper it is given.</summary>
    public static Tie? Read(IInvocationOperation call, RegSpecTypes types) =>
        call.TargetMethod is { Name: "Linear", ContainingType.Name: "nn" } method
        && types.IsTorch(method)
        && call.Arguments.Explicit("weight") is { } weight
        && GetterOf(weight.Value, types) is { } getter
            ? new Tie(call.Syntax, getter, Second: null, CanBeSwapped: false)
            : null;

    /// <summary>The getter a value comes from, directly or through a local, if it makes a wrapper at each call.</summary>
    private static IPropertyReferenceOperation? GetterOf(IOperation value, RegSpecTypes types) => value.Unwrapped() switch
    {
        IPropertyReferenceOperation { Property: { Name: "weight" or "weight_ih" or "weight_hh" or "bias_ih" or "bias_hh" } property } reference
            when types.IsTorch(property) && MakesWrappers(property.ContainingType) => reference,
        ILocalReferenceOperation local when local.OnlyValue() is { } known && known.Unwrapped() is not ILocalReferenceOperation => GetterOf(known, types),
        _ => null,
    };

    private static bool MakesWrappers(INamedTypeSymbol layer) => layer.Name is "Embedding" or "EmbeddingBag" or "RNNCell" or "LSTMCell" or "GRUCell";

    /// <summary>A parameter property of a layer, or a field or property of a module class that registration finds.</summary>
    private static bool IsRegistered(IMemberReferenceOperation target, RegSpecTypes types) =>
        target.Member is { IsStatic: false } and (IFieldSymbol or IPropertySymbol) && types.IsModule(target.Member.ContainingType);
}
