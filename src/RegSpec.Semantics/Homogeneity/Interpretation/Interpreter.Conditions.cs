using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

internal sealed partial class Interpreter
{
    private readonly Stack<Value> accessed = new();

    /// <summary>Evaluates a condition: its value if it is certain; what it reads is observed.</summary>
    private bool? Condition(IOperation condition)
    {
        Value value = Evaluate(condition);
        Observe(value, "it decides a branch: " + Text(condition));
        return Numbers.AsBool(value);
    }

    /// <summary>A test for null or a type.</summary>
    private Value TestPattern(IOperation operation)
    {
        if (operation is not IIsPatternOperation { Value: var tested, Pattern: var pattern })
        {
            Evaluate(((IIsTypeOperation)operation).ValueOperand);
            return NumberValue.Unknown;
        }

        Value value = Evaluate(tested);
        if (IsNullPattern(pattern))
        {
            return NullTest(value);
        }

        if (pattern is INegatedPatternOperation { Pattern: { } negated } && IsNullPattern(negated))
        {
            return Numbers.Unary(UnaryOperatorKind.Not, NullTest(value));
        }

        if (value is TensorValue tensor && pattern is not (IDeclarationPatternOperation or IRecursivePatternOperation or ITypePatternOperation))
        {
            algebra.GiveUp(tensor, "a pattern is matched against it");
        }

        Bind(pattern, value);
        if (pattern is IConstantPatternOperation { Value: { } constant })
        {
            return Numbers.Binary(BinaryOperatorKind.Equals, value, Evaluate(constant)) is NumberValue { Constant: bool } known ? known : NumberValue.Unknown;
        }

        return NumberValue.Unknown;
    }

    private static bool IsNullPattern(IPatternOperation pattern) =>
        pattern is IConstantPatternOperation { Value: { } value } && Unwrap(value).ConstantValue is { HasValue: true, Value: null };

    private static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        }

        return operation;
    }

    private Value NullTest(Value value) => value switch
    {
        NullValue => Numbers.Of(true),
        TensorValue { Storage: TensorValue.UnknownStorage } => NumberValue.Unknown,
        TensorValue argument when algebra.Memories(argument.Storage).Any(argumentStorage.Contains) => NumberValue.Unknown,
        TensorValue or ModuleValue or TupleValue or ListValue or DelegateValue => Numbers.Of(false),
        ChoiceValue choice when choice.Alternatives.All(a => NullTest(a) is NumberValue { Constant: false }) => Numbers.Of(false),
        _ => NumberValue.Unknown,
    };

    /// <summary>Gives the variables of a pattern their value.</summary>
    private void Bind(IPatternOperation pattern, Value value)
    {
        switch (pattern)
        {
            case IDeclarationPatternOperation { DeclaredSymbol: { } symbol }:
                Declare(symbol, value is ChoiceValue choice ? NonNull(choice) : value);
                break;
            case IRecursivePatternOperation recursive:
                if (recursive.DeclaredSymbol is { } whole)
                {
                    Declare(whole, value is ChoiceValue several ? NonNull(several) : value);
                }

                if (!recursive.PropertySubpatterns.IsEmpty || !recursive.DeconstructionSubpatterns.IsEmpty)
                {
                    GiveUp(value, "a pattern looks into it");
                    BindUnknown(recursive);
                }

                break;
            case INegatedPatternOperation or IBinaryPatternOperation or IListPatternOperation:
                GiveUp(value is TensorValue or ModuleValue or NumberValue ? null : value, "a pattern looks into it");
                BindUnknown(pattern);
                break;
        }
    }

    private void BindUnknown(IOperation pattern)
    {
        foreach (IDeclarationPatternOperation declaration in pattern.Descendants().OfType<IDeclarationPatternOperation>())
        {
            if (declaration.DeclaredSymbol is ILocalSymbol local)
            {
                Declare(local, UnknownOf(local.Type));
            }
        }
    }

    /// <summary>On a branch where something is known to be null, or not, its variable says so.</summary>
    private void Narrow(IOperation condition, bool outcome)
    {
        condition = Unwrap(condition);
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negation:
                Narrow(negation.Operand, !outcome);
                return;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when outcome:
                Narrow(both.LeftOperand, true);
                Narrow(both.RightOperand, true);
                return;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when !outcome:
                Narrow(either.LeftOperand, false);
                Narrow(either.RightOperand, false);
                return;
        }

        (IOperation? subject, bool isNullTest) = condition switch
        {
            IIsPatternOperation { Pattern: { } p } test when IsNullPattern(p) => (test.Value, true),
            IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: { } p } } test when IsNullPattern(p) => (test.Value, false),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } test when IsNull(test.RightOperand) =>
                (test.LeftOperand, test.OperatorKind == BinaryOperatorKind.Equals),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } test when IsNull(test.LeftOperand) =>
                (test.RightOperand, test.OperatorKind == BinaryOperatorKind.Equals),
            _ => ((IOperation?)null, false),
        };
        if (subject is null || SlotOf(Unwrap(subject)) is not { } slot || !store.Slots.TryGetValue(slot, out Value? value) || value is not ChoiceValue choice)
        {
            return;
        }

        bool isNull = isNullTest == outcome;
        if (!isNull || choice.Alternatives.Any(a => a is NullValue))
        {
            store = store with { Slots = store.Slots.SetItem(slot, isNull ? Value.Null : NonNull(choice)) };
        }
    }

    private static bool IsNull(IOperation operation) => Unwrap(operation).ConstantValue is { HasValue: true, Value: null };

    private Slot? SlotOf(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return VariableSlot(local.Local);
            case IParameterReferenceOperation parameter:
                return VariableSlot(parameter.Parameter);
            case IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field when frame.Self is ModuleValue self:
                return new Slot(-self.Module.Id, field.Field);
            default:
                return null;
        }
    }

    private Slot? VariableSlot(ISymbol symbol)
    {
        for (Frame? f = frame; f is not null; f = FrameOf(f.Parent))
        {
            var slot = new Slot(f.Id, symbol);
            if (store.Slots.ContainsKey(slot))
            {
                return slot;
            }
        }

        return null;
    }

    private Value Access(IConditionalAccessOperation access)
    {
        Value receiver = Evaluate(access.Operation);
        if (receiver is NullValue)
        {
            return Value.Null;
        }

        bool mayBeNull = receiver is OpaqueValue || (receiver is ChoiceValue c && c.Alternatives.Any(a => a is NullValue));
        Value present = receiver is ChoiceValue choice ? NonNull(choice) : receiver;
        accessed.Push(present);
        Value result = mayBeNull ? Fork(() => Evaluate(access.WhenNotNull), () => Value.Null) : Evaluate(access.WhenNotNull);
        accessed.Pop();
        return result;
    }
}
