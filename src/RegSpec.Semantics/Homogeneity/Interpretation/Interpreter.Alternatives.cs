using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Expressions that give one of several values.</summary>
internal sealed partial class Interpreter
{
    private Value Coalesce(Value value, IOperation whenNull)
    {
        if (value is NullValue)
        {
            return Evaluate(whenNull);
        }

        if (value is ChoiceValue choice && choice.Alternatives.Any(v => v is NullValue))
        {
            return Either(NonNull(choice), whenNull);
        }

        return value is OpaqueValue or NumberValue { Constant: null } ? Either(value, whenNull) : value;
    }

    /// <summary>A value, or that of an expression which is then evaluated.</summary>
    private Value Either(Value value, IOperation other) => Fork(() => value, () => Evaluate(other));

    private Value NonNull(ChoiceValue choice)
    {
        Value? result = null;
        foreach (Value alternative in choice.Alternatives)
        {
            if (alternative is not NullValue)
            {
                result = result is null ? alternative : Join(result, alternative);
            }
        }

        return result ?? Value.Unknown;
    }

    /// <summary>Evaluates two alternatives from the same store and joins.</summary>
    private Value Fork(Func<Value> first, Func<Value> second)
    {
        Store before = store;
        Value a = first();
        (Store afterFirst, bool firstReaches) = (store, reachable);
        (store, reachable) = (before, true);
        Value b = second();
        bool secondReaches = reachable;
        Meet(afterFirst, firstReaches);
        return !firstReaches ? b : !secondReaches ? a : Join(a, b);
    }

    private Value Choose(IConditionalOperation conditional)
    {
        bool? known = Condition(conditional.Condition);
        if (known is { } outcome)
        {
            return Evaluate(outcome || conditional.WhenFalse is null ? conditional.WhenTrue : conditional.WhenFalse);
        }

        return Fork(
            () =>
            {
                Narrow(conditional.Condition, true);
                return Evaluate(conditional.WhenTrue);
            },
            () =>
            {
                Narrow(conditional.Condition, false);
                return conditional.WhenFalse is { } otherwise ? Evaluate(otherwise) : Value.Unknown;
            });
    }

    private Value Choose(ISwitchExpressionOperation choice)
    {
        Value subject = Evaluate(choice.Value);
        Observe(subject, "it decides a switch");
        object? constant = (subject as NumberValue)?.Constant;
        Store before = store;
        Value? result = null;
        Store? joined = null;
        foreach (ISwitchExpressionArmOperation arm in choice.Arms)
        {
            object? label = arm.Pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true } value } ? Numbers.Of(value.Value).Constant : null;
            bool isCertain = constant is not null && arm.Guard is null && (Equals(label, constant) || arm.Pattern is IDiscardPatternOperation);
            if (constant is not null && label is not null && !Equals(label, constant))
            {
                continue;
            }

            (store, reachable) = (before, true);
            Bind(arm.Pattern, subject);
            if (arm.Guard is { } guard)
            {
                Condition(guard);
            }

            Value armValue = Evaluate(arm.Value);
            if (reachable)
            {
                result = result is null ? armValue : Join(result, armValue);
                joined = joined is null ? store : Join(joined, store);
            }

            if (isCertain)
            {
                break;
            }
        }

        (store, reachable) = (joined ?? before, joined is not null);
        return result ?? UnknownOf(choice.Type);
    }
}
