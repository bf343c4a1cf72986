using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Shapes;

namespace RegSpec.Analyzers;

/// <summary>Finds the groups that a list of parameters was put together from again.</summary>
internal static class MergedGroups
{
    /// <summary>The <c>ParameterGroups</c> whose parameters a sequence has without any choice among them; null if it is not one.</summary>
    public static IOperation? In(IOperation sequence)
    {
        IOperation? operation = sequence.Unwrapped();
        while (operation is not null)
        {
            if (operation.Type is { Name: "ParameterGroups", ContainingNamespace: { Name: "RegSpec", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return operation;
            }

            operation = operation switch
            {
                IInvocationOperation { TargetMethod: { Name: "Select" or "SelectMany" or "ToArray" or "ToList" or "AsEnumerable", ContainingType.Name: "Enumerable" } } call =>
                    call.Arguments[0].Value.Unwrapped(),
                IPropertyReferenceOperation { Property.Name: "Groups", Instance: { } instance } => instance.Unwrapped(),
                ILocalReferenceOperation local => local.OnlyValue()?.Unwrapped(),
                _ => null,
            };
        }

        return null;
    }
}
