using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>Lists, arrays and containers of modules: what they hold, and the methods that change them.</summary>
internal sealed class Lists
{
    private readonly Machine machine;

    public Lists(Machine machine) => this.machine = machine;

    private Heap Heap => machine.Heap;

    private Lattice Lattice => machine.Lattice;

    /// <summary>A child of a Sequential or ModuleDict without its name.</summary>
    public static Value ChildOf(Value item) => item is TupleValue { Items: { Count: 2 } parts } ? parts[1] : item;

    /// <summary>The elements of something, as far as they are known.</summary>
    public ListContent Enumerate(Value? collection, IOperation source, Frame frame)
    {
        switch (collection)
        {
            case ObjectValue { Object: { Content: > 0, Kind: ObjectKind.List or ObjectKind.Container } list }:
                ListContent content = machine.Objects.Content(list);
                content = list.Container is ContainerKind.Sequential ? Children(content) : content;
                if (list.IsEscaped && list.Kind == ObjectKind.List && content.IsExact)
                {
                    machine.Havoc.Release(content, "other code holds the list it is in");
                    return new ListContent(null, Value.Unknown);
                }

                return content;
            case SequenceValue sequence when !machine.Sequences.Timing.IsInterleaved(sequence):
                return machine.Sequences.Enumerate(sequence, source, frame);
            case TensorValue tensor:
                return new ListContent(null, machine.Domain.Part(tensor));
            case ChoiceValue choice when choice.Alternatives.Where(static v => v is not NullValue).ToList() is { Count: > 0 } several:
                ListContent first = Enumerate(several[0], source, frame);
                return several.Skip(1).Aggregate(first, (all, one) => (ListContent)Lattice.Join(all, Enumerate(one, source, frame)));
            default:
                machine.Havoc.Release(collection, "it is enumerated in a way that is not followed: " + OperationPlace.Text(source));
                return new ListContent(null, machine.From(ElementTypeOf((collection as OpaqueValue)?.Type ?? source.Type), "an element of a collection", collection));
        }
    }

    private static ListContent Children(ListContent content) =>
        new(content.Items?.Select(ChildOf).ToImmutableArray(), content.Summary is { } one ? ChildOf(one) : null);

    public Value ChildrenOf(Value summary) => Lattice.JoinAll(Lattice.Alternatives(summary).Select(ChildOf))!;

