using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>Operations that stand for a place, and what is assigned to them.</summary>
internal sealed partial class Evaluator
{
    /// <summary>The place an operation stands for; its parts are evaluated.</summary>
    public Place PlaceOf(IOperation operation, Frame frame)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return Dereferenced(Cell(local.Local, frame), local.Local.RefKind);
            case IParameterReferenceOperation { Parameter: var parameter }:
                if (frame.Find(parameter) is { } cell)
                {
                    return Dereferenced(cell, parameter.RefKind);
                }

                return frame.Self is ObjectValue { Object: var self } && self.Fields.ContainsKey(parameter.OriginalDefinition) ? new FieldPlace(self, parameter.OriginalDefinition) : new OutsidePlace(parameter.Type);
            case IDeclarationExpressionOperation declaration:
                return PlaceOf(declaration.Expression, frame);
            case IParenthesizedOperation parenthesized:
                return PlaceOf(parenthesized.Operand, frame);
            case IConversionOperation { OperatorMethod: null } conversion:
                return PlaceOf(conversion.Operand, frame);
            case IDiscardOperation:
                return new NoPlace();
            case IFieldReferenceOperation field:
                return PlaceOf(field, frame);
            case IPropertyReferenceOperation property:
                return PlaceOf(property, frame);
            case IArrayElementReferenceOperation element:
                IReadOnlyList<Value> parts = EvaluateAll(element.Indices.Prepend(element.ArrayReference), frame);
                return new ElementPlace(parts[0], Indices(parts.Skip(1), element.Indices, parts[0]), element);
            case IImplicitIndexerReferenceOperation implicitIndex:
                IReadOnlyList<Value> both = EvaluateAll(new[] { implicitIndex.Instance, implicitIndex.Argument }, frame);
                return new ElementPlace(both[0], Indices(both.Skip(1), new[] { implicitIndex.Argument }, both[0]), implicitIndex);
            case IFlowCaptureReferenceOperation capture:
                return Heap.Read(frame.Capture(capture.Id, Heap)) is ReferenceValue reference ? reference.Place : new CellPlace(frame.Capture(capture.Id, Heap));
            default:
                machine.Havoc.Release(Evaluate(operation, frame), "it is assigned to in a way that is not followed: " + OperationPlace.Text(operation));
                return new OutsidePlace(operation.Type);
        }
    }

    private int Cell(ILocalSymbol local, Frame frame) => frame.Find(local) ?? frame.Declare(local, Heap);

    private Place Dereferenced(int cell, RefKind kind) => kind != RefKind.None && Heap.Read(cell) is ReferenceValue reference ? reference.Place : new CellPlace(cell);

    /// <summary>Indices, with those from the end counted from the front where the number of elements is known.</summary>
    private EquatableArray<Value> Indices(IEnumerable<Value> values, IReadOnlyList<IOperation> operations, Value owner) => values.Select((value, i) =>
    {
        IOperation index = operations[i];
        while (index is IConversionOperation or IParenthesizedOperation)
        {
            index = index is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)index).Operand;
        }

        if (index is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat, Operand.ConstantValue: { HasValue: true, Value: int fromEnd } }
            && owner is ObjectValue { Object: { Content: > 0 } list } && machine.Objects.Content(list).Items is { } items)
        {
            return Numbers.Of((long)items.Length - fromEnd);
        }

        return index is IRangeOperation range ? RangeOf(range, owner) : value;
    }).ToEquatableArray();

    /// <summary>A range with constant ends, as a pair of indices.</summary>
    private Value RangeOf(IRangeOperation range, Value owner)
    {
        if (owner is not ObjectValue { Object: { Content: > 0 } list } || machine.Objects.Content(list).Items is not { } items)
        {
            return Value.Unknown;
        }

        long? low = range.LeftOperand is null ? 0 : End(range.LeftOperand), high = range.RightOperand is null ? items.Length : End(range.RightOperand);
        return low is { } from && high is { } to && from >= 0 && to >= from && to <= items.Length
            ? new TupleValue(EquatableArray.Create<Value>(Numbers.Of(from), Numbers.Of(to)))
            : Value.Unknown;

        long? End(IOperation end) => end switch
        {
            IConversionOperation conversion => End(conversion.Operand),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat, Operand.ConstantValue: { HasValue: true, Value: int back } } => items.Length - back,
            { ConstantValue: { HasValue: true, Value: int front } } => front,
            _ => null,
        };
    }

    private Place PlaceOf(IFieldReferenceOperation reference, Frame frame)
    {
        if (reference.Instance is not { } instance)
        {
            return new OutsidePlace(reference.Type);
        }

        if (reference.Field.ContainingType.IsTupleType && TupleIndex(reference.Field) is >= 0 and var index && IsPlace(instance))
        {
            return new ComponentPlace(PlaceOf(instance, frame), index);
        }

        Value receiver = Evaluate(instance, frame);
        return Among(receiver, one => one is ObjectValue { Object: { Kind: ObjectKind.Plain or ObjectKind.UserModule } thing } ? new FieldPlace(thing, reference.Field.OriginalDefinition) : Elsewhere(one, reference.Field, reference));
    }

    /// <summary>A member of something that is not followed.</summary>
    private Place Elsewhere(Value owner, ISymbol member, IOperation reference)
    {
        machine.Havoc.Release(owner, "a member is replaced: " + OperationPlace.Text(reference));
        machine.Calls.OfAnotherInstance(member, reference);
        return new OutsidePlace(reference.Type);
    }

    private Place PlaceOf(IPropertyReferenceOperation reference, Frame frame)
    {
        (Value? receiver, IReadOnlyList<Value> arguments) = Parts(reference, frame);
        if (receiver is null)
        {
            return new PropertyPlace(null, reference.Property, arguments.ToEquatableArray(), reference, false);
        }

        return Among(receiver, one => reference.Property.IsIndexer && (one is TensorValue || one is ObjectValue { Object: { Content: > 0 } })
            ? new ElementPlace(one, Indices(arguments, reference.Arguments.Select(static a => a.Value).ToList(), one), reference)
            : new PropertyPlace(one, reference.Property, arguments.ToEquatableArray(), reference, IsVirtual(reference.Instance)));
    }

    private static Place Among(Value receiver, System.Func<Value, Place> place)
    {
        List<Place> places = Lattice.Alternatives(receiver).Where(static one => one is not NullValue).Select(place).ToList();
        return places.Count == 1 ? places[0] : new ChoicePlace(places.ToEquatableArray());
    }

    /// <summary>Position of a component in its tuple.</summary>
    public static int TupleIndex(IFieldSymbol field)
    {
        string name = (field.CorrespondingTupleField ?? field).Name;
        return name.StartsWith("Item", System.StringComparison.Ordinal) && int.TryParse(name.Substring(4), out int position) ? position - 1 : -1;
    }

    private Value Assign(ISimpleAssignmentOperation assignment, Frame frame)
    {
        if (assignment.IsRef)
        {
            return AssignReference(assignment, frame);
        }

        if (assignment.Target is ILocalReferenceOperation { Local: { RefKind: RefKind.None } local })
        {
            Value simple = Evaluate(assignment.Value, frame);
            Heap.Write(Cell(local, frame), simple);
            return simple;
        }

        Place place = PlaceOf(assignment.Target, frame);
        Value value = Evaluate(assignment.Value, frame);
        if (Heap.IsReachable)
        {
            machine.Places.Write(place, value, assignment, frame);
        }

        return value;
    }

    private Value AssignReference(ISimpleAssignmentOperation assignment, Frame frame)
    {
        Place place = PlaceOf(assignment.Value, frame);
        if (assignment.Target is ILocalReferenceOperation { Local: var local })
        {
            Heap.Write(Cell(local, frame), new ReferenceValue(place));
            return machine.Places.Read(place, frame);
        }

        Value value = machine.Places.Read(place, frame);
        machine.Havoc.Release(new ReferenceValue(place), "a reference to it is kept: " + OperationPlace.Text(assignment));
        return value;
    }

    private Value Compound(ICompoundAssignmentOperation compound, Frame frame)
    {
        Place place = PlaceOf(compound.Target, frame);
        if (!Heap.IsReachable)
        {
            return machine.UnknownOf(compound.Type);
        }

        Hold(machine.Places.Read(place, frame));
        Value right = Evaluate(compound.Value, frame);
        Value left = TakeBack();
        Value result;
        if (!Heap.IsReachable)
        {
            return machine.UnknownOf(compound.Type);
        }

        if (compound.OperatorMethod is { } method)
        {
            result = machine.Operators.ApplyOperator(method, new[] { left, right }, compound, frame);
        }
        else if (compound.Type?.TypeKind == TypeKind.Delegate)
        {
            // A delegate of several functions.
            machine.Havoc.Release(left, "it becomes one of several functions");
            machine.Havoc.Release(right, "it becomes one of several functions");
            result = Value.Unknown;
        }
        else
        {
            machine.Operators.ObserveOperand(left, compound);
            machine.Operators.ObserveOperand(right, compound);
            result = Numbers.Convert(Numbers.Binary(compound.OperatorKind, left, right, compound.Type), compound.Type);
        }

        machine.Places.Write(place, result, compound, frame);
        return result;
    }

    private Value Step(IIncrementOrDecrementOperation step, Frame frame)
    {
        Place place = PlaceOf(step.Target, frame);
        Value old = machine.Places.Read(place, frame);
        if (step.OperatorMethod is not null)
        {
            machine.Havoc.Release(old, "an operator that is not followed: " + OperationPlace.Text(step));
            machine.Places.Write(place, machine.UnknownOf(step.Type), step, frame);
            return machine.UnknownOf(step.Type);
        }

        BinaryOperatorKind kind = step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        Value next = Numbers.Binary(kind, old, Numbers.Of(1L), step.Type);
        machine.Places.Write(place, next, step, frame);
        return step.IsPostfix ? old : next;
    }

    private Value Deconstruct(IDeconstructionAssignmentOperation deconstruction, Frame frame)
    {
        Value value = Evaluate(deconstruction.Value, frame);
        if (Heap.IsReachable)
        {
            Distribute(deconstruction.Target, value, deconstruction, frame);
        }

        return value;
    }

    private void Distribute(IOperation target, Value value, IOperation at, Frame frame)
    {
        while (target is IDeclarationExpressionOperation or IConversionOperation)
        {
            target = target is IDeclarationExpressionOperation declaration ? declaration.Expression : ((IConversionOperation)target).Operand;
        }

        if (target is not ITupleOperation tuple)
        {
            machine.Places.Write(PlaceOf(target, frame), value, at, frame);
            return;
        }

        if (value is not TupleValue parts || parts.Items.Count != tuple.Elements.Length)
        {
            machine.Havoc.Release(value, "it is taken apart in a way that is not followed");
            parts = new TupleValue(tuple.Elements.Select(element => machine.UnknownOf(element.Type)).ToEquatableArray());
        }

        for (int i = 0; i < tuple.Elements.Length; i++)
        {
            Distribute(tuple.Elements[i], parts.Items[i], at, frame);
        }
    }
}
