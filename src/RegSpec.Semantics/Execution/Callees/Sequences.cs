using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>LINQ: sequences that compute their elements when somebody asks for them, and what is made of them.</summary>
internal sealed class Sequences
{
    private readonly Machine machine;

    public Sequences(Machine machine)
    {
        this.machine = machine;
        Timing = new SequenceTiming(machine);
    }

    public SequenceTiming Timing { get; }

    private Heap Heap => machine.Heap;

    private Lattice Lattice => machine.Lattice;

    /// <summary>All elements.</summary>
    public ListContent Enumerate(SequenceValue sequence, IOperation source, Frame frame) => sequence.Kind is SequenceKind.Select or SequenceKind.Where
        ? Run(sequence, source, frame, takesAll: true)
        : Rearrange(sequence, source, frame);

    /// <summary>The elements, of which only some are asked for: what computing them does beside happens for some.</summary>
    private ListContent EnumerateSome(Value source, IOperation at, Frame frame)
    {
        if (source is not SequenceValue sequence || Timing.IsTimeless(sequence))
        {
            return machine.Lists.Enumerate(source, at, frame);
        }

        if (sequence.Kind is SequenceKind.Select or SequenceKind.Where && !Timing.IsInterleaved(sequence))
        {
            return Run(sequence, at, frame, takesAll: false);
        }

        machine.Havoc.Release(source, "some of its elements are taken in a way that is not followed: " + OperationPlace.Text(at));
        return new ListContent(null, Value.Unknown);
    }

    /// <summary>Functions and conditions on elements, one element after another.</summary>
    private ListContent Run(SequenceValue sequence, IOperation at, Frame frame, bool takesAll)
    {
        var stages = new List<SequenceValue>();
        Value source = sequence;
        for (; source is SequenceValue { Kind: SequenceKind.Select or SequenceKind.Where } stage; source = stage.Source)
        {
            stages.Insert(0, stage);
        }

        ListContent elements = machine.Lists.Enumerate(source, at, frame);
        if (!takesAll || elements.Items is not { Length: <= Budget.Rounds } items)
        {
            Value? one = null;
            Repeat(elements, element => (one = Lattice.JoinAll(new[] { one, Through(stages, element, NumberValue.Unknown, at, frame).Value }.OfType<Value>())) ?? Value.Null, frame);
            return new ListContent(null, one);
        }

        var results = ImmutableArray.CreateBuilder<Value>(items.Length);
        bool isCertain = true;
        for (int i = 0; i < items.Length && Heap.IsReachable; i++)
        {
            (Value? value, bool isKept) = Through(stages, items[i], Numbers.Of((long)i), at, frame);
            isCertain &= isKept || value is null;
            if (value is not null)
            {
                results.Add(value);
            }
        }

        var content = new ListContent(results.ToImmutable(), null);
        return isCertain ? content : Lattice.Summarize(content);
    }

    /// <summary>What comes of one element; null for nothing, and whether that is certain.</summary>
    private (Value? Value, bool IsCertain) Through(IReadOnlyList<SequenceValue> stages, Value element, Value index, IOperation at, Frame frame)
    {
        bool isCertain = true;
        Value value = element;
        State? left = null;
        foreach (SequenceValue stage in stages)
        {
            Value result = Apply(stage.Arguments[0], value, index, at, frame);
            if (stage.Kind == SequenceKind.Select)
            {
                value = result;
                continue;
            }

            machine.Havoc.Observe(result, "it decides which elements are taken: " + OperationPlace.Text(at));
            index = NumberValue.Unknown;
            bool? holds = Numbers.AsBool(result);
            if (holds == false)
            {
                Heap.State = Heap.Join(Heap.State, left);
                return (null, isCertain);
            }

            if (holds is null)
            {
                // It may have gone no further.
                isCertain = false;
                left = Heap.Join(left, Heap.State?.Fork());
            }
        }

        Heap.State = Heap.Join(Heap.State, left);
        return (value, isCertain);
    }

