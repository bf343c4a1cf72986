using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Shapes;

namespace RegSpec.Analyzers;

/// <summary>Whether a module that is created is used as a root: its parameters are asked for, and no other module gets hold of it.</summary>
internal static class RootUse
{
    private static readonly HashSet<string> AsksForParameters =
        ["parameters", "named_parameters", "state_dict", "ParameterGroups", "save", "load", "zero_grad"];

    /// <summary>Whether the created module is a local variable used as a root, or asked on the spot.</summary>
    public static bool IsRoot(IObjectCreationOperation creation, RegSpecTypes types)
    {
        IOperation value = creation;
        while (value.Parent is IConversionOperation)
        {
            value = value.Parent;
        }

        if (IsAsked(value))
        {
            return true;
        }

        if (value.Parent is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } })
        {
            return false;
        }

        IOperation body = creation;
        while (body.Parent is not null)
        {
            body = body.Parent;
        }

        IOperation[] uses = body.Descendants().Where(use => use is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local)).ToArray();
        return uses.Any(IsAsked) && !uses.Any(use => GoesElsewhere(use, types));
    }

    /// <summary>It is the receiver, or the first argument of an extension, of a call that looks at parameters.</summary>
    private static bool IsAsked(IOperation use)
    {
        IOperation? parent = use.Parent;
        while (parent is IConversionOperation)
        {
            (use, parent) = (parent, parent.Parent);
        }

        return parent switch
        {
            IInvocationOperation call => call.Instance == use && AsksForParameters.Contains(call.TargetMethod.Name),
            IArgumentOperation { Parent: IInvocationOperation call } argument => call.TargetMethod.IsExtensionMethod
                && call.Arguments.IndexOf(argument) == 0
                && AsksForParameters.Contains(call.TargetMethod.Name),
            _ => false,
        };
    }

    /// <summary>It is given to something that may register it: a constructor, a container, a field, a call.</summary>
    private static bool GoesElsewhere(IOperation use, RegSpecTypes types)
    {
        IOperation? parent = use.Parent;
        while (parent is IConversionOperation)
        {
            (use, parent) = (parent, parent.Parent);
        }

        return parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } method } } => !(method.IsExtensionMethod && AsksForParameters.Contains(method.Name))
                && (types.IsModule(method.ContainingType) || types.IsModule(method.ReturnType as INamedTypeSymbol) || method.Name is "Add" or "Insert"),
            IArgumentOperation { Parent: IObjectCreationOperation created } => types.IsModule(created.Type),
            IAssignmentOperation assignment => assignment.Value == use,
            IArrayInitializerOperation or ITupleOperation or IVariableInitializerOperation => true,
            _ => false,
        };
    }
}
