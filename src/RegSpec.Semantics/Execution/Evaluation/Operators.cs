using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>Operators and conversions.</summary>
internal sealed class Operators
{
    private static readonly OperationEntry Comparison = new("a comparison with 0", OperationRule.Compare, Rational.One);

    private static readonly IReadOnlyDictionary<string, Value> NoOptions = new Dictionary<string, Value>();

    private readonly Machine machine;

    public Operators(Machine machine) => this.machine = machine;

    private Heap Heap => machine.Heap;

    public Value Binary(IBinaryOperation binary, Frame frame)
    {
        if (SignOf(binary) is { } signed)
        {
            return CompareWithZero(signed, binary, frame);
        }

        IReadOnlyList<Value> both = machine.Evaluator.EvaluateAll(new[] { binary.LeftOperand, binary.RightOperand }, frame);
        (Value left, Value right) = (both[0], both[1]);
        if (!Heap.IsReachable)
        {
            return machine.UnknownOf(binary.Type);
        }

        if (binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals && (left is NullValue || right is NullValue))
        {
            Value isNull = machine.Patterns.NullTest(left is NullValue ? right : left);
            return binary.OperatorKind == BinaryOperatorKind.Equals ? isNull : Numbers.Unary(UnaryOperatorKind.Not, isNull, binary.Type);
        }

        if (binary.OperatorMethod is { } method)
        {
            return ApplyOperator(method, both, binary, frame);
        }

        if (binary.Type?.TypeKind == TypeKind.Delegate)
        {
            machine.Havoc.Release(left, "it becomes one of several functions");
            machine.Havoc.Release(right, "it becomes one of several functions");
            return Value.Unknown;
        }

        ObserveOperand(left, binary);
        ObserveOperand(right, binary);
        return Numbers.Binary(binary.OperatorKind, left, right, binary.Type);
    }

    /// <summary>A value that arithmetic works on: a tensor in it is seen.</summary>
    public void ObserveOperand(Value operand, IOperation operation)
    {
        machine.Havoc.Observe(operand, "it is compared or written out: " + OperationPlace.Text(operation));
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
                && machine.Operations.Find(TypeNames.MetadataName(call.TargetMethod.ContainingType.OriginalDefinition), call.TargetMethod.Name) is { Rule: OperationRule.ReadNumber }
                ? call.Instance ?? (call.Arguments.Length == 1 ? call.Arguments[0].Value : null)
                : null;
        }

        static bool IsFloating(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double;

        static bool IsZero(IOperation side) => side.ConstantValue is { HasValue: true, Value: 0 or 0L or 0f or 0d };
    }

    private static bool IsComparison(BinaryOperatorKind kind) => kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals
        or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;

    private Value CompareWithZero(IOperation signed, IBinaryOperation binary, Frame frame)
    {
        Value value = machine.Evaluator.Evaluate(signed, frame);
        if (machine.AsTensor(value) is not { } tensor)
        {
            machine.Havoc.Release(value, "it is compared: " + OperationPlace.Text(binary));
            return NumberValue.Unknown;
        }

        TensorValue result = machine.Domain.Apply(new OperationUse(Comparison, new[] { tensor, machine.Domain.Scalar(Numbers.Of(0L), machine.Storages.New()) }, NoOptions, machine.Where(binary, frame))).Main;
        machine.Domain.See(result, "it decides a branch: " + OperationPlace.Text(binary));
        return NumberValue.Unknown;
    }

    public Value Unary(IUnaryOperation unary, Frame frame)
    {
        Value operand = machine.Evaluator.Evaluate(unary.Operand, frame);
        if (!Heap.IsReachable)
        {
            return machine.UnknownOf(unary.Type);
        }

        if (unary.OperatorMethod is { } method)
        {
            return ApplyOperator(method, new[] { operand }, unary, frame);
        }

        ObserveOperand(operand, unary);
        return unary.OperatorKind == UnaryOperatorKind.Hat ? NumberValue.Unknown : Numbers.Unary(unary.OperatorKind, operand, unary.Type);
    }

    /// <summary>A user-defined operator, or one of tensors.</summary>
    public Value ApplyOperator(IMethodSymbol method, IReadOnlyList<Value> values, IOperation operation, Frame frame)
    {
        if (machine.Operations.Find(TypeNames.MetadataName(method.ContainingType.OriginalDefinition), method.Name) is { } entry
            && values.Select(machine.AsTensor).ToList() is var operands && operands.All(static o => o is not null))
        {
            return machine.Tensors.Finish(new OperationUse(entry, operands!, NoOptions, machine.Where(operation, frame)), operation.Type, operation, frame);
        }

        return machine.Calls.Operator(method, values, operation, frame);
    }

    public Value Convert(IConversionOperation conversion, Frame frame)
    {
        Value operand = machine.Evaluator.Evaluate(conversion.Operand, frame);
        if (!Heap.IsReachable)
        {
            return machine.UnknownOf(conversion.Type);
        }

        if (conversion.OperatorMethod is { } method)
        {
            return ConvertByMethod(conversion, method, operand, frame);
        }

        if (conversion.IsTryCast && !machine.Patterns.IsCertain(operand, conversion.Type))
        {
            return machine.Lattice.Join(operand, Value.Null);
        }

        return ConvertParts(operand is OpaqueValue opaque && !conversion.IsImplicit ? opaque with { Type = conversion.Type } : operand, conversion.Type);
    }

    private Value ConvertParts(Value operand, ITypeSymbol? type) => operand switch
    {
        NumberValue => Numbers.Convert(operand, type),
        TupleValue tuple when type is INamedTypeSymbol { IsTupleType: true } target && target.TupleElements.Length == tuple.Items.Count =>
            new TupleValue(tuple.Items.Select((item, i) => ConvertParts(item, target.TupleElements[i].Type)).ToEquatableArray()),
        _ => operand,
    };

    private Value ConvertByMethod(IConversionOperation conversion, IMethodSymbol method, Value operand, Frame frame)
    {
        if (machine.Bodies.Has(method))
        {
            return machine.Calls.Operator(method, new[] { operand }, conversion, frame);
        }

        string owner = TypeNames.MetadataName(method.ContainingType.OriginalDefinition);
        switch (operand)
        {
            case NumberValue:
                return machine.IsTensor(conversion.Type) ? machine.AsTensor(operand)! : Numbers.Convert(operand, conversion.Type);
            case TensorValue or ChoiceValue when !machine.IsTensor(conversion.Type) && machine.AsTensor(operand) is { } tensor:
                if (owner == "TorchSharp.torch+TensorIndex")
                {
                    return operand;
                }

                machine.Domain.See(tensor, "a number is made of it: " + OperationPlace.Text(conversion));
                return machine.UnknownOf(conversion.Type);
            case TensorValue:
                return operand;
            case ObjectValue { Object.Kind: ObjectKind.List } or OpaqueValue or NullValue when owner is "System.ReadOnlySpan`1" or "TorchSharp.torch+TensorIndex" or "TorchSharp.torch+Tensor" or "System.Index" or "System.Range" or "TorchSharp.torch+Size":
                return operand;
            case ObjectValue { Object.IsModule: true } when method.ContainingType.ContainingAssembly?.Name == TorchSharpNames.Assembly:
                return operand;
            default:
                return machine.Calls.Operator(method, new[] { operand }, conversion, frame);
        }
    }
}
