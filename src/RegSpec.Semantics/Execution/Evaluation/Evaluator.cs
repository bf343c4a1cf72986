using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>Operation in, value out: a handler for each kind that is followed, havoc for every other.</summary>
internal sealed partial class Evaluator
{
    private static readonly Dictionary<OperationKind, Func<Evaluator, IOperation, Frame, Value>> Handlers = new()
    {
        [OperationKind.ExpressionStatement] = static (e, o, f) => e.Evaluate(((IExpressionStatementOperation)o).Operation, f),
        [OperationKind.Parenthesized] = static (e, o, f) => e.Evaluate(((IParenthesizedOperation)o).Operand, f),
        [OperationKind.Argument] = static (e, o, f) => e.Evaluate(((IArgumentOperation)o).Value, f),
        [OperationKind.LocalReference] = static (e, o, f) => e.ReadVariable(((ILocalReferenceOperation)o).Local, f),
        [OperationKind.ParameterReference] = static (e, o, f) => e.ReadVariable(((IParameterReferenceOperation)o).Parameter, f),
        [OperationKind.InstanceReference] = static (e, o, f) => f.Self ?? e.machine.UnknownOf(o.Type),
        [OperationKind.FieldReference] = static (e, o, f) => e.ReadField((IFieldReferenceOperation)o, f),
        [OperationKind.PropertyReference] = static (e, o, f) => e.ReadProperty((IPropertyReferenceOperation)o, f),
        [OperationKind.EventReference] = static (e, o, f) => e.ReadEvent((IEventReferenceOperation)o, f),
        [OperationKind.ArrayElementReference] = static (e, o, f) => e.ReadPlace(o, f),
        [OperationKind.ImplicitIndexerReference] = static (e, o, f) => e.ReadPlace(o, f),
        [OperationKind.Invocation] = static (e, o, f) => e.machine.Calls.Invoke((IInvocationOperation)o, f),
        [OperationKind.ObjectCreation] = static (e, o, f) => e.machine.Construction.Create((IObjectCreationOperation)o, f),
        [OperationKind.AnonymousObjectCreation] = static (e, o, f) => e.CreateAnonymous((IAnonymousObjectCreationOperation)o, f),
        [OperationKind.ArrayCreation] = static (e, o, f) => e.CreateArray((IArrayCreationOperation)o, f),
        [OperationKind.Conversion] = static (e, o, f) => e.machine.Operators.Convert((IConversionOperation)o, f),
        [OperationKind.Binary] = static (e, o, f) => e.machine.Operators.Binary((IBinaryOperation)o, f),
        [OperationKind.Unary] = static (e, o, f) => e.machine.Operators.Unary((IUnaryOperation)o, f),
        [OperationKind.SimpleAssignment] = static (e, o, f) => e.Assign((ISimpleAssignmentOperation)o, f),
        [OperationKind.CompoundAssignment] = static (e, o, f) => e.Compound((ICompoundAssignmentOperation)o, f),
        [OperationKind.Increment] = static (e, o, f) => e.Step((IIncrementOrDecrementOperation)o, f),
        [OperationKind.Decrement] = static (e, o, f) => e.Step((IIncrementOrDecrementOperation)o, f),
        [OperationKind.DeconstructionAssignment] = static (e, o, f) => e.Deconstruct((IDeconstructionAssignmentOperation)o, f),
        [OperationKind.DeclarationExpression] = static (e, o, f) => e.Evaluate(((IDeclarationExpressionOperation)o).Expression, f),
        [OperationKind.Tuple] = static (e, o, f) => new TupleValue(e.EvaluateAll(((ITupleOperation)o).Elements, f).ToEquatableArray()),
        [OperationKind.FlowCapture] = static (e, o, f) => e.Capture((IFlowCaptureOperation)o, f),
        [OperationKind.FlowCaptureReference] = static (e, o, f) => e.ReadCapture((IFlowCaptureReferenceOperation)o, f),
        [OperationKind.IsNull] = static (e, o, f) => e.machine.Patterns.NullTest(e.Evaluate(((IIsNullOperation)o).Operand, f)),
        [OperationKind.CaughtException] = static (e, o, f) => Value.Unknown,
        [OperationKind.FlowAnonymousFunction] = static (e, o, f) => e.MakeClosure((IFlowAnonymousFunctionOperation)o, f),
        [OperationKind.MethodReference] = static (e, o, f) => e.MakeDelegate((IMethodReferenceOperation)o, f),
        [OperationKind.DelegateCreation] = static (e, o, f) => e.Evaluate(((IDelegateCreationOperation)o).Target, f),
        [OperationKind.IsPattern] = static (e, o, f) => e.machine.Patterns.Test((IIsPatternOperation)o, f),
        [OperationKind.IsType] = static (e, o, f) => e.machine.Patterns.Test((IIsTypeOperation)o, f),
        [OperationKind.DefaultValue] = static (e, o, f) => e.machine.DefaultOf(o.Type),
        [OperationKind.NameOf] = static (e, o, f) => NumberValue.Unknown,
        [OperationKind.TypeOf] = static (e, o, f) => Value.Unknown,
        [OperationKind.SizeOf] = static (e, o, f) => NumberValue.Unknown,
        [OperationKind.InterpolatedString] = static (e, o, f) => e.Interpolate((IInterpolatedStringOperation)o, f),
        [OperationKind.Range] = static (e, o, f) => e.ObserveParts(o, f),
        [OperationKind.Discard] = static (e, o, f) => Value.Unknown,
        [OperationKind.OmittedArgument] = static (e, o, f) => Value.Unknown,
        [OperationKind.Literal] = static (e, o, f) => e.machine.UnknownOf(o.Type),
        [OperationKind.Empty] = static (e, o, f) => Value.Unknown,
    };

