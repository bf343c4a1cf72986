using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Writing into tensors: whatever may lie in the same memory changes with them.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Calls under way that are part of an expression: its other values may have been read before.</summary>
    private int insideExpression;

    /// <summary>An operation writes into its first operand: everything that shares its memory changes.</summary>
    private Value Overwrite(TensorValue target, TensorValue result, IOperation at)
    {
        TensorValue stored = result with { Storage = target.Storage };
        string why = "it is overwritten in place: " + Text(at);
        IReadOnlyList<int> memories = algebra.Memories(target.Storage);
        List<ParameterObject> written = ParametersIn(target).ToList();
        if (written.Count > 0 && !isConstructing && !mayOverwriteWeights)
        {
            // Initialisation writes new values into a weight; a forward pass that does so computes with something else.
            algebra.GiveUp(target, why);
            algebra.GiveUp(result, why);
            written.ForEach(parameter => GiveUp(parameter, why));
        }

        if (written.Count > 0 && written.Count == memories.Count)
        {
            return target;
        }

        bool isArgument = memories.Any(argumentStorage.Contains);
        if (isArgument)
        {
            algebra.GiveUp(result, "an argument is overwritten: " + Text(at));
        }

        if (NoteChange(target) && !isConstructing)
        {
            algebra.GiveUp(result, "it is stored in a member: " + Text(at));
        }

        bool changesDegrees = !target.Components.Equals(result.Components) || !target.Broken.Equals(result.Broken) || target.IsAny != result.IsAny;

        // A caller that does not see this body would believe what it knew before; a rectified tensor keeps what matters.
        overwritesArguments |= (memories.Count == 0 || isArgument) && (changesDegrees || !result.IsNonNegative);
        if (target.Equals(stored) && target.Components.HaveDegrees)
        {
            return stored;
        }

        if (changesDegrees && (memories.Count == 0 || ((insideExpression > 0 || IsPartOfExpression(at)) && IsHeld(target))))
        {
            algebra.GiveUp(target, why);
            algebra.GiveUp(result, why);
            if (memories.Count == 0)
            {
                GiveUpAll(why);
            }
        }

        bool keepsDegrees = !changesDegrees && target.Components is { HaveDegrees: true, IsPure: true };
        RewriteSharing(target, Elsewhere, tensor => ReferenceEquals(tensor, target) ? stored : Elsewhere(tensor));
        return stored;

        TensorValue Elsewhere(TensorValue tensor)
        {
            TensorValue other = target.Ranks == result.Ranks ? tensor : tensor with { Ranks = tensor.Ranks | result.Ranks, SizeKey = null, SizedAxis = AxisSets.None };
            return keepsDegrees ? other with { IsNonNegative = false, IsEps = false, Varies = AxisSets.All } : algebra.Clobbered(other, why, target, stored);
        }
    }

    /// <summary>Tensors are filled with something that depends on no candidate: what was known of their elements is gone.</summary>
    private void Forget(IEnumerable<TensorValue> tensors)
    {
        foreach (TensorValue target in tensors.Where(t => !IsParameter(t)).ToList())
        {
            NoteChange(target);
            RewriteSharing(target, Forgotten, Forgotten);
        }
    }

    private static TensorValue Forgotten(TensorValue tensor) => tensor with { IsAny = false, IsNonNegative = false, IsEps = false, Varies = AxisSets.All };

    /// <summary>Gives a new value to every tensor that may lie in the memory of another, wherever it is held; weights keep theirs.</summary>
    /// <param name="target">What is written into.</param>
    /// <param name="inside">The value of one inside a list or tuple, which may stand for several.</param>
    /// <param name="alone">The value of one that a variable holds by itself.</param>
    private void RewriteSharing(TensorValue target, Func<TensorValue, TensorValue> inside, Func<TensorValue, TensorValue> alone)
    {
        foreach (KeyValuePair<Slot, Value> slot in store.Slots)
        {
            Value rewritten = slot.Value is TensorValue tensor && Shares(tensor, target) ? alone(tensor) : Rewritten(slot.Value, target, inside);
            if (!ReferenceEquals(rewritten, slot.Value))
            {
                store = store with { Slots = store.Slots.SetItem(slot.Key, rewritten) };
            }
        }

        foreach (KeyValuePair<int, ListContent> list in store.Lists)
        {
            ListContent content = list.Value;
            ListContent rewritten = content.Items is { } items
                ? new ListContent(Rewritten(items, target, inside), null)
                : new ListContent(null, content.Summary is { } one ? Rewritten(one, target, inside) : null);
            if (!ItemsOf(rewritten).Zip(ItemsOf(content), ReferenceEquals).All(static same => same))
            {
                store = store with { Lists = store.Lists.SetItem(list.Key, rewritten) };
            }
        }
    }

    private Value Rewritten(Value value, TensorValue target, Func<TensorValue, TensorValue> rewrite)
    {
        switch (value)
        {
            case TensorValue tensor:
                return Shares(tensor, target) ? rewrite(tensor) : tensor;
            case TupleValue tuple when Holds(tuple, target):
                return new TupleValue(tuple.Items.Select(item => Rewritten(item, target, rewrite)).ToEquatableArray());
            case ChoiceValue choice when Holds(choice, target):
                return new ChoiceValue(Rewritten(choice.Alternatives, target, rewrite));
            default:
                return value;
        }
    }

    private ImmutableArray<Value> Rewritten(ImmutableArray<Value> values, TensorValue target, Func<TensorValue, TensorValue> rewrite) =>
        values.Select(value => Rewritten(value, target, rewrite)).ToImmutableArray();

    private bool Shares(TensorValue tensor, TensorValue target) => algebra.MayShare(tensor, target) && !IsParameter(tensor);

    /// <summary>Whether a variable or a list holds the memory of a tensor; if none does, no other value of an expression can.</summary>
    private bool IsHeld(TensorValue target) =>
        store.Slots.Values.Any(value => Holds(value, target)) || store.Lists.Values.SelectMany(ItemsOf).Any(value => Holds(value, target));

    private bool Holds(Value value, TensorValue target) => value switch
    {
        TensorValue tensor => Shares(tensor, target),
        TupleValue tuple => tuple.Items.Any(item => Holds(item, target)),
        ChoiceValue choice => choice.Alternatives.Any(item => Holds(item, target)),
        _ => false,
    };

    /// <summary>Whether other values of the same expression may have been read before the write.</summary>
    private static bool IsPartOfExpression(IOperation at)
    {
        IOperation child = at;
        for (IOperation? parent = at.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or IVariableInitializerOperation or IVariableDeclaratorOperation:
                case ISimpleAssignmentOperation assignment when ReferenceEquals(assignment.Value, child):
                case IInvocationOperation call when ReferenceEquals(call.Instance, child):
                    continue;
                case IExpressionStatementOperation or IReturnOperation or IVariableDeclarationOperation or IVariableDeclarationGroupOperation or IBlockOperation:
                    return false;
                default:
                    return true;
            }
        }

        return false;
    }
}
