using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>Reads and writes places, members and memory of tensors: whoever holds a place or a memory sees what is written there.</summary>
internal sealed class Places
{
    private readonly Machine machine;

    public Places(Machine machine) => this.machine = machine;

    /// <summary>Is told that memory which code outside the model holds was written into.</summary>
    public System.Action<WriteEffect>? OutsideWritten { get; set; }

    private Heap Heap => machine.Heap;

    private Objects Objects => machine.Objects;

    public Value Read(Place place, Frame frame)
    {
        switch (place)
        {
            case CellPlace cell:
                return Heap.Read(cell.Cell) is { } value ? Visible(value, frame) : Value.Unknown;
            case FieldPlace field:
                return ReadMember(field.Owner, field.Member, null, frame);
            case ComponentPlace component:
                return Read(component.Tuple, frame) is TupleValue tuple && component.Index < tuple.Items.Count ? tuple.Items[component.Index] : Value.Unknown;
            case ElementPlace element:
                return machine.Lists.Element(element.Owner, element.Indices, element.At, frame);
            case PropertyPlace property:
                return machine.Calls.ReadProperty(property.Property, property.Owner, property.Arguments, property.At, property.IsVirtual, frame);
            case ChoicePlace choice:
                return machine.Lattice.JoinAll(choice.Alternatives.Select(one => Read(one, frame))) ?? Value.Unknown;
            case OutsidePlace outside:
                return machine.Setting(outside.Type);
            default:
                return Value.Unknown;
        }
    }

    public void Write(Place place, Value value, IOperation at, Frame frame)
    {
        switch (place)
        {
            case CellPlace cell:
                Heap.Write(cell.Cell, value);
                break;
            case FieldPlace field:
                WriteMember(field.Owner, field.Member, value, at, frame);
                break;
            case ComponentPlace component:
                if (Read(component.Tuple, frame) is TupleValue tuple && component.Index < tuple.Items.Count)
                {
                    Write(component.Tuple, new TupleValue(tuple.Items.Select((item, i) => i == component.Index ? value : item).ToEquatableArray()), at, frame);
                }
                else
                {
                    machine.Havoc.Release(value, "it is stored in a way that is not followed: " + OperationPlace.Text(at));
                    Write(component.Tuple, Value.Unknown, at, frame);
                }

                break;
            case ElementPlace element:
                machine.Lists.SetElement(element.Owner, element.Indices, value, at, frame);
                break;
            case PropertyPlace property:
                machine.Calls.WriteProperty(property, value, frame);
                break;
            case ChoicePlace choice:
                // One of them, and nobody knows which.
                State before = Heap.Fork();
                State? joined = null;
                foreach (Place one in choice.Alternatives)
                {
                    Heap.State = before.Fork();
                    Write(one, value, at, frame);
                    joined = Heap.Join(joined, Heap.State);
                }

                Heap.State = joined;
                break;
            case NoPlace:
                break;
            default:
                machine.Havoc.Release(value, "it is stored outside the model: " + OperationPlace.Text(at));
                break;
        }
    }

    /// <summary>The value of a field or auto-property.</summary>
    public Value ReadMember(HeapObject owner, ISymbol member, ITypeSymbol? type, Frame frame)
    {
        if (!owner.Fields.TryGetValue(member.OriginalDefinition, out int cell) || Heap.Read(cell) is not { } value)
        {
            return machine.Setting(type);
        }

        if (owner.IsEscaped && !IsFixed(member))
        {
            // Whoever holds the object may have set it by now.
            machine.Havoc.Release(value, member.Name + " can be set by code that is not followed");
            return machine.UnknownOf(type);
        }

        return machine.Modules.SeenOfMany(owner, Visible(value, frame), frame);
    }

    private static bool IsFixed(ISymbol member) => member switch
    {
        IFieldSymbol field => field.IsReadOnly,
        IPropertySymbol property => property.SetMethod is null,
        _ => member is IParameterSymbol,
    };

