using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Lists, arrays and containers of modules.</summary>
internal sealed partial class Interpreter
{
    private readonly Dictionary<CallSite, int> listOfSite = new();

    /// <summary>Lists that stand for several: what happens to one of them leaves the others as they were.</summary>
    private readonly HashSet<int> manyLists = new();

    /// <summary>A list made at one place: in a loop of unknown length all lists made there are one.</summary>
    private ListValue NewList(IOperation site, ListContent content)
    {
        if (insideUnknownLoop == 0)
        {
            return NewList(content);
        }

        CallSite key = Site(site);
        if (!listOfSite.TryGetValue(key, out int list))
        {
            listOfSite.Add(key, list = ++lastList);
            manyLists.Add(list);
        }

        SetList(list, store.Lists.TryGetValue(list, out ListContent? others) ? Join(others, content) : content);
        return new ListValue(list);
    }

    private ListValue NewList(List<Value?> items, IReadOnlyList<CollectionElement> elements)
    {
        ListContent content = ListContent.Empty;
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i] is { } item)
            {
                content = Concat(content, One(item));
                continue;
            }

            content = Concat(content, Enumerate(Evaluate(elements[i].Operation), elements[i].Operation));
        }

        return elements.Count > 0 ? NewList(elements[0].Operation, content) : NewList(content);
    }

    private static ListContent One(Value item) => new(ImmutableArray.Create(item), null);

    private ListContent Concat(ListContent first, ListContent second) =>
        first.Items is { } items && second.Items is { } more ? new ListContent(items.AddRange(more), null) : Summarize(first, second);

    /// <summary>Adds to a list in place: a list that stands for several, or is filled an unknown number of times, loses the order of its items.</summary>
    private void Append(int list, ListContent more) => SetList(list, IsOneList(list) ? Concat(Content(list), more) : Summarize(Content(list), more));

    private bool IsOneList(int list) => insideUnknownLoop == 0 && !manyLists.Contains(list);

    private Value CreateArray(IArrayCreationOperation array)
    {
        if (array.Initializer is { } initializer)
        {
            var items = initializer.ElementValues.Select(Evaluate).ToImmutableArray();
            return NewList(array, new ListContent(items, null));
        }

        Value length = array.DimensionSizes.Length == 1 ? Evaluate(array.DimensionSizes[0]) : Value.Unknown;
        Value element = DefaultOf(ElementTypeOf(array.Type));
        return NewList(
            array,
            length is NumberValue { Constant: long count } && count is >= 0 and <= UnrollLimit
                ? new ListContent(Enumerable.Repeat(element, (int)count).ToImmutableArray(), null)
                : new ListContent(null, element));
    }

    private Value Element(Value receiver, List<Value> indices, IOperation operation)
    {
        foreach (Value index in indices)
        {
            Observe(index, "it is an index: " + Text(operation));
        }

        return Distribute(receiver, one => one switch
        {
            ListValue list => At(Content(list), indices, operation),
            ModuleValue { Module: { Container: { } } container } => ChildOf(At(Content(container.Children), indices, operation)),
            TupleValue or TensorValue or ModuleValue or DelegateValue => Escape(one, operation),
            _ => UnknownOf(operation.Type),
        });
    }

    private Value At(ListContent content, List<Value> indices, IOperation operation)
    {
        if (content.Items is { } items && indices.Count == 1)
        {
            if (indices[0] is NumberValue { Constant: long index })
            {
                return index >= 0 && index < items.Length ? items[(int)index] : UnknownOf(operation.Type);
            }

            if (indices[0] is NumberValue { Constant: string name })
            {
                Value? named = items.FirstOrDefault(i => i is TupleValue { Items: { Count: 2 } pair } && pair[0] is NumberValue { Constant: string n } && n == name);
                return named is null ? Anything(content, operation) : ChildOf(named);
            }
        }

        return Anything(content, operation);
    }

    private Value Anything(ListContent content, IOperation operation)
    {
        ListContent summary = content.IsExact ? Summarize(content, null) : content;
        return summary.Summary ?? UnknownOf(operation.Type);
    }

    private void SetElement(Value receiver, List<Value> indices, Value value, IOperation at)
    {
        foreach (Value index in indices)
        {
            Observe(index, "it is an index: " + Text(at));
        }

        switch (receiver)
        {
            case ListValue list:
                ListContent content = Content(list);
                if (content.Items is { } items && indices.Count == 1 && IsOneList(list.Id) && indices[0] is NumberValue { Constant: long index } && index >= 0 && index < items.Length)
                {
                    SetList(list.Id, new ListContent(items.SetItem((int)index, value), null));
                }
                else
                {
                    SetList(list.Id, Summarize(content, One(value)));
                }

                break;
            case TensorValue tensor:
                // Part of a tensor is overwritten: one degree for old and new, or none.
                Overwrite(tensor, algebra.Overwritten(tensor, AsTensor(value) ?? TensorValue.Constant), at);
                break;
            default:
                GiveUp(value, "it is stored in a way that is not followed: " + Text(at));
                GiveUp(receiver, "an element is replaced: " + Text(at));
                break;
        }
    }

    /// <summary>Methods of lists, arrays and containers; null if this is none that is followed.</summary>
    private Value? CallList(IInvocationOperation call, Value receiver, List<Value> arguments)
    {
        int id;
        switch (receiver)
        {
            case ListValue list:
                id = list.Id;
                break;
            case ModuleValue { Module: { Container: not null } container }:
                id = container.Children;
                break;
            default:
                return null;
        }

        switch (ListCatalog.Find(call.TargetMethod.Name))
        {
            case ListEffect.Add when arguments.Count == 1:
                Append(id, One(arguments[0]));
                return receiver;
            case ListEffect.Add when arguments.Count == 2:
                Append(id, One(new TupleValue(arguments.ToEquatableArray())));
                return receiver;
            case ListEffect.AddRange when arguments.Count == 1:
                Append(id, Enumerate(arguments[0], call));
                return receiver;
            case ListEffect.Insert when arguments.Count == 2:
                SetList(id, Summarize(Content(id), One(arguments[1])));
                return receiver;
            case ListEffect.Copy:
                return NewList(call, Enumerate(receiver, call));
            case ListEffect.Reverse:
                ListContent content = Content(id);
                return NewList(call, content.Items is { } items ? new ListContent(items.Reverse().ToImmutableArray(), null) : content);
            case ListEffect.Count:
                return Content(id).Items is { } known ? Numbers.Of((long)known.Length) : NumberValue.Unknown;
            case ListEffect.First or ListEffect.Last when arguments.Count == 0 && Content(id).Items is { Length: > 0 } all:
                return ChildOf(ListCatalog.Find(call.TargetMethod.Name) == ListEffect.First ? all[0] : all[all.Length - 1]);
            case ListEffect.Select when arguments.Count == 1 && arguments[0] is DelegateValue function:
                return Map(call, Enumerate(receiver, call), function);
            default:
                return null;
        }
    }

    /// <summary>Applies a function to each element.</summary>
    private Value Map(IOperation call, ListContent source, DelegateValue function)
    {
        if (source.Items is { Length: <= UnrollLimit } items)
        {
            var results = ImmutableArray.CreateBuilder<Value>(items.Length);
            foreach (Value item in items)
            {
                results.Add(InvokeDelegate(function, new List<Value> { item }, call));
            }

            return NewList(call, new ListContent(results.ToImmutable(), null));
        }

        insideUnknownLoop++;
        ListContent summary = source.IsExact ? Summarize(source, null) : source;
        Value? result = null;
        if (summary.Summary is { } element)
        {
            // Twice, as a loop: the degrees that one run gives names to are not those of another.
            result = Join(InvokeDelegate(function, new List<Value> { element }, call), InvokeDelegate(function, new List<Value> { element }, call));
        }

        insideUnknownLoop--;
        return NewList(call, new ListContent(null, result));
    }
}
