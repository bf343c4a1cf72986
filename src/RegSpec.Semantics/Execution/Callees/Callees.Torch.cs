using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>TorchSharp.</summary>
internal sealed partial class Callees
{
    private Value? CallTorch(CallUse use, string owner)
    {
        string name = use.Method.Name;
        if (use.Receiver is ObjectValue { Object: { IsModule: true } module })
        {
            return CallModule(use, module);
        }

        if (machine.Operations.Find(owner, name) is { } entry)
        {
            return machine.Tensors.Apply(entry, use);
        }

        switch (owner)
        {
            case "TorchSharp.torch" when ContextCatalog.Find(name) is { } context:
                return Enter(context, use);
            case TorchSharpNames.Factories when use.Method.IsStatic:
                return machine.Making.CreateLayer(use);
            case TorchSharpNames.TensorExtensions when name == TorchSharpNames.AsParameter && use.Arguments.Count == 1:
                return machine.Making.CreateParameter(use.Arguments[0], use);
            case TorchSharpNames.ModuleExtensions when use.Arguments.Count > 0 && use.Places.All(static p => p is null):
                return use.Arguments[0];
            case "TorchSharp.DisposeScope":
                return CallScope(use);
            default:
                return name == "Dispose" && use.Receiver is { } disposed ? Dispose(disposed) : null;
        }
    }

    /// <summary>Opens a scope of gradients, or one that disposes of tensors.</summary>
    private Value? Enter(GradientContext context, CallUse use)
    {
        if (use.Arguments.FirstOrDefault(static a => a is DelegateValue) is { } function)
        {
            return machine.Calls.Apply(function, System.Array.Empty<Value>(), use.At, use.Type, use.Frame);
        }

        if (use.Arguments.Any(static a => a is not (NumberValue or NullValue)))
        {
            return null;
        }

        if (context == GradientContext.Unchanged)
        {
            return new ScopeValue(null);
        }

        Value previous = Heap.Read(Heap.GradientCell)!;
        Heap.Write(Heap.GradientCell, Numbers.Of(context == GradientContext.On));
        return new ScopeValue(previous);
    }

    /// <summary>A dispose scope hands on what it is given.</summary>
    private Value? CallScope(CallUse use)
    {
        if (use.Method.Name == "Dispose" && use.Receiver is { } scope)
        {
            return Dispose(scope);
        }

        if (!ContextCatalog.PassesThrough(use.Method.Name))
        {
            return null;
        }

        List<Value> passed = use.Arguments.Where((_, i) => use.Method.Parameters[i].Type.Name != "DisposeScope").ToList();
        if (use.Method.ReturnsVoid)
        {
            return Value.Unknown;
        }

        if (use.Type is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            return tuple.TupleElements.Length == passed.Count ? new TupleValue(passed.ToEquatableArray()) : null;
        }

        return passed.Count == 1 ? passed[0] : null;
    }

    private Value? CallModule(CallUse use, HeapObject module)
    {
        string name = use.Method.Name;
        IReadOnlyList<Value> arguments = use.Arguments;
        switch (name)
        {
            case TorchSharpNames.Call or TorchSharpNames.Forward when use.Places.All(static p => p is null):
                return machine.Modules.Call(module, arguments, use);
            case TorchSharpNames.RegisterModule or TorchSharpNames.RegisterParameter or "add_module" or TorchSharpNames.RegisterBuffer or TorchSharpNames.ConditionallyRegisterParameter when arguments.Count >= 2 && module.Container is null:
                if (use.Frame.Context.IsConstructing)
                {
                    machine.Registry.Register(module, arguments[0], arguments[1], MemberRead(use.At));
                }

                return Value.Unknown;
            case TorchSharpNames.RegisterComponents when arguments.Count == 0 && use.Frame.Context.IsConstructing:
                machine.Registry.RegisterAll(module);
                return Value.Unknown;
            case "apply" when arguments.Count == 1:
                foreach (HeapObject below in machine.Havoc.Below(module))
                {
                    machine.Calls.Apply(arguments[0], new Value[] { new ObjectValue(below) }, use.At, null, use.Frame);
                }

                return use.Receiver!;
            case "modules" or "children":
                return Bag(machine.Havoc.Below(module).Where(below => name == "modules" || !ReferenceEquals(below, module)).Select(static below => (Value)new ObjectValue(below)), use);
            case "named_modules" or "named_children":
                return Bag(machine.Havoc.Below(module).Where(below => name == "named_modules" || !ReferenceEquals(below, module)).Select(static below => Named(new ObjectValue(below))), use);
            case "parameters":
                return Bag(ParametersBelow(module), use);
            case "named_parameters":
                return Bag(ParametersBelow(module).Select(Named), use);
        }

        if (module.Content > 0 && machine.Lists.Call(use, module) is { } listed)
        {
            return listed;
        }

        if (ContextCatalog.IsHarmless(name))
        {
            return use.Method.ReturnsVoid ? Value.Unknown : use.Receiver!;
        }

        if (ContextCatalog.ChangesMode(name))
        {
            machine.Modules.Switch(module);
            return Value.Unknown;
        }

        return null;
    }

    /// <summary>The member of the instance that a registration names, if it names one.</summary>
    private static ISymbol? MemberRead(IOperation at)
    {
        IOperation? operand = (at as IInvocationOperation)?.Arguments.FirstOrDefault(static a => a.Parameter?.Ordinal == 1)?.Value;
        while (operand is IConversionOperation conversion)
        {
            operand = conversion.Operand;
        }

        return operand switch
        {
            IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var field } => field.OriginalDefinition,
            IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: var property } => property.OriginalDefinition,
            _ => null,
        };
    }

    private static Value Named(Value value) => new TupleValue(EquatableArray.Create<Value>(NumberValue.Unknown, value));

    /// <summary>The parameters below a module, each as it is held.</summary>
    private IEnumerable<Value> ParametersBelow(HeapObject module) => machine.Havoc.Below(module)
        .SelectMany(below => machine.Havoc.Parts(below))
        .SelectMany(static part => part is ListContent list ? list.All : new[] { part })
        .SelectMany(Lattice.Alternatives)
        .OfType<TensorValue>()
        .Where(machine.Domain.IsWholeParameter)
        .Distinct();

    /// <summary>A list of what is followed; there may be more, and the order is not known.</summary>
    private Value Bag(IEnumerable<Value> values, CallUse use)
    {
        ImmutableArray<Value> items = values.ToImmutableArray();
        HeapObject made = machine.Objects.New(
            ObjectKind.List,
            use.At,
            use.Frame,
            (id, loops) => new HeapObject(id, ObjectKind.List, use.Type) { LoopDepth = loops, Content = Heap.NewCell(), IsBag = true },
            out _);
        Heap.Write(made.Content, items.Length > Budget.Rounds ? new ListContent(null, machine.Lattice.JoinAll(items)) : new ListContent(items, null));
        return new ObjectValue(made);
    }
}
