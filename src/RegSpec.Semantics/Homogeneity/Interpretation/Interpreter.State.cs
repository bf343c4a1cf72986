using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Variables, lists and the meeting of branches.</summary>
internal sealed partial class Interpreter
{
    private const int MostAlternatives = 12;

    private Value? Read(ISymbol symbol)
    {
        for (Frame? f = frame; f is not null; f = FrameOf(f.Parent))
        {
            var slot = new Slot(f.Id, symbol);
            if (store.Slots.TryGetValue(slot, out Value? value))
            {
                if (value is TensorValue tensor && algebra.Named(tensor) is var named && !ReferenceEquals(named, tensor))
                {
                    store = store with { Slots = store.Slots.SetItem(slot, named) };
                    return named;
                }

                return value;
            }
        }

        return null;
    }

    private void Write(ISymbol symbol, Value value)
    {
        NoteWrite(value);
        for (Frame? f = frame; f is not null; f = FrameOf(f.Parent))
        {
            var slot = new Slot(f.Id, symbol);
            if (store.Slots.ContainsKey(slot))
            {
                store = store with { Slots = store.Slots.SetItem(slot, value) };
                return;
            }
        }

        store = store with { Slots = store.Slots.SetItem(new Slot(frame.Id, symbol), value) };
    }

    private void Declare(ISymbol symbol, Value value)
    {
        NoteWrite(value);
        store = store with { Slots = store.Slots.SetItem(new Slot(frame.Id, symbol), value) };
    }

    private void NoteWrite(Value value)
    {
        // A handler may see any of the values a variable had inside the try block.
        if (insideTry > 0 && !isConstructing)
        {
            GiveUp(Tensors(value), "a value inside a try block with a handler");
        }
    }

    private static Value? Tensors(Value value) => value is TensorValue or TupleValue or ChoiceValue ? value : null;

    private Frame? FrameOf(int id) => id < 0 ? null : frames.Find(f => f.Id == id);

    private ListContent Content(ListValue list) => Content(list.Id);

    private ListContent Content(int list) => store.Lists.TryGetValue(list, out ListContent? content) ? content : new ListContent(null, Value.Unknown);

    private static IEnumerable<Value> ItemsOf(ListContent content) => content.Items is { } items ? items : content.Summary is { } one ? new[] { one } : Enumerable.Empty<Value>();

    private ListValue NewList(ListContent content)
    {
        store = store with { Lists = store.Lists.SetItem(++lastList, content) };
        return new ListValue(lastList);
    }

    private void SetList(int list, ListContent content)
    {
        ListContent safe = WithoutCycle(list, content, store.Lists);
        NoteChange(list, safe);
        store = store with { Lists = store.Lists.SetItem(list, safe) };
    }

    /// <summary>Whoever walks through lists relies on their end: one that holds itself, by way of others too, is not followed.</summary>
    private ListContent WithoutCycle(int list, ListContent content, IReadOnlyDictionary<int, ListContent> lists)
    {
        if (!Reaches(content, list, lists, new HashSet<int>()))
        {
            return content;
        }

        GiveUpAll("a list or container holds itself");
        return new ListContent(null, Value.Unknown);
    }

