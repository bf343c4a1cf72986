using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>Which body a call runs, and running it. A body runs only where it is certain that it is the one; arguments belong to parameters.</summary>
internal sealed class Calls
{
    private readonly Machine machine;
    private readonly List<Frame> open = new();

    public Calls(Machine machine) => this.machine = machine;

    private Heap Heap => machine.Heap;

    public Value Invoke(IInvocationOperation call, Frame frame)
    {
        Evaluator evaluator = machine.Evaluator;
        if (call.Instance is { } instance)
        {
            evaluator.Hold(evaluator.Evaluate(instance, frame));
        }

        int count = call.TargetMethod.Parameters.Length;
        var arguments = new Value[count];
        var places = new Place?[count];
        var order = new List<int>();
        foreach (IArgumentOperation argument in call.Arguments)
        {
            int ordinal = argument.Parameter?.Ordinal ?? 0;
            order.Add(ordinal);
            evaluator.Hold(Argument(argument, ordinal, places, frame));
        }

        // What a later argument wrote in place, an earlier one shows.
        for (int i = order.Count - 1; i >= 0; i--)
        {
            arguments[order[i]] = evaluator.TakeBack();
        }

        Value? receiver = call.Instance is null ? null : evaluator.TakeBack();
        if (!Heap.IsReachable)
        {
            return machine.UnknownOf(call.Type);
        }

        for (int i = 0; i < count; i++)
        {
            arguments[i] ??= machine.UnknownOf(call.TargetMethod.Parameters[i].Type);
        }

        bool isVirtual = call.IsVirtual && call.Instance is not IInstanceReferenceOperation { Syntax: BaseExpressionSyntax };
        return Call(new CallUse(call.TargetMethod, receiver, arguments, places, call, call.Type, frame, isVirtual));
    }

    /// <summary>The value of an argument, and the place of one that is passed by reference.</summary>
    public Value Argument(IArgumentOperation argument, int ordinal, Place?[] places, Frame frame)
    {
        RefKind kind = argument.Parameter?.RefKind ?? RefKind.None;
        if (kind is RefKind.None || (kind == RefKind.In && !IsAddressable(argument.Value)))
        {
            return machine.Evaluator.Evaluate(argument.Value, frame);
        }

        places[ordinal] = machine.Evaluator.PlaceOf(argument.Value, frame);
        return kind == RefKind.Out || !Heap.IsReachable ? Value.Unknown : machine.Places.Read(places[ordinal]!, frame);
    }

    private static bool IsAddressable(IOperation operation) => operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IArrayElementReferenceOperation;

    public Value Call(CallUse use)
    {
        IMethodSymbol method = use.Method;
        if (method.MethodKind == MethodKind.Constructor)
        {
            return machine.Construction.CallOther(use);
        }

        if (method.MethodKind == MethodKind.DelegateInvoke && use.Receiver is { } function)
        {
            return InvokeDelegate(function, use);
        }

        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return machine.Bodies.OfLocal(method, use.Frame) is var (graph, parent) ? Run(use, method, graph, parent.Self, parent) : machine.Havoc.Call(use);
        }