    private ListContent Rearrange(SequenceValue sequence, IOperation source, Frame frame)
    {
        ListContent elements = machine.Lists.Enumerate(sequence.Source, source, frame);
        Value? argument = sequence.Arguments.Count > 0 ? sequence.Arguments[0] : null;
        long? count = Numbers.AsInteger(argument);
        switch (sequence.Kind)
        {
            case SequenceKind.OfType:
                return Lattice.Summarize(elements);
            case SequenceKind.Values:
                return new ListContent(elements.Items?.Select(Lists.ChildOf).ToImmutableArray(), elements.Summary is { } pairs ? machine.Lists.ChildrenOf(pairs) : null);
            case SequenceKind.Skip:
                return elements.Items is { } all && count is >= 0 and var n ? new ListContent(all.Skip((int)n).ToImmutableArray(), null) : Lattice.Summarize(elements);
            case SequenceKind.Take:
                return elements.Items is { } whole && count is >= 0 and var m ? new ListContent(whole.Take((int)m).ToImmutableArray(), null) : Lattice.Summarize(elements);
            case SequenceKind.Reverse:
                return elements.Items is { } items ? new ListContent(items.Reverse().ToImmutableArray(), null) : Lattice.Summarize(elements);
            case SequenceKind.Concat:
                return Lattice.Concat(elements, machine.Lists.Enumerate(argument, source, frame));
            case SequenceKind.Append:
                return Lattice.Concat(elements, ListContent.One(argument!));
            case SequenceKind.Prepend:
                return Lattice.Concat(ListContent.One(argument!), elements);
            default:
                ListContent others = machine.Lists.Enumerate(argument, source, frame);
                if (elements.Items is { } left && others.Items is { } right)
                {
                    return Map(new ListContent(left.Zip(right, static (a, b) => (Value)new TupleValue(EquatableArray.Create(a, b))).ToImmutableArray(), null), sequence.Arguments.Count > 1 ? sequence.Arguments[1] : null, source, frame);
                }

                Value? pair = Lattice.Summarize(elements).Summary is { } one && Lattice.Summarize(others).Summary is { } other ? new TupleValue(EquatableArray.Create(one, other)) : null;
                return Map(new ListContent(null, pair), sequence.Arguments.Count > 1 ? sequence.Arguments[1] : null, source, frame);
        }
    }

    /// <summary>Applies a function to each element; no function gives the elements themselves.</summary>
    public ListContent Map(ListContent source, Value? function, IOperation at, Frame frame)
    {
        if (function is null)
        {
            return source;
        }

        if (source.Items is { Length: <= Budget.Rounds } items)
        {
            var results = ImmutableArray.CreateBuilder<Value>(items.Length);
            for (int i = 0; i < items.Length; i++)
            {
                results.Add(Apply(function, items[i], Numbers.Of((long)i), at, frame));
            }

            return new ListContent(results.ToImmutable(), null);
        }

        return new ListContent(null, Repeat(source, element => Apply(function, element, NumberValue.Unknown, at, frame), frame));
    }

    private Value Apply(Value function, Value element, Value index, IOperation at, Frame frame)
    {
        int count = (function as DelegateValue)?.Target.Parameters.Length ?? 1;
        IReadOnlyList<Value> arguments = count == 2 ? element is TupleValue { Items: { Count: 2 } pair } && IsPairFunction(function) ? pair.ToList() : new[] { element, index } : new[] { element };
        return machine.Calls.Apply(function, arguments, at, (function as DelegateValue)?.Target.ReturnType, frame);
    }

    /// <summary>The second parameter is no index.</summary>
    private static bool IsPairFunction(Value function) => function is DelegateValue { Target.Parameters: { Length: 2 } parameters } && parameters[1].Type.SpecialType != SpecialType.System_Int32;

    /// <summary>Does something for an unknown number of elements: until nothing new comes of it.</summary>
    private Value? Repeat(ListContent source, System.Func<Value, Value> act, Frame frame)
    {
        if (Lattice.Summarize(source).Summary is not { } element)
        {
            return null;
        }

        Value? result = null;
        frame.Loops++;
        for (int round = 0; Heap.IsReachable; round++)
        {
            if (round == Budget.Fixpoint)
            {
                machine.Budget.GiveUp("a loop over a sequence does not settle");
                break;
            }

            State head = Heap.Fork();
            int facts = Heap.Facts;
            Value value = act(element);
            Value next = result is null ? value : Lattice.Join(result, value);
            Heap.State = Heap.Join(Heap.State, head.Fork());
            if (round > 0 && result is not null && Lattice.Same(result, next) && Heap.IsReachable && Heap.Facts == facts && Heap.Same(head, Heap.State!))
            {
                break;
            }

            result = next;
        }

        frame.Loops--;
        return result;
    }

