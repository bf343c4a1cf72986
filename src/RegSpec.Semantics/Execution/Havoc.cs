using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;

namespace RegSpec.Semantics.Execution;

/// <summary>
/// What happens where the machine does not follow: everything that can be reached from a value counts as seen, and, where code may do more than look, as
/// written. It is the default for every operation, callee and place without a rule.
/// </summary>
internal sealed class Havoc
{
    private readonly Machine machine;

    public Havoc(Machine machine) => this.machine = machine;

    private Heap Heap => machine.Heap;

    /// <summary>A value decides something or is shown: tensors in it are seen; modules and functions are only compared.</summary>
    public void Observe(Value? value, string why)
    {
        switch (value)
        {
            case TensorValue tensor:
                machine.Domain.See(tensor, why);
                break;
            case TupleValue tuple:
                foreach (Value item in tuple.Items)
                {
                    Observe(item, why);
                }

                break;
            case ChoiceValue choice:
                foreach (Value item in choice.Alternatives)
                {
                    Observe(item, why);
                }

                break;
            case ObjectValue { Object: { Kind: ObjectKind.List, Content: > 0 } list }:
                foreach (Value item in machine.Objects.Content(list).All)
                {
                    Observe(item is ObjectValue ? null : item, why);
                }

                break;
        }
    }

    /// <summary>A value is handed to code that is not followed: it sees, and may change and keep, everything that can be reached.</summary>
    public void Release(Value? value, string why) => new Walk(machine, why, writes: true).Visit(value);

    /// <summary>A value leaves the model: everything that can be reached is seen, now or later.</summary>
    public void Leave(Value? value, string why) => new Walk(machine, why, writes: false).Visit(value);

    /// <summary>A value is put where it outlives the call: tensors in it are seen, and what is later put into its objects too.</summary>
    public void Store(Value? value, string why) => new Walk(machine, why, writes: false) { IsStored = true }.Visit(value);

    /// <summary>Tensors in a list that outlives the call are seen.</summary>
    public void SeeParameters(Value value, string why)
    {
        foreach (Value item in Lattice.Alternatives(value))
        {
            if (item is TensorValue tensor)
            {
                machine.Domain.SeeParameters(tensor.Storage, why);
            }
            else if (item is ObjectValue { Object.IsModule: true })
            {
                Leave(item, why);
            }
        }
    }

    /// <summary>Every module in a value, its own children not counted.</summary>
    public IEnumerable<HeapObject> Modules(Value? value) => value switch
    {
        ObjectValue { Object: { IsModule: true } module } => new[] { module },
        ObjectValue { Object: { Content: > 0, Kind: ObjectKind.List } list } => machine.Objects.Content(list).All.SelectMany(Modules),
        ChoiceValue choice => choice.Alternatives.SelectMany(Modules),
        TupleValue tuple => tuple.Items.SelectMany(Modules),
        ListContent list => list.All.SelectMany(Modules),
        _ => Enumerable.Empty<HeapObject>(),
    };

    /// <summary>The values an object holds: its fields, elements, parameters.</summary>
    public IEnumerable<Value> Parts(HeapObject thing)
    {
        foreach (int cell in thing.Fields.Values.Concat(thing.Parameters.Values))
        {
            if (Heap.Read(cell) is { } value)
            {
                yield return value;
            }
        }

        if (thing.Content > 0 && Heap.Read(thing.Content) is { } content)
        {
            yield return content;
        }
    }

    /// <summary>All modules below one, itself included.</summary>
    public IReadOnlyList<HeapObject> Below(HeapObject module)
    {
        var found = new List<HeapObject>();
        var seen = new HashSet<HeapObject>();
        Visit(module);
        return found;

        void Visit(HeapObject current)
        {
            if (!seen.Add(current))
            {
                return;
            }

            found.Add(current);
            foreach (HeapObject child in Parts(current).SelectMany(Modules).ToList())
            {
                Visit(child);
            }
        }
    }

    /// <summary>An operation that is not followed: what its parts give is handed over.</summary>
    public Value Operation(IOperation operation, Frame frame)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            if (!Heap.IsReachable)
            {
                break;
            }

