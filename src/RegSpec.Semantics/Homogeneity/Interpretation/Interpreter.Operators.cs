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

        if (SignOf(binary) is { } signed)
        {
            return CompareWithZero(signed, binary);
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

    /// <summary>The tensor of which a comparison asks nothing but the sign, as in <c>t.item&lt;float&gt;() &gt; 0</c>; null for any other comparison.</summary>
    private IOperation? SignOf(IBinaryOperation binary)
    {
        if (binary.OperatorMethod is not null || !IsComparison(binary.OperatorKind))
        {
            return null;
        }

        return IsZero(binary.RightOperand) ? Tensor(binary.LeftOperand) : IsZero(binary.LeftOperand) ? Tensor(binary.RightOperand) : null;

        // A conversion to an integer rounds.
        IOperation? Tensor(IOperation side)
        {
            while (side is IParenthesizedOperation or IConversionOperation { OperatorMethod: null } && IsFloating(side.Type))
            {
                side = side is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)side).Operand;
            }

            return side is IInvocationOperation call && IsFloating(call.Type)
                && Operations.Find(TypeNames.MetadataName(call.TargetMethod.ContainingType.OriginalDefinition), call.TargetMethod.Name) is { Rule: OperationRule.ReadNumber }
                ? call.Instance ?? (call.Arguments.Length == 1 ? call.Arguments[0].Value : null)
                : null;
        }

        static bool IsFloating(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double;

        static bool IsZero(IOperation side) => side.ConstantValue is { HasValue: true, Value: 0 or 0L or 0f or 0d };
    }

    private static bool IsComparison(BinaryOperatorKind kind) => kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals
        or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;

    private static readonly OperationEntry Comparison = new("a comparison with 0", OperationRule.Compare, Rational.One);

    private Value CompareWithZero(IOperation signed, IBinaryOperation binary)
    {
        Value value = Evaluate(signed);
        if (AsTensor(value) is not { } tensor)
        {
            return Escape(value, binary);
        }

        algebra.Place = Where(binary);
        GiveUp(algebra.Apply(new OperationCall(Comparison, new[] { tensor, TensorValue.Scalar(Numbers.Of(0)) }, NoOptions)).Main, "it decides a branch: " + Text(binary));
        return NumberValue.Unknown;
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