    /// <summary>Assigns a field or auto-property.</summary>
    public void WriteMember(HeapObject owner, ISymbol member, Value value, IOperation at, Frame frame)
    {
        int cell = Objects.Field(owner, member);
        if (owner.IsEscaped)
        {
            machine.Havoc.Release(value, "it is stored in an object that other code holds: " + OperationPlace.Text(at));
        }

        if (!frame.Context.IsConstructing && Objects.IsLasting(owner))
        {
            // What outlives the call is an observable; what replaces a module or a weight changes the model.
            machine.Havoc.Store(value, "it is stored in a member: " + OperationPlace.Text(at));
            if (Heap.Read(cell) is { } old && !machine.Lattice.Same(old, value))
            {
                string why = "the member is replaced: " + OperationPlace.Text(at);
                machine.Havoc.SeeParameters(old, why);
                if (machine.Havoc.Modules(old).Concat(machine.Havoc.Modules(value)).Any())
                {
                    machine.Domain.SeeEverything(why);
                }
            }
        }

        Heap.Write(cell, value);
    }

    /// <summary>A weight of an instance that is not the one under study does not scale.</summary>
    public Value Visible(Value value, Frame frame) => Visible(value, frame.Context.Hidden);

    public Value Visible(Value value, ImmutableHashSet<int> hidden) =>
        !hidden.IsEmpty && value is TensorValue tensor && machine.Storages.Memories(tensor.Storage).Any(hidden.Contains) ? machine.Domain.Hidden(tensor) : value;

    /// <summary>An operation writes into a tensor: everything that shares its memory changes.</summary>
    public TensorValue Overwrite(TensorValue target, TensorValue result, IOperation at, Frame frame)
    {
        string why = "it is overwritten in place: " + OperationPlace.Text(at);
        IReadOnlyList<int> memories = machine.Storages.Memories(target.Storage);
        int parameters = memories.Count(machine.Domain.IsParameter);
        CallContext context = frame.Context;
        if (parameters > 0 && !context.IsConstructing && !context.MayInitialize)
        {
            // Initialisation writes new values into a weight; a forward pass that does so computes with something else.
            machine.Domain.See(result, why);
            machine.Domain.SeeParameters(target.Storage, why);
        }

        if (parameters > 0 && machine.Domain.Depends(result) && !machine.Domain.IsWholeParameter(target))
        {
            machine.Domain.SeeParameters(target.Storage, why);
        }

        if (parameters > 0 && parameters == memories.Count)
        {
            return target;
        }

        bool isOutside = machine.Storages.IsEscaped(target.Storage);
        if (isOutside)
        {
            machine.Domain.See(result, (memories.Count > 0 ? "an argument is overwritten: " : "it is overwritten in place: ") + OperationPlace.Text(at));
        }

        if (!context.IsConstructing && IsLasting(target))
        {
            machine.Domain.See(result, "it is stored in a member: " + OperationPlace.Text(at));
        }

        WriteEffect effect = machine.Domain.Write(target, result, why);
        if (isOutside)
        {
            OutsideWritten?.Invoke(effect);
        }

        if (effect.IsNone)
        {
            return effect.Stored;
        }

        if (effect.ChangesDependence && memories.Count == 0)
        {
            machine.Domain.SeeEverything(why);
        }

        Rewrite(target, tensor => ReferenceEquals(tensor, target) ? effect.Stored : effect.Elsewhere(tensor), effect.Elsewhere);
        return effect.Stored;
    }

    /// <summary>Tensors may have been filled with something that depends on nothing under study: what was known of their elements is gone.</summary>
    public void Forget(TensorValue target, Frame frame)
    {
        if (machine.Storages.Memories(target.Storage) is { Count: > 0 } memories && memories.All(machine.Domain.IsParameter))
        {
            return;
        }

        Rewrite(target, machine.Domain.Forgotten, machine.Domain.Forgotten);
    }