    private ListContent Filter(ListContent source, Value predicate, IOperation at, Frame frame, bool takesAll = true)
    {
        if ((takesAll || Timing.LooksAlone(predicate)) && source.Items is { Length: <= Budget.Rounds } items)
        {
            var kept = ImmutableArray.CreateBuilder<Value>();
            bool isCertain = true;
            foreach (Value item in items)
            {
                Value holds = machine.Calls.Apply(predicate, new[] { item }, at, null, frame);
                machine.Havoc.Observe(holds, "it decides which elements are taken: " + OperationPlace.Text(at));
                if (Numbers.AsBool(holds) is not false)
                {
                    kept.Add(item);
                    isCertain &= Numbers.AsBool(holds) is true;
                }
            }

            var content = new ListContent(kept.ToImmutable(), null);
            return isCertain ? content : Lattice.Summarize(content);
        }

        Repeat(source, element =>
        {
            machine.Havoc.Observe(machine.Calls.Apply(predicate, new[] { element }, at, null, frame), "it decides which elements are taken: " + OperationPlace.Text(at));
            return Value.Null;
        }, frame);
        return Lattice.Summarize(source);
    }

    /// <summary>Operators of LINQ; null for one that is not followed.</summary>
    public Value? Linq(CallUse use)
    {
        IReadOnlyList<Value> arguments = use.Arguments;
        if (arguments.Count == 0)
        {
            return use.Method.Name == "Empty" ? machine.Objects.NewList(ListContent.Empty, use.Type, use.At, use.Frame) : null;
        }

        if (use.Method.Name == "Range" && arguments.Count == 2)
        {
            return machine.Objects.NewList(
                Numbers.AsInteger(arguments[0]) is { } start && Numbers.AsInteger(arguments[1]) is { } count && count is >= 0 and <= Budget.Rounds
                    ? new ListContent(Enumerable.Range(0, (int)count).Select(i => (Value)Numbers.Of(start + i)).ToImmutableArray(), null)
                    : new ListContent(null, NumberValue.Unknown),
                use.Type,
                use.At,
                use.Frame);
        }

        if (use.Method.Name == "Repeat" && arguments.Count == 2)
        {
            return machine.Objects.NewList(
                Numbers.AsInteger(arguments[1]) is { } times && times is >= 0 and <= Budget.Rounds
                    ? new ListContent(Enumerable.Repeat(arguments[0], (int)times).ToImmutableArray(), null)
                    : new ListContent(null, arguments[0]),
                use.Type,
                use.At,
                use.Frame);
        }

        Value source = arguments[0];
        if (source is not (SequenceValue or TensorValue or ObjectValue { Object: { Content: > 0, Kind: ObjectKind.List or ObjectKind.Container } }))
        {
            return null;
        }

        SequenceKind? kind = use.Method.Name switch
        {
            "Select" => SequenceKind.Select,
            "Where" => SequenceKind.Where,
            "Skip" => SequenceKind.Skip,
            "Take" => SequenceKind.Take,
            "Zip" => SequenceKind.Zip,
            "Concat" => SequenceKind.Concat,
            "Append" => SequenceKind.Append,
            "Prepend" => SequenceKind.Prepend,
            "Reverse" => SequenceKind.Reverse,
            "OfType" => SequenceKind.OfType,
            _ => null,
        };
        if (kind is { } known)
        {
            return new SequenceValue(known, source, arguments.Skip(1).ToEquatableArray());
        }

        Value? function = arguments.Count > 1 ? arguments[1] : null;
        switch (use.Method.Name)
        {
            case "ToArray" or "ToList" or "ToImmutableArray" or "ToImmutableList" when arguments.Count == 1:
                return machine.Objects.NewList(machine.Lists.Enumerate(source, use.At, use.Frame), use.Type, use.At, use.Frame);
            case "AsEnumerable" or "Cast" when arguments.Count == 1:
                return source;
            case "Count" or "LongCount" when arguments.Count == 1:
                return machine.Lists.Count(source, use.At, use.Frame);
            case "Any" when arguments.Count == 1:
                return source is SequenceValue && !Timing.IsTimeless(source) ? Unasked() : Numbers.AsInteger(machine.Lists.Count(source, use.At, use.Frame)) is { } number ? Numbers.Of(number > 0) : NumberValue.Unknown;
            case "Any" or "All" when arguments.Count == 2:
                Filter(EnumerateSome(source, use.At, use.Frame), function!, use.At, use.Frame, takesAll: false);
                return NumberValue.Unknown;
            case "Count" or "LongCount" when arguments.Count == 2 && source is not SequenceValue:
                Filter(machine.Lists.Enumerate(source, use.At, use.Frame), function!, use.At, use.Frame);
                return NumberValue.Unknown;
            case "Count" or "LongCount" when arguments.Count == 2:
                machine.Lists.Enumerate(new SequenceValue(SequenceKind.Where, source, EquatableArray.Create(function!)), use.At, use.Frame);
                return NumberValue.Unknown;
            case "Sum" or "Max" or "Min" or "Average" when arguments.Count == 2:
                foreach (Value value in machine.Lists.Enumerate(new SequenceValue(SequenceKind.Select, source, EquatableArray.Create(function!)), use.At, use.Frame).All)
                {
                    machine.Havoc.Observe(value, "a number is made of it: " + OperationPlace.Text(use.At));
                }

                return machine.UnknownOf(use.Type);
            case "Sum" or "Max" or "Min" or "Average" when arguments.Count == 1:
                foreach (Value value in machine.Lists.Enumerate(source, use.At, use.Frame).All)
                {
                    machine.Havoc.Observe(value, "a number is made of it: " + OperationPlace.Text(use.At));
                }

                return machine.UnknownOf(use.Type);
            case "First" or "Last" or "Single" or "FirstOrDefault" or "LastOrDefault" or "ElementAt" when EnumerateSome(source, use.At, use.Frame) is var elements:
                return Pick(use, elements);
            case "Aggregate" when arguments.Count is 2 or 3:
                return source is SequenceValue sequence && !Timing.IsTimeless(sequence) ? AggregateInTurns(use, sequence) : Aggregate(use, machine.Lists.Enumerate(source, use.At, use.Frame));
            default:
                return null;
        }

        Value Unasked()
        {
            EnumerateSome(source, use.At, use.Frame);
            return NumberValue.Unknown;
        }
    }