        return use.Receiver is ChoiceValue receiver ? machine.Distribute(receiver, one => CallOn(use with { Receiver = one })) : CallOn(use);
    }

    private Value CallOn(CallUse use)
    {
        IMethodSymbol method = use.Method;
        if (method.IsStatic != (use.Receiver is null) || use.Arguments.Count != method.Parameters.Length)
        {
            return machine.Havoc.Call(use);
        }

        if (use.Receiver is ObjectValue { Object: { Kind: ObjectKind.Plain or ObjectKind.UserModule, Class: { } exact } } self)
        {
            IMethodSymbol? actual = use.IsVirtual ? Resolve(method, exact) : method;
            if (actual is null)
            {
                return machine.Havoc.Call(use);
            }

            if (actual is { Name: "<Clone>$", IsImplicitlyDeclared: true } && machine.Construction.Copy(self.Object, use) is { } copy)
            {
                return copy;
            }

            if (machine.Bodies.Of(actual) is { } graph)
            {
                return use.IsVirtual && ModuleCalls.IsForward(actual) ? machine.Modules.Call(self.Object, use.Arguments, use)
                    : machine.Modules.Study(self.Object, use.Frame.Context, context => Run(use, actual, graph, self, null, inner => inner with { Hidden = context.Hidden, Studied = context.Studied }));
            }

            // A method that TorchSharp or the framework implements.
            return machine.Bodies.IsHere(actual.ContainingType) ? machine.Havoc.Call(use) : machine.Callees.Call(use with { Method = actual.Parameters.Length == method.Parameters.Length ? actual : method }) ?? machine.Havoc.Call(use);
        }

        if (machine.Bodies.IsHere(method.ContainingType))
        {
            // Without a receiver that is followed, only what cannot be overridden is certain.
            bool isCertain = method.IsStatic ? !method.IsAbstract && !method.IsVirtual : !(method.IsVirtual || method.IsAbstract || method.IsOverride) && method.ContainingType.TypeKind != TypeKind.Interface;
            if (method.IsStatic && isCertain && machine.Bodies.Of(method) is { } graph)
            {
                return Run(use, method, graph, null, null);
            }

            if (use.Receiver is not null)
            {
                OfAnotherInstance(method, use.At);
            }

            return machine.Havoc.Call(use);
        }

        return machine.Callees.Call(use) ?? machine.Havoc.Call(use);
    }

    /// <summary>The method an object of exactly this type runs; null if that is not certain.</summary>
    public static IMethodSymbol? Resolve(IMethodSymbol method, INamedTypeSymbol exact)
    {
        if (method.ContainingType?.TypeKind == TypeKind.Interface)
        {
            INamedTypeSymbol? implemented = exact.AllInterfaces.FirstOrDefault(i => SymbolEqualityComparer.Default.Equals(i, method.ContainingType))
                ?? exact.AllInterfaces.FirstOrDefault(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, method.ContainingType.OriginalDefinition));
            IMethodSymbol? member = implemented?.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, method.OriginalDefinition));
            return member is null || exact.FindImplementationForInterfaceMember(member) is not IMethodSymbol found ? null : Overriding(found, exact);
        }

        return Overriding(method, exact);
    }

    private static IMethodSymbol Overriding(IMethodSymbol method, INamedTypeSymbol exact)
    {
        if (!method.IsVirtual && !method.IsAbstract && !method.IsOverride)
        {
            return method;
        }

        for (INamedTypeSymbol? t = exact; t is not null; t = t.BaseType)
        {
            foreach (IMethodSymbol member in t.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                for (IMethodSymbol? m = member; m is not null; m = m.OverriddenMethod)
                {
                    if (SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, method.OriginalDefinition))
                    {
                        return member;
                    }
                }
            }
        }

        return method;
    }

    /// <summary>The property a class actually has under an inherited name.</summary>
    private static IPropertySymbol? Resolve(IPropertySymbol property, INamedTypeSymbol exact)
    {
        IMethodSymbol? accessor = property.GetMethod ?? property.SetMethod;
        return accessor is null ? null : Resolve(accessor, exact)?.AssociatedSymbol as IPropertySymbol;
    }

    public Value InvokeDelegate(Value function, CallUse use)
    {
        if (function is ChoiceValue)
        {
            return machine.Distribute(function, one => InvokeDelegate(one, use));
        }

        if (function is not DelegateValue target)
        {
            return machine.Havoc.Call(use with { Receiver = function });
        }

        IMethodSymbol method = target.Target;
        if (target.Body is { } body)
        {
            return Run(use, method, MethodGraph.Of(body), target.Receiver, target.Frame);
        }

        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return machine.Bodies.OfLocal(method, target.Frame) is var (graph, parent) ? Run(use, method, graph, parent.Self, parent) : machine.Havoc.Call(use with { Receiver = function });
        }

        if (method.MethodKind == MethodKind.AnonymousFunction)
        {
            return machine.Havoc.Call(use with { Receiver = function });
        }

        // A method group: its own parameters, in the same order; what an extension method is bound to is its first.
        bool isBound = method.IsExtensionMethod && target.Receiver is not null;
        method = isBound ? method.ReducedFrom ?? method : method;
        List<Value> arguments = isBound ? use.Arguments.Prepend(target.Receiver!).ToList() : use.Arguments.ToList();
        List<Place?> places = isBound ? use.Places.Prepend(null).ToList() : use.Places.ToList();
        return arguments.Count != method.Parameters.Length
            ? machine.Havoc.Call(use with { Receiver = function })
            : Call(use with { Method = method, Receiver = isBound ? null : target.Receiver, Arguments = arguments, Places = places, Type = method.ReturnsVoid ? use.Type : method.ReturnType, IsVirtual = true });
    }

    /// <summary>A call of a function with given values, as LINQ makes it.</summary>
    public Value Apply(Value function, IReadOnlyList<Value> arguments, IOperation at, ITypeSymbol? type, Frame frame)
    {
        if (function is DelegateValue { Target: { } target } && target.Parameters.Length == arguments.Count)
        {
            return InvokeDelegate(function, new CallUse(target, function, arguments, CallUse.NoPlaces(arguments.Count), at, type, frame));
        }

        if (function is ChoiceValue)
        {
            return machine.Distribute(function, one => Apply(one, arguments, at, type, frame));
        }

        machine.Havoc.Release(function, "it is called in a way that is not followed: " + OperationPlace.Text(at));
        foreach (Value argument in arguments)
        {
            machine.Havoc.Release(argument, "it is passed to a function that is not known: " + OperationPlace.Text(at));
        }

        return machine.UnknownOf(type);
    }

    /// <summary>A user-defined operator or conversion.</summary>
    public Value Operator(IMethodSymbol method, IReadOnlyList<Value> values, IOperation operation, Frame frame) =>
        Call(new CallUse(method, null, values, CallUse.NoPlaces(values.Count), operation, operation.Type, frame));

    /// <summary>Runs a body in place of a call.</summary>
    /// <param name="use">The call.</param>
    /// <param name="method">The method whose body it is.</param>
    /// <param name="graph">The body.</param>
    /// <param name="self">The instance.</param>
    /// <param name="parent">The activation around a closure.</param>
    /// <param name="change">What is different in the context of the call.</param>
    /// <param name="isEntry">Nobody in the model called it.</param>
    public Value Run(CallUse use, IMethodSymbol method, MethodGraph graph, Value? self, Frame? parent, System.Func<CallContext, CallContext>? change = null, bool isEntry = false)
    {
        if ((method.IsAsync && !isEntry) || graph.Yields || method.ReturnsByRef || method.ReturnsByRefReadonly || machine.Budget.IsSpent)
        {
            return GiveUp(use, self, parent, "it is passed to " + method.Name + ", which is not followed");
        }

        int again = 0;
        foreach (Frame other in open)
        {
            again += other.Context.Method is { } running && SymbolEqualityComparer.Default.Equals(running, method) && Equals(other.Self, self) ? 1 : 0;
        }

        if (open.Count >= Budget.CallDepth || again >= Budget.Recursion)
        {
            return GiveUp(use, self, parent, again >= Budget.Recursion ? method.Name + " calls itself" : "calls are nested too deeply");
        }

        CallContext outer = use.Frame.Context;
        CallContext context = outer with { Self = self, Method = method, Site = use.At is null ? outer.Site : Machine.Site(use.At, use.Frame), Depth = outer.Depth + 1, Loops = use.Frame.Loops };
        var frame = new Frame(change is null ? context : change(context), parent, graph);
        IMethodSymbol definition = method.OriginalDefinition;
        for (int i = 0; i < definition.Parameters.Length; i++)
        {
            Value value = i < use.Places.Count && use.Places[i] is { } place ? new ReferenceValue(place)
                : i < use.Arguments.Count ? use.Arguments[i]
                : machine.UnknownOf(definition.Parameters[i].Type);
            Heap.Write(frame.Declare(definition.Parameters[i], Heap), value);
        }

        machine.Bodies.Ran.Add(definition);
        open.Add(frame);
        new ControlFlow(machine, frame, graph).Run();
        open.RemoveAt(open.Count - 1);
        if (!frame.IsCaptured)
        {
            foreach (int cell in frame.Cells.Concat(frame.CaptureCells))
            {
                Heap.Drop(cell);
            }
        }

        return frame.Result ?? (method.ReturnsVoid ? Value.Unknown : machine.UnknownOf(use.Type));
    }

    /// <summary>Runs a method that the outside calls.</summary>
    public Value RunEntry(IMethodSymbol method, MethodGraph graph, HeapObject root, IReadOnlyList<Value> arguments, Frame frame)
    {
        var use = new CallUse(method, new ObjectValue(root), arguments, CallUse.NoPlaces(arguments.Count), null!, method.ReturnsVoid ? null : method.ReturnType, frame);
        return Run(use, method, graph, use.Receiver, null, isEntry: true);
    }

    private Value GiveUp(CallUse use, Value? self, Frame? parent, string why)
    {
        if (use.Method.MethodKind == MethodKind.Constructor && self is ObjectValue { Object: var made })
        {
            // What the constructor would have set, for good or not.
            foreach (KeyValuePair<ISymbol, int> field in made.Fields)
            {
                Heap.Write(field.Value, machine.UnknownOf((field.Key as IFieldSymbol)?.Type ?? (field.Key as IPropertySymbol)?.Type));
            }
        }

        machine.Havoc.Release(use.Receiver, why);
        for (int i = 0; i < use.Arguments.Count; i++)
        {
            machine.Havoc.Release(use.Arguments[i], why);
            if (use.Places[i] is { } place)
            {
                machine.Places.Write(place, machine.UnknownOf(use.Method.Parameters[i].Type), use.At, use.Frame);
            }
        }

        // A local function reaches what its activation and those around it hold, the instance too.
        machine.Havoc.Release(parent is null ? null : new DelegateValue(use.Method, null, parent.Self, parent), why);
        return machine.From(use.Result, "what " + use.Method.Name + " returns");
    }

    // Members.

    public Value ReadField(IFieldSymbol field, Value owner, IOperation at, Frame frame)
    {
        switch (owner)
        {
            case ObjectValue { Object: { Kind: ObjectKind.Plain or ObjectKind.UserModule } thing }:
                return machine.Places.ReadMember(thing, field, at.Type, frame);
            case TupleValue tuple when field.ContainingType.IsTupleType && Evaluator.TupleIndex(field) is var i and >= 0 && i < tuple.Items.Count:
                return tuple.Items[i];
            case OpaqueValue or NumberValue:
                OfAnotherInstance(field, at);
                return machine.Setting(at.Type, "the field " + field.Name, owner);
            case ObjectValue { Object: { IsModule: true } layer }:
                return machine.Modules.ReadMember(layer, field.Name, at, frame);
            default:
                machine.Havoc.Release(owner, "it is used in a way that is not followed: " + OperationPlace.Text(at));
                return machine.UnknownOf(at.Type);
        }
    }

    /// <summary>A static: constants and tables that nothing can change; anything else is unknown.</summary>
    public Value ReadStatic(IFieldSymbol field, Frame frame) => machine.Construction.StaticTable(field, frame) ?? machine.Setting(field.Type, "the static field " + field.Name);

    /// <summary>A member of an object that is not followed; it may be a second instance of a class of this model, or an object of the model that escaped.</summary>
    public void OfAnotherInstance(ISymbol member, IOperation at)
    {
        if (machine.IsModule(member.ContainingType) && machine.Bodies.IsHere(member.ContainingType))
        {
            machine.Domain.SeeEverything("a member of an object that is not followed is used: " + OperationPlace.Text(at));
        }
    }

    public Value ReadProperty(IPropertySymbol property, Value? receiver, EquatableArray<Value> arguments, IOperation at, bool isVirtual, Frame frame)
    {
        if (receiver is ChoiceValue)
        {
            return machine.Distribute(receiver, one => ReadProperty(property, one, arguments, at, isVirtual, frame));
        }

        if (receiver is null)
        {
            return property.GetMethod is { IsStatic: true, IsAbstract: false, IsVirtual: false } getter && machine.Bodies.Of(getter) is { } body
                ? Run(Accessor(getter, null, arguments, at, frame), getter, body, null, null)
                : machine.Callees.ReadStatic(property) ?? machine.Setting(at.Type);
        }

        if (receiver is ObjectValue { Object: { Kind: ObjectKind.Plain or ObjectKind.UserModule, Class: { } exact } thing })
        {
            IPropertySymbol? actual = isVirtual ? Resolve(property, exact) : property;
            if (actual?.GetMethod is { } getter && machine.Bodies.Of(getter) is { } graph)
            {
                return Run(Accessor(getter, receiver, arguments, at, frame), getter, graph, receiver, null);
            }

            if (actual is not null && !actual.IsIndexer && (machine.Bodies.IsHere(actual.ContainingType) || exact.IsAnonymousType))
            {
                return machine.Places.ReadMember(thing, actual, at.Type, frame);
            }
        }
        else if (machine.Bodies.IsHere(property.ContainingType))
        {
            OfAnotherInstance(property, at);
        }

        return machine.Callees.ReadProperty(property, receiver, arguments, at, frame) ?? Fallback();

        Value Fallback()
        {
            machine.Havoc.Release(receiver, "it is used in a way that is not followed: " + OperationPlace.Text(at));
            foreach (Value argument in arguments)
            {
                machine.Havoc.Release(argument, "it is an index of something that is not followed: " + OperationPlace.Text(at));
            }

            return receiver is OpaqueValue or NumberValue ? machine.Setting(at.Type, "the property " + property.Name, receiver) : machine.UnknownOf(at.Type);
        }
    }

    public void WriteProperty(PropertyPlace place, Value value, Frame frame)
    {
        (IPropertySymbol property, IOperation at) = (place.Property, place.At);
        if (place.Owner is ObjectValue { Object: { Kind: ObjectKind.Plain or ObjectKind.UserModule, Class: { } exact } thing })
        {
            IPropertySymbol? actual = place.IsVirtual ? Resolve(property, exact) : property;
            if (actual?.SetMethod is { } setter && machine.Bodies.Of(setter) is { } graph)
            {
                Run(Accessor(setter, place.Owner, place.Arguments.Concat(new[] { value }).ToEquatableArray(), at, frame), setter, graph, place.Owner, null);
                return;
            }

            if (actual is not null && !actual.IsIndexer && machine.Bodies.IsHere(actual.ContainingType))
            {
                machine.Places.WriteMember(thing, actual.OriginalDefinition, value, at, frame);
                return;
            }
        }

        if (place.Owner is null && property.SetMethod is { IsStatic: true } shared && machine.Bodies.Of(shared) is { } body)
        {
            Run(Accessor(shared, null, EquatableArray.Create(value), at, frame), shared, body, null, null);
            return;
        }

        if (place.Owner is ObjectValue { Object: { Kind: ObjectKind.Layer } layer } && machine.Modules.SetMember(layer, property.Name, value, frame))
        {
            return;
        }

        if (machine.Bodies.IsHere(property.ContainingType))
        {
            OfAnotherInstance(property, at);
        }

        machine.Havoc.Release(value, "it is stored in a way that is not followed: " + OperationPlace.Text(at));
        machine.Havoc.Release(place.Owner, "a property is set: " + OperationPlace.Text(at));
        foreach (Value argument in place.Arguments)
        {
            machine.Havoc.Release(argument, "it is an index of something that is not followed: " + OperationPlace.Text(at));
        }
    }

    private static CallUse Accessor(IMethodSymbol accessor, Value? receiver, EquatableArray<Value> arguments, IOperation at, Frame frame) =>
        new(accessor, receiver, arguments.ToList(), CallUse.NoPlaces(arguments.Count), at, accessor.ReturnsVoid ? null : accessor.ReturnType, frame);
}
