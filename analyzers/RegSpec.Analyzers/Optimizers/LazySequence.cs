using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>Recognises sequences that are computed again each time they are enumerated.</summary>
internal static class LazySequence
{
    /// <summary>What computes the sequence, for messages ("Where"); null unless it is certainly lazy.</summary>
    public static string? Producer(IOperation operation, RegSpecTypes types)
    {
        switch (operation.Unwrapped())
        {
            case ITranslatedQueryOperation:
                return "the query";
            case IInvocationOperation invocation:
                return Producer(invocation, types);
            case ILocalReferenceOperation local when local.OnlyValue() is { } value && !(value.Unwrapped() is ILocalReferenceOperation):
                return Producer(value, types);
            default:
                return null;
        }
    }

    private static string? Producer(IInvocationOperation invocation, RegSpecTypes types)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (!IsSequence(method.ReturnType))
        {
            return null;
        }

        if (types.IsTorch(method))
        {
            return method.Name + "()";
        }

        if (method.ContainingType is not { Name: "Enumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } } || method.Name == "Empty")
        {
            return null;
        }

        // AsEnumerable passes on what it gets.
        return method.Name == "AsEnumerable" ? Producer(invocation.Arguments[0].Value, types) : method.Name;
    }

    private static bool IsSequence(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T || type.Name == "IOrderedEnumerable";
}