    private Value? Pick(CallUse use, ListContent elements)
    {
        IReadOnlyList<Value> arguments = use.Arguments;
        if (arguments.Count == 1 && elements.Items is { Length: > 0 } items)
        {
            return use.Method.Name.StartsWith("Last", System.StringComparison.Ordinal) ? items[items.Length - 1] : items[0];
        }

        if (use.Method.Name == "ElementAt" && arguments.Count == 2 && elements.Items is { } all && Numbers.AsInteger(arguments[1]) is { } index && index >= 0 && index < all.Length)
        {
            return all[(int)index];
        }

        if (arguments.Count == 2 && arguments[1] is DelegateValue predicate)
        {
            elements = Filter(elements, predicate, use.At, use.Frame, takesAll: false);
        }

        Value one = Lattice.Summarize(elements).Summary ?? machine.UnknownOf(use.Type);
        return use.Method.Name.EndsWith("OrDefault", System.StringComparison.Ordinal) ? Lattice.Join(one, machine.DefaultOf(use.Type)) : one;
    }

    /// <summary>The function that makes the elements and the one that joins them take turns.</summary>
    private Value? AggregateInTurns(CallUse use, SequenceValue sequence)
    {
        if (sequence.Kind != SequenceKind.Select || sequence.Source is SequenceValue || machine.Lists.Enumerate(sequence.Source, use.At, use.Frame).Items is not { Length: > 0 and <= Budget.Rounds } items)
        {
            return null;
        }

        Value? all = use.Arguments.Count == 3 ? use.Arguments[1] : null;
        for (int i = 0; i < items.Length; i++)
        {
            Value made = Apply(sequence.Arguments[0], items[i], Numbers.Of((long)i), use.At, use.Frame);
            all = all is null ? made : machine.Calls.Apply(use.Arguments[use.Arguments.Count - 1], new[] { all, made }, use.At, use.Type, use.Frame);
        }

        return all;
    }

    private Value? Aggregate(CallUse use, ListContent elements)
    {
        bool isSeeded = use.Arguments.Count == 3;
        Value function = use.Arguments[use.Arguments.Count - 1];
        if (elements.Items is { } items)
        {
            if (!isSeeded && items.Length == 0)
            {
                return machine.UnknownOf(use.Type);
            }

            Value all = isSeeded ? use.Arguments[1] : items[0];
            foreach (Value item in isSeeded ? items : items.RemoveAt(0))
            {
                all = machine.Calls.Apply(function, new[] { all, item }, use.At, use.Type, use.Frame);
            }

            return all;
        }

        Value current = isSeeded ? use.Arguments[1] : Lattice.Summarize(elements).Summary ?? Value.Unknown;
        Repeat(elements, element => current = Lattice.Join(current, machine.Calls.Apply(function, new[] { current, element }, use.At, use.Type, use.Frame)), use.Frame);
        return current;
    }
}