    private readonly Machine machine;
    private readonly List<Value> pending = new();

    public Evaluator(Machine machine) => this.machine = machine;

    private Heap Heap => machine.Heap;

    /// <summary>The kinds that have a handler; every other is havoc.</summary>
    public static IReadOnlyCollection<OperationKind> Handled => Handlers.Keys;

    /// <summary>Runs a statement of a block.</summary>
    public void Execute(IOperation operation, Frame frame) => Evaluate(operation, frame);

    public Value Evaluate(IOperation operation, Frame frame)
    {
        if (!machine.Budget.Step() || !Heap.IsReachable)
        {
            return machine.UnknownOf(operation.Type);
        }

        if (operation.ConstantValue is { HasValue: true } constant)
        {
            return constant.Value is null ? Value.Null : Numbers.Of(constant.Value);
        }

        Value value = Handlers.TryGetValue(operation.Kind, out Func<Evaluator, IOperation, Frame, Value>? handler) ? handler(this, operation, frame)
            : CollectionExpressions.Elements(operation, machine.Sources) is { } elements ? CreateCollection(operation, elements, frame)
            : machine.Havoc.Operation(operation, frame);
        if (value is TensorValue tensor && !frame.Context.IsConstructing && Heap.IsReachable && Numbers.AsBool(Heap.Read(Heap.GradientCell)) is not true
            && machine.Domain.Depends(tensor) && !machine.Domain.IsWholeParameter(tensor))
        {
            machine.Domain.See(tensor, "it is used where gradients are cut: " + OperationPlace.Text(operation));
        }

        return value;
    }

    /// <summary>Evaluates one after another; what a later one writes in place, an earlier one shows.</summary>
    public IReadOnlyList<Value> EvaluateAll(IEnumerable<IOperation> operations, Frame frame)
    {
        int mark = pending.Count;
        foreach (IOperation operation in operations)
        {
            pending.Add(Evaluate(operation, frame));
        }

        List<Value> values = pending.GetRange(mark, pending.Count - mark);
        pending.RemoveRange(mark, pending.Count - mark);
        return values;
    }

    /// <summary>Keeps a value in sight of writes while something else is evaluated.</summary>
    public void Hold(Value value) => pending.Add(value);

