using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

internal sealed partial class Interpreter
{
    /// <summary>Iterations followed one by one when their number is known.</summary>
    private const int UnrollLimit = 64;

    /// <summary>Rounds before a loop that does not settle is given up.</summary>
    private const int FixpointLimit = 16;

    private void Loop(ILoopOperation loop)
    {
        switch (loop)
        {
            case IForLoopOperation counted:
                ExecuteAll(counted.Before);
                Iterate(loop, counted.Condition, () => ExecuteAll(counted.AtLoopBottom), conditionAtTop: true);
                break;
            case IWhileLoopOperation { Condition: { } condition } conditional:
                Iterate(loop, condition, null, conditional.ConditionIsTop);
                break;
            case IForEachLoopOperation each:
                ForEach(each);
                break;
            default:
                GiveUpAll("a loop of this form is not followed");
                break;
        }

        Resume(loop.ExitLabel);
    }

    private void Iterate(ILoopOperation loop, IOperation? condition, System.Action? bottom, bool conditionAtTop)
    {
        for (int round = 0; round < UnrollLimit && !IsOverBudget; round++)
        {
            if (conditionAtTop || round > 0)
            {
                bool? holds = condition is null ? true : Condition(condition);
                if (holds is false)
                {
                    return;
                }

                if (holds is null)
                {
                    break;
                }
            }

            Body(loop, bottom);
            if (!reachable)
            {
                return;
            }
        }

        // The number of rounds is not known: run the body until nothing new comes out of it.
        insideUnknownLoop++;
        for (int round = 0; ; round++)
        {
            if (round == FixpointLimit || IsOverBudget)
            {
                GiveUpAll("a loop does not settle: " + Text(loop));
                break;
            }

            Store head = store;
            if (condition is not null)
            {
                Condition(condition);
            }

            Store afterTest = store;
            Body(loop, bottom);
            Store next = reachable ? Join(afterTest, Join(head, store)) : afterTest;
            (store, reachable) = (next, true);
            if (Same(head, next))
            {
                break;
            }
        }

        insideUnknownLoop--;
    }

    private void Body(ILoopOperation loop, System.Action? bottom)
    {
        Execute(loop.Body);
        Resume(loop.ContinueLabel);
        if (reachable)
        {
            bottom?.Invoke();
        }
    }

    private static bool Same(Store a, Store b)
    {
        if (a.Slots.Count != b.Slots.Count || a.Lists.Count != b.Lists.Count)
        {
            return false;
        }

        foreach (KeyValuePair<Slot, Value> slot in b.Slots)
        {
            if (!a.Slots.TryGetValue(slot.Key, out Value? before) || !(ReferenceEquals(before, slot.Value) || before.Equals(slot.Value)))
            {
                return false;
            }
        }

        foreach (KeyValuePair<int, ListContent> list in b.Lists)
        {
            if (!a.Lists.TryGetValue(list.Key, out ListContent? before) || !(ReferenceEquals(before, list.Value) || before.Equals(list.Value)))
            {
                return false;
            }
        }

        return true;
    }

    private void ForEach(IForEachLoopOperation each)
    {
        Value collection = Evaluate(each.Collection);
        ListContent content = Enumerate(collection, each.Collection);
        if (content.Items is { Length: <= UnrollLimit * 4 } items)
        {
            foreach (Value item in items)
            {
                BindLoopVariable(each, item);
                Body(each, null);
                if (!reachable)
                {
                    return;
                }
            }

            return;
        }

        ListContent summary = content.IsExact ? Summarize(content, null) : content;
        if (summary.Summary is not { } element)
        {
            return;
        }

        insideUnknownLoop++;
        for (int round = 0; ; round++)
        {
            if (round == FixpointLimit || IsOverBudget)
            {
                GiveUpAll("a loop does not settle: " + Text(each));
                break;
            }

            Store head = store;
            BindLoopVariable(each, element);
            Body(each, null);
            Store next = reachable ? Join(head, store) : head;
            (store, reachable) = (next, true);
            if (Same(head, next))
            {
                break;
            }
        }

        insideUnknownLoop--;
    }

    private void BindLoopVariable(IForEachLoopOperation each, Value item)
    {
        switch (each.LoopControlVariable)
        {
            case IVariableDeclaratorOperation declarator:
                Declare(declarator.Symbol, item);
                break;
            case { } target:
                Assign(target, item, target);
                break;
        }
    }

    /// <summary>The elements of a collection, as far as they are known.</summary>
    private ListContent Enumerate(Value collection, IOperation source)
    {
        switch (collection)
        {
            case ListValue list:
                return Content(list);
            case ModuleValue { Module: { Container: { } kind } container }:
                ListContent children = Content(container.Children);
                return kind is ContainerKind.Sequential
                    ? new ListContent(children.Items?.Select(ChildOf).ToImmutableArray(), children.Summary is { } one ? ChildOf(one) : null)
                    : children;
            case TensorValue tensor:
                return new ListContent(null, Result(tensor with { Ranks = RankSet.Any, Varies = AxisSets.All, SizeKey = null, SizedAxis = AxisSets.None, Components = Scattered(tensor) }, source));
            case ChoiceValue choice when choice.Alternatives.Where(v => v is not NullValue).ToList() is { Count: 1 } single:
                return Enumerate(single[0], source);
            default:
                GiveUp(collection, "it is enumerated in a way that is not followed: " + Text(source));
                return new ListContent(null, UnknownOf(ElementTypeOf(source.Type)));
        }
    }

    /// <summary>A tensor cut along an axis that is not known.</summary>
    private ComponentMap Scattered(TensorValue tensor)
    {
        foreach ((int candidate, Component component) in tensor.Components.Entries)
        {
            if (!component.IsPure || component.IsCat)
            {
                Candidates.GiveUp(candidate, "a tensor with something added is enumerated");
            }
        }

        return tensor.Components;
    }

    private static ITypeSymbol? ElementTypeOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } => arguments[0],
        _ => null,
    };

    /// <summary>A child of a Sequential without its name.</summary>
    private static Value ChildOf(Value item) => item is TupleValue { Items: { Count: 2 } parts } ? parts[1] : item;
}
