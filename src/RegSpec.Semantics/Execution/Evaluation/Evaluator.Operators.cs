using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Execution;

/// <summary>Operators and conversions.</summary>
internal sealed partial class Evaluator
{
    private static readonly OperationEntry Comparison = new("a comparison with 0", OperationRule.Compare, Rational.One);

    private static readonly IReadOnlyDictionary<string, Value> NoOptions = new Dictionary<string, Value>();

    private Value Binary(IBinaryOperation binary, Frame frame)
    {
        if (SignOf(binary) is { } signed)
        {
            return CompareWithZero(signed, binary, frame);
        }

        IReadOnlyList<Value> both = EvaluateAll(new[] { binary.LeftOperand, binary.RightOperand }, frame);
        (Value left, Value right) = (both[0], both[1]);
        if (!Heap.IsReachable)
        {
            return machine.UnknownOf(binary.Type);
        }

        if (binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals && (left is NullValue || right is NullValue))
        {
            Value isNull = NullTest(left is NullValue ? right : left);
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

    private void ObserveOperand(Value operand, IOperation operation)
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
        Value value = Evaluate(signed, frame);
        if (machine.AsTensor(value) is not { } tensor)
        {
            machine.Havoc.Release(value, "it is compared: " + OperationPlace.Text(binary));
            return NumberValue.Unknown;
        }

        TensorValue result = machine.Domain.Apply(new OperationUse(Comparison, new[] { tensor, machine.Domain.Scalar(Numbers.Of(0L), machine.Storages.New()) }, NoOptions, machine.Where(binary, frame))).Main;
        machine.Domain.See(result, "it decides a branch: " + OperationPlace.Text(binary));
        return NumberValue.Unknown;
    }

    private Value Unary(IUnaryOperation unary, Frame frame)
    {
        Value operand = Evaluate(unary.Operand, frame);
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

    private Value ApplyOperator(IMethodSymbol method, IReadOnlyList<Value> values, IOperation operation, Frame frame)
    {
        if (machine.Operations.Find(TypeNames.MetadataName(method.ContainingType.OriginalDefinition), method.Name) is { } entry
            && values.Select(machine.AsTensor).ToList() is var operands && operands.All(static o => o is not null))
        {
            return machine.Tensors.Finish(new OperationUse(entry, operands!, NoOptions, machine.Where(operation, frame)), operation.Type, operation, frame);
        }

        return machine.Calls.Operator(method, values, operation, frame);
    }

    private Value Convert(IConversionOperation conversion, Frame frame)
    {
        Value operand = Evaluate(conversion.Operand, frame);
        if (!Heap.IsReachable)
        {
            return machine.UnknownOf(conversion.Type);
        }

        if (conversion.OperatorMethod is { } method)
        {
            return ConvertByMethod(conversion, method, operand, frame);
        }

        if (conversion.IsTryCast && !IsCertain(operand, conversion.Type))
        {
            return machine.Lattice.Join(operand, Value.Null);
        }

        return ConvertParts(operand, conversion.Type);
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

    // Patterns.

    private Value TestPattern(IIsPatternOperation test, Frame frame)
    {
        Value value = Evaluate(test.Value, frame);
        return Heap.IsReachable && Match(test.Pattern, value, frame) is { } known ? Numbers.Of(known) : NumberValue.Unknown;
    }

    private Value TestType(IIsTypeOperation test, Frame frame)
    {
        Value value = Evaluate(test.ValueOperand, frame);
        return IsOf(value, test.TypeOperand) is { } known ? Numbers.Of(test.IsNegated ? !known : known) : NumberValue.Unknown;
    }

    /// <summary>Whether a pattern matches; null if that is not known. Its variables are assigned: what they hold matters only where it does.</summary>
    private bool? Match(IPatternOperation pattern, Value value, Frame frame)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return true;
            case IConstantPatternOperation { Value: { } constant }:
                Value expected = Evaluate(constant, frame);
                if (expected is NullValue)
                {
                    return Numbers.AsBool(NullTest(value));
                }

                machine.Havoc.Observe(value, "a pattern is matched against it");
                return Numbers.AsBool(Numbers.Binary(BinaryOperatorKind.Equals, value, expected, null));
            case INegatedPatternOperation { Pattern: { } inner }:
                return Match(inner, value, frame) is { } matches ? !matches : null;
            case IBinaryPatternOperation both:
                bool? first = Match(both.LeftPattern, value, frame), second = Match(both.RightPattern, value, frame);
                return both.OperatorKind == BinaryOperatorKind.Or
                    ? first is true || second is true ? true : first is false && second is false ? false : null
                    : first is false || second is false ? false : first is true && second is true ? true : null;
            case IRelationalPatternOperation relation:
                machine.Havoc.Observe(value, "a pattern is matched against it");
                return Numbers.AsBool(Numbers.Binary(relation.OperatorKind, value, Evaluate(relation.Value, frame), null));
            case ITypePatternOperation type:
                return IsOf(value, type.MatchedType);
            case IDeclarationPatternOperation declaration:
                Bind(declaration.DeclaredSymbol, declaration.MatchesNull ? value : machine.Lattice.NonNull(value) ?? Value.Unknown, frame);
                return declaration.MatchesNull ? true : IsOf(value, declaration.MatchedType);
            case IRecursivePatternOperation recursive:
                return MatchParts(recursive, value, frame);
            default:
                machine.Havoc.Release(value, "a pattern looks into it");
                foreach (IDeclarationPatternOperation declaration in pattern.DescendantsAndSelf().OfType<IDeclarationPatternOperation>())
                {
                    Bind(declaration.DeclaredSymbol, machine.UnknownOf((declaration.DeclaredSymbol as ILocalSymbol)?.Type), frame);
                }

                return null;
        }
    }

    private bool? MatchParts(IRecursivePatternOperation recursive, Value value, Frame frame)
    {
        Bind(recursive.DeclaredSymbol, machine.Lattice.NonNull(value) ?? Value.Unknown, frame);
        bool? result = IsOf(value, recursive.MatchedType) is { } isOf && Numbers.AsBool(NullTest(value)) is { } isNull ? isOf && !isNull : null;
        if (recursive.DeconstructionSubpatterns.Length > 0)
        {
            if (value is not TupleValue tuple || tuple.Items.Count != recursive.DeconstructionSubpatterns.Length)
            {
                machine.Havoc.Release(value, "a pattern looks into it");
                tuple = new TupleValue(recursive.DeconstructionSubpatterns.Select(part => machine.UnknownOf(part.InputType)).ToEquatableArray());
            }

            for (int i = 0; i < tuple.Items.Count; i++)
            {
                result = And(result, Match(recursive.DeconstructionSubpatterns[i], tuple.Items[i], frame));
            }
        }

        foreach (IPropertySubpatternOperation part in recursive.PropertySubpatterns)
        {
            Value? present = machine.Lattice.NonNull(value);
            Value member = present is null ? Value.Unknown : part.Member switch
            {
                IPropertyReferenceOperation { Property: { IsIndexer: false } property } reference => machine.Calls.ReadProperty(property, present, default, reference, true, frame),
                IFieldReferenceOperation field => machine.Distribute(present, one => machine.Calls.ReadField(field.Field, one, field, frame)),
                _ => Value.Unknown,
            };
            if (part.Member is not (IPropertyReferenceOperation { Property.IsIndexer: false } or IFieldReferenceOperation))
            {
                machine.Havoc.Release(value, "a pattern looks into it");
            }

            result = And(result, Match(part.Pattern, member, frame));
        }

        return result;
    }

    private static bool? And(bool? a, bool? b) => a is false || b is false ? false : a is true && b is true ? true : null;

    private void Bind(ISymbol? variable, Value value, Frame frame)
    {
        if (variable is ILocalSymbol local)
        {
            Heap.Write(Cell(local, frame), value);
        }
    }

    private bool IsCertain(Value value, ITypeSymbol? type) => IsOf(value, type) is true || value is NullValue;

    /// <summary>Whether a value is of a type, and not null; null if that is not known.</summary>
    private bool? IsOf(Value value, ITypeSymbol? type) => value switch
    {
        NullValue => false,
        ObjectValue { Object.Class: { } exact } when type is INamedTypeSymbol target => Derives(exact, target),
        TensorValue when machine.IsTensor(type) && Numbers.AsBool(NullTest(value)) is false => true,
        ChoiceValue choice when choice.Alternatives.Select(one => IsOf(one, type)).Distinct().ToList() is { Count: 1 } all => all[0],
        _ => null,
    };

    private static bool? Derives(INamedTypeSymbol exact, INamedTypeSymbol target)
    {
        // A type parameter may stand for anything.
        if (target.TypeArguments.Any(static t => t is ITypeParameterSymbol) || exact.TypeArguments.Any(static t => t is ITypeParameterSymbol))
        {
            return null;
        }

        if (target.SpecialType == SpecialType.System_Object)
        {
            return true;
        }

        for (INamedTypeSymbol? t = exact; t is not null; t = t.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(t, target))
            {
                return true;
            }
        }

        // Variance is not followed.
        return exact.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i, target)) ? true
            : exact.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, target.OriginalDefinition)) ? null
            : false;
    }

    public Value NullTest(Value value) => value switch
    {
        NullValue => Numbers.Of(true),
        TensorValue { Storage: Storages.Unknown } => NumberValue.Unknown,
        TensorValue tensor when machine.Storages.IsEscaped(tensor.Storage) => NumberValue.Unknown,
        TensorValue or ObjectValue or TupleValue or DelegateValue or ScopeValue or SequenceValue => Numbers.Of(false),
        NumberValue { Constant: not null } => Numbers.Of(false),
        ChoiceValue choice when choice.Alternatives.All(a => NullTest(a) is NumberValue { Constant: false }) => Numbers.Of(false),
        _ => NumberValue.Unknown,
    };

    /// <summary>On a branch where something is known to be null, or not, its variable says so.</summary>
    public void Narrow(IOperation condition, bool outcome, Frame frame)
    {
        while (condition is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null })
        {
            switch (condition)
            {
                case IUnaryOperation negation:
                    (condition, outcome) = (negation.Operand, !outcome);
                    break;
                case IConversionOperation conversion:
                    condition = conversion.Operand;
                    break;
                default:
                    condition = ((IParenthesizedOperation)condition).Operand;
                    break;
            }
        }

        (IOperation? subject, bool isNullTest) = condition switch
        {
            IIsNullOperation test => (test.Operand, true),
            IIsPatternOperation { Pattern: IConstantPatternOperation { Value: var value } } test when IsNullConstant(value) => (test.Value, true),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: var value } } } test when IsNullConstant(value) => (test.Value, false),
            IIsPatternOperation { Pattern: IRecursivePatternOperation { DeconstructionSubpatterns.Length: 0, PropertySubpatterns.Length: 0 } } test when outcome => (test.Value, false),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } test when IsNullConstant(test.RightOperand) =>
                (test.LeftOperand, test.OperatorKind == BinaryOperatorKind.Equals),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } test when IsNullConstant(test.LeftOperand) =>
                (test.RightOperand, test.OperatorKind == BinaryOperatorKind.Equals),
            _ => ((IOperation?)null, false),
        };
        if (subject is null || CellOf(subject, frame) is not { } cell || Heap.Read(cell) is not ChoiceValue choice)
        {
            return;
        }

        bool isNull = isNullTest == outcome;
        if (isNull ? choice.Alternatives.Any(static a => a is NullValue) && choice.Alternatives.All(static a => a is not OpaqueValue) : machine.Lattice.NonNull(choice) is not null)
        {
            Heap.Refine(cell, isNull ? Value.Null : machine.Lattice.NonNull(choice)!);
        }
    }

    private static bool IsNullConstant(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation.ConstantValue is { HasValue: true, Value: null };
    }

    private int? CellOf(IOperation operation, Frame frame)
    {
        while (operation is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        }

        return operation switch
        {
            ILocalReferenceOperation { Local.RefKind: RefKind.None } local => frame.Find(local.Local),
            IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter => frame.Find(parameter.Parameter),
            IFlowCaptureReferenceOperation capture => frame.Capture(capture.Id, Heap),
            IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var field } when frame.Self is ObjectValue { Object: { IsEscaped: false } self } && self.Fields.TryGetValue(field.OriginalDefinition, out int cell) => cell,
            _ => null,
        };
    }
}