    /// <summary>Takes back what was held last.</summary>
    public Value TakeBack()
    {
        Value value = pending[pending.Count - 1];
        pending.RemoveAt(pending.Count - 1);
        return value;
    }

    /// <summary>Replaces values that wait for the rest of their expression.</summary>
    public void RewritePending(Func<Value, Value> rewrite)
    {
        for (int i = 0; i < pending.Count; i++)
        {
            pending[i] = rewrite(pending[i]);
        }
    }

    private Value ReadVariable(ISymbol variable, Frame frame)
    {
        if (frame.Find(variable) is not { } cell)
        {
            return ReadCaptured(variable, frame);
        }

        if (Heap.Read(cell) is not { } value)
        {
            // A variable of an activation that has ended: nobody knows what it held.
            machine.Domain.SeeEverything("the variable " + variable.Name + " is used where it is not known");
            return machine.UnknownOf((variable as ILocalSymbol)?.Type ?? (variable as IParameterSymbol)?.Type);
        }

        if (value is ReferenceValue reference)
        {
            return machine.Places.Read(reference.Place, frame);
        }

        if (value is TensorValue tensor && machine.Domain.Named(tensor) is var named && !ReferenceEquals(named, tensor))
        {
            Heap.Refine(cell, named);
            return machine.Places.Visible(named, frame);
        }

        return machine.Places.Visible(value, frame);
    }

    /// <summary>A parameter of a primary constructor, captured by the class.</summary>
    private Value ReadCaptured(ISymbol variable, Frame frame)
    {
        if (variable is IParameterSymbol parameter && frame.Self is ObjectValue { Object: var self } && self.Fields.ContainsKey(parameter.OriginalDefinition))
        {
            return machine.Places.ReadMember(self, parameter, parameter.Type, frame);
        }

        machine.Domain.SeeEverything("the variable " + variable.Name + " is used where it is not known");
        return machine.UnknownOf((variable as ILocalSymbol)?.Type ?? (variable as IParameterSymbol)?.Type);
    }

    private Value ReadField(IFieldReferenceOperation reference, Frame frame)
    {
        if (reference.Instance is not { } instance)
        {
            return machine.Calls.ReadStatic(reference.Field, frame);
        }

        Value receiver = Evaluate(instance, frame);
        return machine.Distribute(receiver, one => machine.Calls.ReadField(reference.Field, one, reference, frame));
    }

    private Value ReadProperty(IPropertyReferenceOperation reference, Frame frame)
    {
        (Value? receiver, IReadOnlyList<Value> arguments) = Parts(reference, frame);
        return Heap.IsReachable
            ? machine.Calls.ReadProperty(reference.Property, receiver, arguments.ToEquatableArray(), reference, IsVirtual(reference.Instance), frame)
            : machine.UnknownOf(reference.Type);
    }

    private (Value? Receiver, IReadOnlyList<Value> Arguments) Parts(IPropertyReferenceOperation reference, Frame frame)
    {
        if (reference.Arguments.IsEmpty)
        {
            return (reference.Instance is { } only ? Evaluate(only, frame) : null, Array.Empty<Value>());
        }

        int own = reference.Instance is null ? 0 : 1;
        IReadOnlyList<Value> values = EvaluateAll(reference.Instance is { } instance ? reference.Arguments.Select(static a => a.Value).Prepend(instance) : reference.Arguments.Select(static a => a.Value), frame);
        var byParameter = new Value[reference.Property.Parameters.Length];
        for (int i = 0; i < reference.Arguments.Length; i++)
        {
            int ordinal = reference.Arguments[i].Parameter?.Ordinal ?? i;
            byParameter[Math.Min(ordinal, byParameter.Length - 1)] = values[own + i];
        }

        return (own == 1 ? values[0] : null, byParameter.Select(static v => v ?? Value.Unknown).ToList());
    }

    /// <summary>A call through <c>base</c> runs the method that is named.</summary>
    private static bool IsVirtual(IOperation? instance) => !(instance is IInstanceReferenceOperation { Syntax: BaseExpressionSyntax });

