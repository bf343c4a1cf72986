using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>What lasts from one call to the next: the mode and settings of layers, and members that somebody changes.</summary>
internal sealed partial class Interpreter
{
    private readonly HashSet<Slot> assigned = new();
    private readonly HashSet<Slot> opened = new();
    private readonly HashSet<int> changed = new();

    /// <summary>Lists that members hold.</summary>
    private readonly HashSet<int> lasting = new();

    /// <summary>How much was found so far that a later call meets changed; whoever runs entry points runs them again when it grows.</summary>
    public int Alterations { get; private set; }

    /// <summary>Members that code elsewhere can set: their values at construction say nothing about a later call.</summary>
    /// <param name="isUsedOutside">Whether code outside the model's classes names the member.</param>
    public void OpenMembers(Func<ISymbol, bool>? isUsedOutside)
    {
        foreach (KeyValuePair<Slot, Value> slot in store.Slots)
        {
            if (slot.Key.Owner < 0 && IsState(slot.Value) && IsSettable(slot.Key.Symbol) && (IsVisibleOutside(slot.Key.Symbol) || isUsedOutside?.Invoke(slot.Key.Symbol) == true))
            {
                opened.Add(slot.Key);
            }
        }
    }

    private bool IsState(Value value) => value is NumberValue || (value is TensorValue tensor && !IsParameter(tensor));

    private static bool IsSettable(ISymbol member) => member switch
    {
        IFieldSymbol field => field is { IsReadOnly: false, IsConst: false },
        IPropertySymbol property => property.SetMethod is { IsInitOnly: false },
        _ => false,
    };

    private static bool IsVisibleOutside(ISymbol member)
    {
        for (ISymbol? symbol = member is IPropertySymbol { SetMethod: { } setter } ? setter : member; symbol is not (null or INamespaceSymbol); symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal or Accessibility.NotApplicable))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A member is assigned, or its tensor overwritten, after construction.</summary>
    private void NoteChange(Slot slot)
    {
        if (slot.Owner < 0 && !isConstructing && assigned.Add(slot))
        {
            Alterations++;
        }
    }

    /// <summary>A tensor is overwritten; false if no member can hold its memory.</summary>
    private bool NoteChange(TensorValue target)
    {
        bool isLasting = false;
        foreach (KeyValuePair<Slot, Value> slot in store.Slots)
        {
            if (slot.Key.Owner < 0 && Holds(slot.Value, target))
            {
                NoteChange(slot.Key);
                isLasting = true;
            }
        }

        foreach (int list in lasting.Where(id => ItemsOf(Content(id)).Any(item => Holds(item, target))))
        {
            Alterations += !isConstructing && changed.Add(list) ? 1 : 0;
            isLasting = true;
        }

        return isLasting;
    }

    private IEnumerable<TensorValue> TensorsIn(Value? value) => value switch
    {
        TensorValue tensor => new[] { tensor },
        ChoiceValue choice => choice.Alternatives.SelectMany(TensorsIn),
        TupleValue tuple => tuple.Items.SelectMany(TensorsIn),
        ListValue list => ItemsOf(Content(list)).SelectMany(TensorsIn),
        _ => Enumerable.Empty<TensorValue>(),
    };

    /// <summary>A list that a member holds is changed after construction: what it then holds is visible, and a later call finds it.</summary>
    private void NoteChange(int list, ListContent content)
    {
        if (isConstructing || !lasting.Contains(list) || content.Equals(Content(list)))
        {
            return;
        }

        foreach (Value item in ItemsOf(content))
        {
            Observe(item, "it is stored in a list of a member");
        }

        if (ItemsOf(content).Concat(ItemsOf(Content(list))).SelectMany(ModulesIn).Any())
        {
            GiveUpAll("a list of modules is changed after construction");
        }

        if (changed.Add(list))
        {
            Alterations++;
        }
    }

    /// <summary>Members as a call finds them that is not the first.</summary>
    private void Age()
    {
        lasting.Clear();
        foreach (KeyValuePair<Slot, Value> slot in store.Slots.Where(slot => slot.Key.Owner < 0))
        {
            FindLists(slot.Value);
        }

        foreach (int list in changed.Where(store.Lists.ContainsKey))
        {
            store = store with { Lists = store.Lists.SetItem(list, new ListContent(null, Aged(Summarize(Content(list), null).Summary))) };
        }

        foreach (KeyValuePair<Slot, Value> slot in store.Slots)
        {
            bool isAssigned = assigned.Contains(slot.Key);
            if (isAssigned || opened.Contains(slot.Key))
            {
                store = store with { Slots = store.Slots.SetItem(slot.Key, Aged(slot.Value, slot.Key, isAssigned)) };
            }
        }
    }

    private void FindLists(Value value)
    {
        foreach (int list in ListsIn(value))
        {
            if (lasting.Add(list))
            {
                foreach (Value item in ItemsOf(Content(list)))
                {
                    FindLists(item);
                }
            }
        }
    }

    private Value Aged(Value? element) => element switch
    {
        NumberValue => NumberValue.Unknown,
        TensorValue tensor => algebra.Join(tensor, TensorValue.Constant),
        _ => Value.Unknown,
    };

    private Value Aged(Value value, Slot slot, bool isAssigned) => value switch
    {
        NumberValue when isAssigned => NumberValue.Unknown,
        NumberValue => new NumberValue(null, "." + slot.Owner + slot.Symbol.Name) { IsSetting = true },
        TensorValue tensor when !IsParameter(tensor) => Forgotten(tensor),
        TupleValue tuple => new TupleValue(tuple.Items.Select(item => Aged(item, slot, isAssigned)).ToEquatableArray()),
        ChoiceValue choice => new ChoiceValue(choice.Alternatives.Select(item => Aged(item, slot, isAssigned)).ToImmutableArray()),
        _ => value,
    };
}