    private static bool Reaches(ListContent content, int list, IReadOnlyDictionary<int, ListContent> lists, HashSet<int> seen)
    {
        foreach (Value item in ItemsOf(content))
        {
            if (ListsIn(item).Any(id => id == list || (seen.Add(id) && lists.TryGetValue(id, out ListContent? inner) && Reaches(inner, list, lists, seen))))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<int> ListsIn(Value value) => value switch
    {
        ListValue list => new[] { list.Id },
        ModuleValue { Module: { Container: not null } container } => new[] { container.Children },
        TupleValue tuple => tuple.Items.SelectMany(ListsIn),
        ChoiceValue choice => choice.Alternatives.SelectMany(ListsIn),
        _ => Enumerable.Empty<int>(),
    };

    private Value Join(Value a, Value b)
    {
        // Tensors that are equal may lie in different memory.
        if (ReferenceEquals(a, b) || (a is not (TensorValue or TupleValue or ChoiceValue) && a.Equals(b)))
        {
            return a;
        }

        switch (a, b)
        {
            case (TensorValue x, TensorValue y):
                return algebra.Join(x, y);
            case (NumberValue, NumberValue):
                return NumberValue.Unknown;
            case (TupleValue x, TupleValue y) when x.Items.Count == y.Items.Count:
                return new TupleValue(x.Items.Zip(y.Items, Join).ToEquatableArray());
            case (OpaqueValue, TensorValue or ModuleValue or ListValue or TupleValue or DelegateValue):
            case (TensorValue or ModuleValue or ListValue or TupleValue or DelegateValue, OpaqueValue):
                Value known = a is OpaqueValue ? b : a;
                GiveUp(known, "it meets a value that is not followed");
                return Value.Unknown;
        }

        var alternatives = new List<Value>();
        foreach (Value value in Alternatives(a).Concat(Alternatives(b)))
        {
            int same = value is TensorValue ? alternatives.FindIndex(v => v is TensorValue) : alternatives.FindIndex(v => v.Equals(value));
            if (same < 0)
            {
                alternatives.Add(value);
            }
            else
            {
                alternatives[same] = Join(alternatives[same], value);
            }
        }

        if (alternatives.Count > MostAlternatives)
        {
            foreach (Value value in alternatives)
            {
                GiveUp(value, "it may be one of more than " + MostAlternatives + " things");
            }

            return Value.Unknown;
        }

        return new ChoiceValue(alternatives.ToImmutableArray());
    }

    private static IEnumerable<Value> Alternatives(Value value) => value is ChoiceValue choice ? choice.Alternatives : new[] { value };

    private Store Join(Store a, Store b)
    {
        if (ReferenceEquals(a, b))
        {
            return a;
        }

        ImmutableDictionary<Slot, Value>.Builder slots = a.Slots.ToBuilder();
        if (!ReferenceEquals(a.Slots, b.Slots))
        {
            foreach (KeyValuePair<Slot, Value> slot in b.Slots)
            {
                if (!slots.TryGetValue(slot.Key, out Value? mine))
                {
                    slots[slot.Key] = slot.Value;
                }
                else if (!ReferenceEquals(mine, slot.Value))
                {
                    slots[slot.Key] = Join(mine, slot.Value);
                }
            }
        }

        ImmutableDictionary<int, ListContent>.Builder lists = a.Lists.ToBuilder();
        if (!ReferenceEquals(a.Lists, b.Lists))
        {
            foreach (KeyValuePair<int, ListContent> list in b.Lists)
            {
                bool isInBoth = lists.TryGetValue(list.Key, out ListContent? mine) && !ReferenceEquals(mine, list.Value);
                lists[list.Key] = isInBoth ? WithoutCycle(list.Key, Join(mine!, list.Value), lists) : list.Value;
            }
        }

        return new Store(slots.ToImmutable(), lists.ToImmutable());
    }

    private ListContent Join(ListContent a, ListContent b)
    {
        if (ReferenceEquals(a, b))
        {
            return a;
        }

        if (a.Items is { } mine && b.Items is { } theirs && mine.Length == theirs.Length)
        {
            return new ListContent(mine.Zip(theirs, Join).ToImmutableArray(), null);
        }

        return Summarize(a, b);
    }

    /// <summary>One element that describes all of both.</summary>
    private ListContent Summarize(ListContent a, ListContent? b)
    {
        IEnumerable<Value> all = b is null ? ItemsOf(a) : ItemsOf(a).Concat(ItemsOf(b));
        Value? summary = null;
        foreach (Value item in all)
        {
            summary = summary is null ? item : Join(summary, item);
        }

        return new ListContent(null, summary);
    }
}