    private static ITypeSymbol? ElementTypeOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } => arguments[0],
        _ => null,
    };

    /// <summary>An element.</summary>
    public Value Element(Value owner, IReadOnlyList<Value> indices, IOperation at, Frame frame)
    {
        foreach (Value index in indices)
        {
            machine.Havoc.Observe(index, "it is an index: " + OperationPlace.Text(at));
        }

        return machine.Distribute(owner, one =>
        {
            switch (one)
            {
                case ObjectValue { Object: { Content: > 0, Kind: ObjectKind.List } list } when list.IsEscaped:
                    machine.Havoc.Release(machine.Objects.Content(list), "other code holds the list it is in");
                    return machine.UnknownOf(at.Type);
                case ObjectValue { Object: { Content: > 0, Kind: ObjectKind.List or ObjectKind.Container } list }:
                    Value element = At(list, machine.Objects.Content(list), indices, at, frame);
                    return machine.Modules.SeenOfMany(list, list.IsMap ? ChildrenOf(element) : list.Container is null ? element : ChildOf(element), frame);
                case TensorValue when machine.Operations.Find(TorchSharpNames.Tensor, "this[]") is { } entry:
                    return machine.Tensors.ApplyProperty(entry, one, indices, at, frame);
                case OpaqueValue:
                    return machine.From(at.Type, "an element of a collection", one);
                default:
                    machine.Havoc.Release(one, "it is used in a way that is not followed: " + OperationPlace.Text(at));
                    return machine.UnknownOf(at.Type);
            }
        });
    }

    private Value At(HeapObject list, ListContent content, IReadOnlyList<Value> indices, IOperation at, Frame frame)
    {
        if (content.Items is { } items && indices.Count == 1)
        {
            switch (indices[0])
            {
                case NumberValue { Constant: { } key } when list.IsMap:
                    return IndexOf(items, key) is >= 0 and var place ? items[place] : Lattice.Summarize(content).Summary ?? machine.UnknownOf(at.Type);
                case NumberValue { Constant: long index }:
                    return index >= 0 && index < items.Length ? items[(int)index] : machine.UnknownOf(at.Type);
                case NumberValue { Constant: string name } when items.FirstOrDefault(i => i is TupleValue { Items: { Count: 2 } pair } && pair[0] is NumberValue { Constant: string n } && n == name) is { } named:
                    return named;
                case TupleValue { Items: { Count: 2 } range } when Numbers.AsInteger(range[0]) is { } low && Numbers.AsInteger(range[1]) is { } high:
                    return machine.Objects.NewList(new ListContent(items.Skip((int)low).Take((int)(high - low)).ToImmutableArray(), null), at.Type, at, frame);
            }
        }

        if (at.Type is IArrayTypeSymbol && list.Type is IArrayTypeSymbol { ElementType: not IArrayTypeSymbol })
        {
            return machine.Objects.NewList(Lattice.Summarize(content), at.Type, at, frame);
        }

        return Lattice.Summarize(content).Summary ?? machine.UnknownOf(at.Type);
    }

    public void SetElement(Value owner, IReadOnlyList<Value> indices, Value value, IOperation at, Frame frame)
    {
        foreach (Value index in indices)
        {
            machine.Havoc.Observe(index, "it is an index: " + OperationPlace.Text(at));
        }

        machine.Distribute(owner, one =>
        {
            switch (one)
            {
                case ObjectValue { Object: { Content: > 0, Kind: ObjectKind.List or ObjectKind.Container } list }:
                    ListContent content = machine.Objects.Content(list);
                    if (indices.Count == 1 && (list.IsMap || (list.Container == ContainerKind.ModuleDict && indices[0] is NumberValue { Constant: string or null } && value is not TupleValue)))
                    {
                        SetPair(list, content, indices[0], value, at, frame);
                        break;
                    }

                    bool isExact = content.Items is { } items && indices.Count == 1 && IsOne(list, frame) && indices[0] is NumberValue { Constant: long index } && index >= 0 && index < items.Length;
                    Set(list, isExact ? new ListContent(content.Items!.Value.SetItem((int)Numbers.AsInteger(indices[0])!.Value, value), null) : Lattice.Summarize(content, ListContent.One(value)), at, frame);
                    break;
                case TensorValue tensor:
                    // Part of a tensor is overwritten: one degree for old and new, or none.
                    machine.Places.Overwrite(tensor, machine.Domain.Overwritten(tensor, machine.AsTensor(value) ?? machine.Domain.Unknown(Storages.Outside), machine.Where(at, frame)), at, frame);
                    break;
                default:
                    machine.Havoc.Release(value, "it is stored in a way that is not followed: " + OperationPlace.Text(at));
                    machine.Havoc.Release(one, "an element is replaced: " + OperationPlace.Text(at));
                    break;
            }

            return Value.Unknown;
        });
    }

    /// <summary>A dictionary without entries.</summary>
    public ObjectValue NewMap(ITypeSymbol type, IOperation at, Frame frame)
    {
        HeapObject made = machine.Objects.New(
            ObjectKind.List,
            at,
            frame,
            (id, loops) => new HeapObject(id, ObjectKind.List, type) { LoopDepth = loops, Content = Heap.NewCell(), Creation = at.Syntax, IsMap = true },
            out bool isAgain);
        if (!isAgain)
        {
            Heap.Write(made.Content, ListContent.Empty);
        }

        return new ObjectValue(made);
    }

    /// <summary>Sets the entry of a key: the one that is there, or a new one.</summary>
    private void SetPair(HeapObject map, ListContent content, Value key, Value value, IOperation at, Frame frame)
    {
        var pair = new TupleValue(EquatableArray.Create(key, value));
        bool isExact = content.Items is { } all && IsOne(map, frame) && key is NumberValue { Constant: not null } && all.All(static item => item is TupleValue { Items: { Count: 2 } known } && known[0] is NumberValue { Constant: not null });
        if (!isExact)
        {
            Set(map, Lattice.Summarize(content, ListContent.One(pair)), at, frame);
            return;
        }

        ImmutableArray<Value> items = content.Items!.Value;
        int place = IndexOf(items, ((NumberValue)key).Constant!);
        Set(map, new ListContent(place < 0 ? items.Add(pair) : items.SetItem(place, pair), null), at, frame);
    }

    private static int IndexOf(ImmutableArray<Value> pairs, object key)
    {
        for (int i = 0; i < pairs.Length; i++)
        {
            if (pairs[i] is TupleValue { Items: { Count: 2 } pair } && pair[0] is NumberValue { Constant: { } known } && known.Equals(key))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A list that stands for several, or is filled an unknown number of times, loses the order of its items.</summary>
    private static bool IsOne(HeapObject list, Frame frame) => !list.IsOneOfMany && frame.Loops <= list.LoopDepth;

    private void Append(HeapObject list, ListContent more, IOperation at, Frame frame) =>
        Set(
            list,
            IsOne(list, frame) ? Lattice.Concat(machine.Objects.Content(list), more)
                : list.IsOneOfMany ? Lattice.Summarize(machine.Objects.Content(list), more)
                : Lattice.Extend(machine.Objects.Content(list), more),
            at,
            frame);

    /// <summary>Gives a list its elements.</summary>
    public void Set(HeapObject list, ListContent content, IOperation at, Frame frame)
    {
        if (!Heap.IsReachable)
        {
            return;
        }

        if (Reaches(content, list, new HashSet<HeapObject>()))
        {
            machine.Domain.SeeEverything("a list or container holds itself");
            content = new ListContent(null, Value.Unknown);
        }

        if (list.IsEscaped)
        {
            machine.Havoc.Release(content, "it is stored in a list that other code holds: " + OperationPlace.Text(at));
        }

        if (!frame.Context.IsConstructing && machine.Objects.IsLasting(list) && machine.Objects.Content(list) is var old && !Lattice.Same(old, content))
        {
            if (content.All.Concat(old.All).SelectMany(machine.Havoc.Modules).Any())
            {
                machine.Domain.SeeEverything("a list of modules is changed after construction");
            }

            machine.Havoc.Store(content, "it is stored in a list of a member");
        }

        Heap.Write(list.Content, content);
    }

    /// <summary>Whoever walks through lists relies on their end.</summary>
    private bool Reaches(Value value, HeapObject list, HashSet<HeapObject> seen) => value switch
    {
        ObjectValue { Object: { Content: > 0, Kind: ObjectKind.List or ObjectKind.Container } inner } => ReferenceEquals(inner, list) || (seen.Add(inner) && Reaches(machine.Objects.Content(inner), list, seen)),
        ListContent content => content.All.Any(item => Reaches(item, list, seen)),
        TupleValue tuple => tuple.Items.Any(item => Reaches(item, list, seen)),
        ChoiceValue choice => choice.Alternatives.Any(item => Reaches(item, list, seen)),
        _ => false,
    };

    /// <summary>The number of elements.</summary>
    public Value Count(Value owner, IOperation at, Frame frame) =>
        owner is ObjectValue { Object: { IsBag: true } } or ObjectValue { Object: { Kind: ObjectKind.List, IsEscaped: true } } ? NumberValue.Unknown
        : Enumerate(owner, at, frame).Items is { } items ? Numbers.Of((long)items.Length)
        : NumberValue.Unknown;

    /// <summary>Methods of lists, arrays and containers that change them, or hand out something of them; null for none that is followed.</summary>
    public Value? Call(CallUse use, HeapObject list)
    {
        IReadOnlyList<Value> arguments = use.Arguments;
        ListContent content = machine.Objects.Content(list);
        bool isSequential = list.Container == ContainerKind.Sequential;
        switch (use.Method.Name)
        {
            case "AddRange" or "extend" or "append" when arguments.Count == 1 && machine.Making.IsCollection(use.Method.Parameters[0].Type):
                Append(list, Enumerate(arguments[0], use.At, use.Frame), use.At, use.Frame);
                return use.Receiver!;
            case "Add" or "append" when arguments.Count == 1:
                Append(list, ListContent.One(arguments[0]), use.At, use.Frame);
                return use.Receiver!;
            case "Add" or "append" or "add_module" when arguments.Count == 2:
                Append(list, ListContent.One(new TupleValue(arguments.ToEquatableArray())), use.At, use.Frame);
                return use.Receiver!;
            case "Insert" or "insert" when arguments.Count == 2 && !isSequential:
                Set(
                    list,
                    content.Items is { } items && IsOne(list, use.Frame) && Numbers.AsInteger(arguments[0]) is { } place && place >= 0 && place <= items.Length
                        ? new ListContent(items.Insert((int)place, arguments[1]), null)
                        : Lattice.Summarize(content, ListContent.One(arguments[1])),
                    use.At,
                    use.Frame);
                return use.Receiver!;
            case "RemoveAt" when arguments.Count == 1:
                Set(
                    list,
                    content.Items is { } all && IsOne(list, use.Frame) && Numbers.AsInteger(arguments[0]) is { } gone && gone >= 0 && gone < all.Length ? new ListContent(all.RemoveAt((int)gone), null) : Lattice.Summarize(content),
                    use.At,
                    use.Frame);
                return Value.Unknown;
            case "Clear" or "clear" when arguments.Count == 0:
                Set(list, IsOne(list, use.Frame) ? ListContent.Empty : Lattice.Summarize(content), use.At, use.Frame);
                return Value.Unknown;
            case "Reverse" when arguments.Count == 0 && use.Method.ReturnsVoid:
                Set(list, content.Items is { } forth && IsOne(list, use.Frame) ? new ListContent(forth.Reverse().ToImmutableArray(), null) : Lattice.Summarize(content), use.At, use.Frame);
                return Value.Unknown;
            case "Contains" or "IndexOf" when arguments.Count == 1:
                machine.Havoc.Observe(arguments[0], "it is compared: " + OperationPlace.Text(use.At));
                return NumberValue.Unknown;
            case "ToArray" or "ToList" or "AsReadOnly" when arguments.Count == 0:
                return machine.Objects.NewList(Enumerate(use.Receiver, use.At, use.Frame), use.Type, use.At, use.Frame);
            case "ForEach" when arguments.Count == 1 && use.Method.ReturnsVoid:
                machine.Sequences.Map(Enumerate(use.Receiver, use.At, use.Frame), arguments[0], use.At, use.Frame);
                return Value.Unknown;
            case "ContainsKey" when arguments.Count == 1 && list.IsMap:
                machine.Havoc.Observe(arguments[0], "it is compared: " + OperationPlace.Text(use.At));
                return NumberValue.Unknown;
            case "GetEnumerator" or "children" when arguments.Count == 0:
                return Enumerator(use.Receiver!, use);
            default:
                return null;
        }
    }

    /// <summary>An enumerator at its beginning.</summary>
    public Value Enumerator(Value source, CallUse use)
    {
        ListContent content = Enumerate(source, use.At, use.Frame);
        HeapObject made = machine.Objects.New(
            ObjectKind.Enumerator,
            use.At,
            use.Frame,
            (id, loops) => new HeapObject(id, ObjectKind.Enumerator, null) { LoopDepth = loops, Content = Heap.NewCell() },
            out _);
        Heap.Write(made.Content, new EnumerationValue(content, -1));
        return new ObjectValue(made);
    }

    public Value MoveNext(HeapObject enumerator)
    {
        if (Heap.Read(enumerator.Content) is not EnumerationValue { Source: var source } enumeration)
        {
            return NumberValue.Unknown;
        }

        if (source.Items is { } items && enumeration.Position is { } position)
        {
            Heap.Write(enumerator.Content, enumeration with { Position = position + 1 });
            return Numbers.Of(position + 1 < items.Length);
        }

        return source.All.Any() ? NumberValue.Unknown : Numbers.Of(false);
    }

    public Value Current(HeapObject enumerator, ITypeSymbol? type)
    {
        if (Heap.Read(enumerator.Content) is not EnumerationValue { Source: var source } enumeration)
        {
            return machine.UnknownOf(type);
        }

        return source.Items is { } items && enumeration.Position is { } position
            ? position >= 0 && position < items.Length ? items[position] : machine.UnknownOf(type)
            : Lattice.Summarize(source).Summary ?? machine.UnknownOf(type);
    }
}