    private Value ReadEvent(IEventReferenceOperation reference, Frame frame)
    {
        if (reference.Instance is { } instance)
        {
            Evaluate(instance, frame);
        }

        return Value.Unknown;
    }

    private Value ReadPlace(IOperation operation, Frame frame)
    {
        Place place = PlaceOf(operation, frame);
        return Heap.IsReachable ? machine.Places.Read(place, frame) : machine.UnknownOf(operation.Type);
    }

    private Value Capture(IFlowCaptureOperation capture, Frame frame)
    {
        int cell = frame.Capture(capture.Id, Heap);
        if (frame.Graph?.IsPlace(capture.Id) == true && IsPlace(capture.Value))
        {
            Heap.Write(cell, new ReferenceValue(PlaceOf(capture.Value, frame)));
        }
        else
        {
            Heap.Write(cell, Evaluate(capture.Value, frame));
        }

        return Value.Unknown;
    }

    private static bool IsPlace(IOperation operation) => operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
        or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation or IFlowCaptureReferenceOperation or IDiscardOperation or IDeclarationExpressionOperation;

    private Value ReadCapture(IFlowCaptureReferenceOperation reference, Frame frame)
    {
        for (Frame? owner = frame; owner is not null; owner = owner.Parent)
        {
            if (Heap.Read(owner.Capture(reference.Id, Heap)) is { } value)
            {
                return value is ReferenceValue place ? machine.Places.Read(place.Place, frame) : value;
            }
        }

        machine.Domain.SeeEverything("a value is used where it is not known: " + OperationPlace.Text(reference));
        return machine.UnknownOf(reference.Type);
    }

    private Value MakeClosure(IFlowAnonymousFunctionOperation lambda, Frame frame)
    {
        for (Frame? around = frame; around is not null; around = around.Parent)
        {
            around.IsCaptured = true;
        }

        ControlFlowGraph? graph = frame.Graph?.Graph.GetAnonymousFunctionControlFlowGraph(lambda);
        return new DelegateValue(lambda.Symbol, graph, frame.Self, frame);
    }

    private Value MakeDelegate(IMethodReferenceOperation reference, Frame frame)
    {
        Value? receiver = reference.Instance is { } instance ? Evaluate(instance, frame) : ExtendedBy(reference, frame);
        if (reference.Method.MethodKind != MethodKind.LocalFunction)
        {
            return receiver is ChoiceValue ? machine.Distribute(receiver, one => new DelegateValue(reference.Method, null, one, null)) : new DelegateValue(reference.Method, null, receiver, null);
        }

        if (machine.Bodies.OfLocal(reference.Method, frame) is not var (_, parent))
        {
            machine.Domain.SeeEverything("the function " + reference.Method.Name + " is used where it is not known");
            return Value.Unknown;
        }

        for (Frame? around = frame; around is not null; around = around.Parent)
        {
            around.IsCaptured = true;
        }

        return new DelegateValue(reference.Method, null, parent.Self, parent);
    }

    /// <summary>
    /// What a method group of an extension method is bound to. The compiler's graph leaves it out, since the method is static; a variable or field has
    /// the value that it has here.
    /// </summary>
    private Value? ExtendedBy(IMethodReferenceOperation reference, Frame frame)
    {
        if (!reference.Method.IsExtensionMethod || reference.Syntax is not MemberAccessExpressionSyntax { Expression: var syntax }
            || machine.Sources.Get(syntax.SyntaxTree).GetSymbolInfo(syntax, machine.Cancellation).Symbol is INamedTypeSymbol)
        {
            return null;
        }

        if (machine.Sources.Operation(syntax, machine.Cancellation) is { } extended && IsHeld(extended))
        {
            return Evaluate(extended, frame);
        }

        machine.Domain.SeeEverything("a function is made of a value that is not followed: " + OperationPlace.Text(reference));
        return null;

        static bool IsHeld(IOperation operation) => operation is ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation
            || (operation is IFieldReferenceOperation { Instance: { } owner } && IsHeld(owner));
    }

