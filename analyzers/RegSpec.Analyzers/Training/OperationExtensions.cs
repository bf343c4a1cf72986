using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Execution;

namespace RegSpec.Analyzers;

/// <summary>What several rules ask about operations.</summary>
internal static class OperationExtensions
{
    /// <summary>The operation below conversions and parentheses.</summary>
    public static IOperation Unwrapped(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The outermost operation: a method's body, an initializer.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>Whether the value is a constant number equal to this one.</summary>
    public static bool IsNumber(this IOperation operation, double number) =>
        Number(operation) is { } constant && constant.Equals(number);

    /// <summary>The value as a constant number; null if it is not one.</summary>
    public static double? Number(this IOperation operation) => operation.ConstantValue is { HasValue: true, Value: { } value }
        ? value switch
        {
            double number => number,
            float number => number,
            int number => number,
            long number => number,
            _ => null,
        }
        : operation is IConversionOperation { OperatorMethod: null } conversion ? Number(conversion.Operand) : null;

    /// <summary>Whether the value is the constant <c>true</c>.</summary>
    public static bool IsTrue(this IOperation operation) => operation.ConstantValue is { HasValue: true, Value: true };

    /// <summary>The value a local always has: its initializer, if nothing assigns it again or passes it by reference; otherwise null.</summary>
    public static IOperation? OnlyValue(this ILocalReferenceOperation reference)
    {
        IOperation? value = null;
        foreach (IOperation operation in reference.Root().Descendants())
        {
            if (operation is IVariableDeclaratorOperation declarator && Is(declarator.Symbol))
            {
                value = declarator.GetVariableInitializer()?.Value;
            }
            else if (operation is ILocalReferenceOperation other && Is(other.Local) && IsWritten(other))
            {
                return null;
            }
        }

        return value;

        bool Is(ILocalSymbol local) => SymbolEqualityComparer.Default.Equals(local, reference.Local);
    }

    /// <summary>The variable, field or property an expression names, whatever it holds at the time; null for anything else.</summary>
    public static ISymbol? Variable(this IOperation operation) => operation.Unwrapped() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } member => member.Member,
        _ => null,
    };

    /// <summary>Whether a reference to a variable is the target of an assignment or passed by reference.</summary>
    public static bool IsWritten(this IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        ITupleOperation { Parent: IDeconstructionAssignmentOperation } => true,
        _ => false,
    };

    /// <summary>The explicit argument for a parameter; null if it is not written.</summary>
    public static IArgumentOperation? Explicit(this IEnumerable<IArgumentOperation> arguments, string parameter) => arguments
        .FirstOrDefault(argument => argument.ArgumentKind == ArgumentKind.Explicit && argument.Parameter?.Name == parameter);
}
