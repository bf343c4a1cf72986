using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

internal sealed partial class Interpreter
{
    private Value Binary(IBinaryOperation binary)
    {
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr && binary.OperatorMethod is null)
        {
            return Logical(binary);
        }

        Value left = Evaluate(binary.LeftOperand), right = Evaluate(binary.RightOperand);
        if (binary.OperatorMethod is { } method)
        {
            return ApplyOperator(method, new[] { left, right }, binary);
        }

        if (binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals && (left is NullValue || right is NullValue))
        {
            Value isNull = NullTest(left is NullValue ? right : left);
            return binary.OperatorKind == BinaryOperatorKind.Equals ? isNull : Numbers.Unary(UnaryOperatorKind.Not, isNull);
        }

        Observe(left is NumberValue ? null : left, "it is compared: " + Text(binary));
        Observe(right is NumberValue ? null : right, "it is compared: " + Text(binary));
        return Numbers.Binary(binary.OperatorKind, left, right);
    }

    private Value Logical(IBinaryOperation binary)
    {
        bool isAnd = binary.OperatorKind == BinaryOperatorKind.ConditionalAnd;
        Value left = Evaluate(binary.LeftOperand);
        Observe(left, "it decides a branch: " + Text(binary));
        bool? first = Numbers.AsBool(left);
        if (first == !isAnd)
        {
            return Numbers.Of(!isAnd);
        }

        if (first is not null)
        {
            return Evaluate(binary.RightOperand);
        }

        return Fork(
            () =>
            {
                Narrow(binary.LeftOperand, isAnd);
                Value right = Evaluate(binary.RightOperand);
                Observe(right, "it decides a branch: " + Text(binary));
                return Numbers.AsBool(right) == !isAnd ? Numbers.Of(!isAnd) : NumberValue.Unknown;
            },
            () => Numbers.Of(!isAnd));
    }

    private Value Unary(IUnaryOperation unary)
    {
        Value operand = Evaluate(unary.Operand);
        if (unary.OperatorMethod is { } method)
        {
            return ApplyOperator(method, new[] { operand }, unary);
        }

        Observe(operand is NumberValue ? null : operand, "it is used in a way that is not followed: " + Text(unary));
        return unary.OperatorKind == UnaryOperatorKind.Hat ? NumberValue.Unknown : Numbers.Unary(unary.OperatorKind, operand);
    }

    private Value Compound(ICompoundAssignmentOperation compound)
    {
        Value left = Evaluate(compound.Target), right = Evaluate(compound.Value);
        Value result = compound.OperatorMethod is { } method
            ? ApplyOperator(method, new[] { left, right }, compound)
            : Numbers.Binary(compound.OperatorKind, left, right);
        if (compound.OperatorMethod is null)
        {
            Observe(left is NumberValue ? null : left, "it is used in a way that is not followed: " + Text(compound));
            Observe(right is NumberValue ? null : right, "it is used in a way that is not followed: " + Text(compound));
        }

        Assign(compound.Target, result, compound);
        return result;
    }

    private Value ApplyOperator(IMethodSymbol method, IReadOnlyList<Value> values, IOperation operation)
    {
        if (Operations.Find(TypeNames.MetadataName(method.ContainingType.OriginalDefinition), method.Name) is { } entry
            && values.Select(AsTensor).ToList() is var operands && operands.All(o => o is not null))
        {
            algebra.Place = Where(operation);
            return Result(algebra.Apply(new OperationCall(entry, operands!, NoOptions)).Main, operation);
        }

        if (HasBody(method))
        {
            return InlineValues(method, null, values, operation);
        }

        foreach (Value value in values)
        {
            GiveUp(value, "an operator that is not followed: " + Text(operation));
        }

        return UnknownOf(operation.Type);
    }

    private static readonly IReadOnlyDictionary<string, Value> NoOptions = new Dictionary<string, Value>();

    /// <summary>A value as a tensor operand; null if it is none.</summary>
    private TensorValue? AsTensor(Value value)
    {
        switch (value)
        {
            case TensorValue tensor:
                return tensor;
            case NumberValue number:
                return TensorValue.Scalar(number) with { Storage = algebra.NewStorage() };
            case ChoiceValue choice:
                TensorValue? joined = null;
                foreach (Value alternative in choice.Alternatives)
                {
                    if (alternative is NullValue)
                    {
                        continue;
                    }

                    if (AsTensor(alternative) is not { } tensor)
                    {
                        return null;
                    }

                    joined = joined is null ? tensor : algebra.Join(joined, tensor);
                }

                return joined;
            case OpaqueValue:
                return TensorValue.Constant;
            default:
                return null;
        }
    }

    /// <summary>A fresh result of an operation in the source.</summary>
    private Value Result(TensorValue value, IOperation operation) => value;
}