            Value value = machine.Evaluator.Evaluate(child, frame);
            Release(value, "it is used in a way that is not followed: " + OperationPlace.Text(operation));
            if (operation.Kind is OperationKind.DynamicInvocation or OperationKind.DynamicMemberReference or OperationKind.DynamicIndexerAccess)
            {
                // It may well be the method that switches.
                foreach (HeapObject module in Modules(value))
                {
                    machine.Modules.Switch(module);
                }
            }
        }

        return machine.UnknownOf(operation.Type);
    }

    /// <summary>A call that is not followed.</summary>
    public Value Call(CallUse use)
    {
        string why = "it is passed to " + use.Method.Name + ", which is not followed";
        Release(use.Receiver, why);
        for (int i = 0; i < use.Arguments.Count; i++)
        {
            Release(use.Arguments[i], why);
            if (use.Places[i] is { } place)
            {
                machine.Places.Write(place, machine.UnknownOf(use.Method.Parameters[i].Type), use.At, use.Frame);
            }
        }

        return machine.From(use.Result, "what " + use.Method.Name + " returns", use.Receiver ?? (use.Method.IsExtensionMethod && use.Arguments.Count > 0 ? use.Arguments[0] : null));
    }

    /// <summary>One walk over all that can be reached.</summary>
    private sealed class Walk
    {
        private readonly Machine machine;
        private readonly string why;
        private readonly bool writes;
        private readonly HashSet<object> seen = new();

        public Walk(Machine machine, string why, bool writes)
        {
            this.machine = machine;
            this.why = why;
            this.writes = writes;
        }

        /// <summary>It stays within the model: its modules are not shown by that.</summary>
        public bool IsStored { get; init; }

        public void Visit(Value? value)
        {
            switch (value)
            {
                case TensorValue tensor:
                    Visit(tensor);
                    break;
                case ObjectValue { Object: var thing }:
                    Visit(thing);
                    break;
                case ChoiceValue choice:
                    VisitAll(choice.Alternatives);
                    break;
                case TupleValue tuple:
                    VisitAll(tuple.Items);
                    break;
                case ListContent list:
                    VisitAll(list.All);
                    break;
                case EnumerationValue enumeration:
                    Visit(enumeration.Source);
                    break;
                case DelegateValue function:
                    Visit(function);
                    break;
                case SequenceValue sequence:
                    Visit(sequence.Source);
                    VisitAll(sequence.Arguments);
                    break;
                case ReferenceValue reference:
                    Visit(reference.Place);
                    break;
            }
        }

        private void VisitAll(IEnumerable<Value> values)
        {
            foreach (Value value in values)
            {
                Visit(value);
            }
        }

        private void Visit(TensorValue tensor)
        {
            machine.Domain.See(tensor, why);
            if (!IsStored)
            {
                machine.Domain.SeeParameters(tensor.Storage, why);
            }

            if (machine.Storages.Escape(tensor.Storage) is { IsNew: true } escape)
            {
                machine.Heap.NoteFact(escape.IsLasting);
            }

            if (writes && machine.Heap.IsReachable)
            {
                machine.Places.Forget(tensor, null!);
            }
        }

        private void Visit(HeapObject thing)
        {
            if (!seen.Add(thing) || (IsStored && thing.IsModule))
            {
                return;
            }

            if (!thing.IsEscaped)
            {
                thing.IsEscaped = true;
                machine.Heap.NoteFact(machine.Objects.IsLasting(thing));
            }

            foreach (Value part in machine.Havoc.Parts(thing).ToList())
            {
                Visit(part);
            }

            if (thing.IsModule && machine.Havoc.KeepsStatistics(thing) && (thing.IsCalled || (!machine.Havoc.IsBuilding && machine.Objects.IsLasting(thing))))
            {
                machine.Domain.SeeEverything("stored statistics may be read: " + why);
            }

            if (!writes || !machine.Heap.IsReachable)
            {
                return;
            }

            machine.Registry.Doubt(thing);
            if (thing.IsModule)
            {
                // Its mode is not known any more since it has escaped; nobody is seen to switch it either.
                machine.Heap.Write(thing.Settings, Value.Unknown);
            }

            if (thing.Kind is ObjectKind.List or ObjectKind.Enumerator)
            {
                machine.Heap.Write(thing.Content, thing.Kind == ObjectKind.List ? new ListContent(null, Value.Unknown) : new EnumerationValue(new ListContent(null, Value.Unknown), null));
            }
        }

        private void Visit(DelegateValue function)
        {
            Visit(function.Receiver);
            for (Frame? frame = function.Frame; frame is not null; frame = frame.Parent)
            {
                if (!seen.Add(frame))
                {
                    continue;
                }

                foreach (int cell in frame.Cells.ToList())
                {
                    Visit(machine.Heap.Read(cell));
                    if (writes && machine.Heap.IsReachable && machine.Heap.Read(cell) is { } old)
                    {
                        // Whoever calls it may assign what it captured, now or later.
                        machine.Heap.Write(cell, old is NumberValue ? NumberValue.Unknown : old is TensorValue ? machine.Domain.Unknown(Storages.Outside) : machine.Lattice.Join(old, Value.Unknown));
                        machine.Heap.MakeWeak(cell);
                    }
                }
            }
        }

        private void Visit(Place place)
        {
            if (place is ChoicePlace choice)
            {
                foreach (Place one in choice.Alternatives)
                {
                    Visit(one);
                }
            }
            else if (place is CellPlace cell)
            {
                Visit(machine.Heap.Read(cell.Cell));
                if (writes)
                {
                    machine.Heap.Write(cell.Cell, Value.Unknown);
                }
            }
            else if (place is FieldPlace field)
            {
                Visit(field.Owner);
            }
            else if (place is ComponentPlace component)
            {
                Visit(component.Tuple);
            }
            else if (place is ElementPlace element)
            {
                Visit(element.Owner);
            }
        }
    }

    /// <summary>The model is being built: nothing has gone through it yet.</summary>
    public bool IsBuilding { get; set; } = true;

    /// <summary>It keeps, or may keep, statistics of what it normalised, and they scale with what came before.</summary>
    private bool KeepsStatistics(HeapObject module) =>
        module.Operation is { Entry.Rule: OperationRule.BatchNorm or OperationRule.InstanceNorm } || (module.External is not null && machine.Domain.HasStoredStatistics(module));
}