    private Value CreateAnonymous(IAnonymousObjectCreationOperation creation, Frame frame)
    {
        HeapObject made = machine.Objects.New(ObjectKind.Plain, creation, frame, (id, loops) => new HeapObject(id, ObjectKind.Plain, creation.Type) { LoopDepth = loops }, out _);
        foreach (IOperation initializer in creation.Initializers)
        {
            if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } assignment)
            {
                Heap.Write(machine.Objects.Field(made, property.Property), Evaluate(assignment.Value, frame));
            }
            else
            {
                machine.Havoc.Release(Evaluate(initializer, frame), "it is put into an object that is not followed");
            }
        }

        return new ObjectValue(made);
    }

    private Value CreateArray(IArrayCreationOperation array, Frame frame)
    {
        if (array.Initializer is { } initializer)
        {
            if (array.DimensionSizes.Length != 1)
            {
                machine.Havoc.Operation(initializer, frame);
                return Value.Unknown;
            }

            return machine.Objects.NewList(new ListContent(EvaluateAll(initializer.ElementValues, frame).ToImmutable(), null), array.Type, array, frame);
        }

        IReadOnlyList<Value> sizes = EvaluateAll(array.DimensionSizes, frame);
        Value element = machine.DefaultOf((array.Type as IArrayTypeSymbol)?.ElementType);
        return sizes.Count != 1 ? Value.Unknown : machine.Objects.NewList(
            Numbers.AsInteger(sizes[0]) is { } count && count is >= 0 and <= Budget.Rounds
                ? new ListContent(Enumerable.Repeat(element, (int)count).ToList().ToImmutable(), null)
                : new ListContent(null, element),
            array.Type,
            array,
            frame);
    }

    private Value CreateCollection(IOperation operation, IReadOnlyList<CollectionElement> elements, Frame frame)
    {
        ListContent content = ListContent.Empty;
        foreach (CollectionElement element in elements)
        {
            Hold(content);
            Value value = Evaluate(element.Operation, frame);
            content = (ListContent)TakeBack();
            content = machine.Lattice.Concat(content, element.IsSpread ? machine.Lists.Enumerate(value, element.Operation, frame) : ListContent.One(value));
        }

        // Roslyn 4.8 has no operation for it, and no type of one.
        ITypeSymbol? type = operation.Type ?? machine.Sources.Get(operation.Syntax.SyntaxTree).GetTypeInfo(operation.Syntax).ConvertedType;
        return type is INamedTypeSymbol named && machine.IsModule(named) && ContainerCatalog.Find(TypeNames.MetadataName(named.OriginalDefinition)) is { } kind
            ? machine.Making.NewContainer(named, kind, content, operation, frame)
            : machine.Objects.NewList(content, type, operation, frame);
    }

    private Value Interpolate(IInterpolatedStringOperation text, Frame frame)
    {
        string? whole = "";
        foreach (IInterpolatedStringContentOperation part in text.Parts)
        {
            Value value = part switch
            {
                IInterpolationOperation interpolation => Evaluate(interpolation.Expression, frame),
                IInterpolatedStringTextOperation literal => Evaluate(literal.Text, frame),
                _ => machine.Havoc.Operation(part, frame),
            };
            machine.Havoc.Observe(value, "it is written into a string");
            if (value is ObjectValue or DelegateValue or ChoiceValue)
            {
                machine.Havoc.Release(value, "it is written into a string");
            }

            whole = whole is null || part is IInterpolationOperation { FormatString: not null } or IInterpolationOperation { Alignment: not null } ? null : value switch
            {
                NumberValue { Constant: string s } => whole + s,
                NumberValue { Constant: long and >= 0 and var n } => whole + n,
                _ => null,
            };
        }

        return whole is null ? NumberValue.Unknown : new NumberValue(whole);
    }

    private Value ObserveParts(IOperation operation, Frame frame)
    {
        foreach (Value value in EvaluateAll(operation.ChildOperations, frame))
        {
            machine.Havoc.Observe(value, "it is used in a way that is not followed: " + OperationPlace.Text(operation));
        }

        return Value.Unknown;
    }
}