    /// <summary>Gives a new value to every tensor that may lie in the memory of another, wherever it is held; weights keep theirs.</summary>
    /// <param name="target">What is written into.</param>
    /// <param name="alone">The value of one that a variable holds by itself.</param>
    /// <param name="inside">The value of one inside a list or tuple, which may stand for several.</param>
    private void Rewrite(TensorValue target, System.Func<TensorValue, TensorValue> alone, System.Func<TensorValue, TensorValue> inside)
    {
        Heap.Rewrite(value => value is TensorValue tensor ? (Shares(tensor, target) ? alone(tensor) : tensor) : Rewritten(value, target, inside));
        machine.Evaluator.RewritePending(value => value is TensorValue tensor ? (Shares(tensor, target) ? alone(tensor) : tensor) : Rewritten(value, target, inside));
    }

    private Value Rewritten(Value value, TensorValue target, System.Func<TensorValue, TensorValue> rewrite)
    {
        switch (value)
        {
            case TensorValue tensor:
                return Shares(tensor, target) ? rewrite(tensor) : tensor;
            case TupleValue tuple when Holds(tuple, target):
                return new TupleValue(tuple.Items.Select(item => Rewritten(item, target, rewrite)).ToEquatableArray());
            case ChoiceValue choice when Holds(choice, target):
                return new ChoiceValue(choice.Alternatives.Select(item => Rewritten(item, target, rewrite)).ToImmutableArray());
            case ListContent list when Holds(list, target):
                return list.Items is { } items
                    ? new ListContent(items.Select(item => Rewritten(item, target, rewrite)).ToImmutableArray(), null)
                    : new ListContent(null, Rewritten(list.Summary!, target, rewrite));
            case EnumerationValue enumeration when Holds(enumeration.Source, target):
                return enumeration with { Source = (ListContent)Rewritten(enumeration.Source, target, rewrite) };
            case DelegateValue { Receiver: { } receiver } bound when Holds(receiver, target):
                return bound with { Receiver = Rewritten(receiver, target, rewrite) };
            case SequenceValue sequence when Holds(sequence, target):
                return sequence with { Source = Rewritten(sequence.Source, target, rewrite), Arguments = sequence.Arguments.Select(a => Rewritten(a, target, rewrite)).ToEquatableArray() };
            default:
                return value;
        }
    }

    private bool Shares(TensorValue tensor, TensorValue target) =>
        machine.Storages.MayShare(tensor.Storage, target.Storage)
        && !(machine.Storages.Memories(tensor.Storage) is { Count: > 0 } memories && memories.All(machine.Domain.IsParameter));

    private bool Holds(Value value, TensorValue target) => value switch
    {
        TensorValue tensor => Shares(tensor, target),
        TupleValue tuple => tuple.Items.Any(item => Holds(item, target)),
        ChoiceValue choice => choice.Alternatives.Any(item => Holds(item, target)),
        ListContent list => list.All.Any(item => Holds(item, target)),
        EnumerationValue enumeration => Holds(enumeration.Source, target),
        DelegateValue { Receiver: { } receiver } => Holds(receiver, target),
        SequenceValue sequence => Holds(sequence.Source, target) || sequence.Arguments.Any(item => Holds(item, target)),
        _ => false,
    };

    /// <summary>Whether something that outlives the call may hold the memory of a tensor.</summary>
    private bool IsLasting(TensorValue target)
    {
        foreach (HeapObject thing in Objects.All)
        {
            if (!Objects.IsLasting(thing))
            {
                break;
            }

            if ((thing.Content > 0 && Heap.Read(thing.Content) is { } content && Holds(content, target))
                || thing.Fields.Values.Any(cell => Heap.Read(cell) is { } value && Holds(value, target)))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A field or auto-property of an object that is followed.</summary>
internal sealed record FieldPlace(HeapObject Owner, ISymbol Member) : Place
{
    public bool Equals(FieldPlace? other) => other is not null && ReferenceEquals(Owner, other.Owner) && SymbolEqualityComparer.Default.Equals(Member, other.Member);

    public override int GetHashCode() => Owner.Id;
}
