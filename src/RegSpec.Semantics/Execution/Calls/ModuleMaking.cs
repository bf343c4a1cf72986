using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>Makes layers, raw parameters, containers, and modules of other assemblies.</summary>
internal sealed class ModuleMaking
{
    private readonly Machine machine;

    public ModuleMaking(Machine machine) => this.machine = machine;

    private Heap Heap => machine.Heap;

    /// <summary>A layer as its factory makes it.</summary>
    public Value CreateLayer(CallUse use)
    {
        if (use.Method.Name == TorchSharpNames.ParameterFactory)
        {
            return CreateParameter(use.Arguments[0], use);
        }

        if (use.Type is not INamedTypeSymbol type || !machine.IsModule(type))
        {
            return machine.Havoc.Call(use);
        }

        string name = TypeNames.MetadataName(type.OriginalDefinition);
        if (ContainerCatalog.Find(name) is { } kind)
        {
            return CreateContainer(type, kind, use);
        }

        LayerOperation? operation = machine.Operations.FindLayer(name);
        if (operation is null || machine.Objects.IsFull)
        {
            foreach (Value argument in use.Arguments)
            {
                machine.Havoc.Release(argument, "it is given to " + type.Name + ", which is not followed");
            }

            if (machine.Objects.IsFull)
            {
                return Value.Unknown;
            }
        }

        bool isMany = use.Frame.Loops > 0;
        var arguments = new Dictionary<string, Value>();
        for (int i = 0; i < use.Arguments.Count; i++)
        {
            Value argument = use.Arguments[i];
            if (IsWritten(use, i))
            {
                argument = argument is ObjectValue { Object: { Content: > 0 } list } && machine.Objects.Content(list).Items is { } items ? new ArrayOption(items.ToEquatableArray()) : argument;
                arguments[use.Method.Parameters[i].Name] = isMany && argument is NumberValue { Constant: null, Key: not null } ? NumberValue.Unknown : argument;
            }
        }

        HeapObject layer = machine.Objects.New(
            ObjectKind.Layer,
            use.At,
            use.Frame,
            (id, loops) => new HeapObject(id, ObjectKind.Layer, type)
            {
                LoopDepth = loops,
                Creation = use.At.Syntax,
                Operation = operation,
                Arguments = arguments,
                Defaulted = Defaulted(use),
                Mode = Heap.NewCell(Numbers.Of(true)),
                Settings = Heap.NewCell(Numbers.Of(true)),
            },
            out bool isAgain);
        if (!isAgain && operation is not null)
        {
            AddParameters(layer, machine.Domain.Parameters(layer, name, arguments));
        }

        for (int i = 0; i < use.Arguments.Count; i++)
        {
            // A table that somebody trained before, weights of classes: no parameter that the layer takes over as its own.
            if (!layer.Parameters.ContainsKey(use.Method.Parameters[i].Name) && Lattice.Alternatives(use.Arguments[i]).Any(static one => one is TensorValue))
            {
                machine.Havoc.Release(use.Arguments[i], "it is given to a new " + type.Name);
            }
        }

        return new ObjectValue(layer);
    }

    /// <summary>Whether an argument stands in the source, or has a default that counts like one.</summary>
    private static bool IsWritten(CallUse use, int parameter) => use.At is not IInvocationOperation call || call.Arguments.Any(a => a.Parameter?.Ordinal == parameter);

    private static IReadOnlyCollection<string> Defaulted(CallUse use) => use.At is IInvocationOperation call
        ? call.Arguments.Where(static a => a.ArgumentKind == ArgumentKind.DefaultValue && a.Parameter is not null).Select(static a => a.Parameter!.Name).ToList()
        : System.Array.Empty<string>();

    private void AddParameters(HeapObject layer, IEnumerable<KeyValuePair<string, TensorValue>> parameters)
    {
        foreach (KeyValuePair<string, TensorValue> parameter in parameters)
        {
            layer.Parameters[parameter.Key] = Heap.NewCell(parameter.Value);
        }
    }

    public Value CreateParameter(Value data, CallUse use)
    {
        if (machine.AsTensor(data) is not { } tensor)
        {
            machine.Havoc.Release(data, "a parameter is made of it");
            return machine.UnknownOf(use.Type);
        }

        // One value would stand for several tensors of which only one scales: inside an instance of many it is that instance's.
        bool isMany = use.Frame.Loops > 0;
        bool isOfInstance = use.Frame.Self is ObjectValue { Object.IsOneOfMany: true };
        machine.Storages.At(isMany ? Machine.Site(use.At, use.Frame) : null);
        TensorValue? parameter = machine.Domain.Parameter(tensor, isMany && !isOfInstance);
        if (parameter is null)
        {
            machine.Havoc.Release(data, "a parameter is made of it");
            parameter = machine.Domain.Unknown(machine.Storages.Join(machine.Storages.New(), Storages.Outside));
        }

        machine.Storages.At(null);
        machine.Created.AddParameter(parameter, IsTrained(use));
        return parameter;
    }

    /// <summary>The argument <c>requires_grad</c>, true where there is none.</summary>
    private static bool? IsTrained(CallUse use) => use.Argument("requires_grad") is { } given ? Numbers.AsBool(given) : true;

    public Value CreateContainer(INamedTypeSymbol type, ContainerKind kind, CallUse use)
    {
        ListContent content = ListContent.Empty;
        for (int i = 0; i < use.Arguments.Count; i++)
        {
            Value argument = use.Arguments[i];
            if (argument is not NumberValue and not NullValue)
            {
                bool isMany = argument is ObjectValue { Object.Kind: ObjectKind.List } or SequenceValue || (argument is not ObjectValue && IsCollection(use.Method.Parameters[i].Type));
                content = machine.Lattice.Concat(content, isMany ? machine.Lists.Enumerate(argument, use.At, use.Frame) : ListContent.One(argument));
            }
        }

        return NewContainer(type, kind, content, use.At, use.Frame);
    }

    /// <summary>Whether what is given for a parameter of this type stands for its elements.</summary>
    public bool IsCollection(ITypeSymbol type) =>
        type is IArrayTypeSymbol || (!machine.IsModule(type) && type is INamedTypeSymbol { IsTupleType: false } && type.AllInterfaces.Append(type).Any(static i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T));

    /// <summary>A container with its first children.</summary>
    public Value NewContainer(INamedTypeSymbol type, ContainerKind kind, ListContent content, IOperation at, Frame frame)
    {
        HeapObject container = machine.Objects.New(
            ObjectKind.Container,
            at,
            frame,
            (id, loops) => new HeapObject(id, ObjectKind.Container, type)
            {
                LoopDepth = loops,
                Creation = at.Syntax,
                Container = kind,
                Content = Heap.NewCell(),
                Mode = Heap.NewCell(Numbers.Of(true)),
                Settings = Heap.NewCell(Numbers.Of(true)),
            },
            out bool isAgain);
        machine.Lists.Set(container, isAgain ? (ListContent)machine.Lattice.Join(machine.Objects.Content(container), content) : content, at, frame);
        return new ObjectValue(container);
    }

    /// <summary>A module of a class of another assembly of which something is known; null for any other.</summary>
    public Value? CreateExternal(INamedTypeSymbol type, CallUse use)
    {
        if (!machine.IsModule(type) || type.IsAbstract || machine.Objects.IsFull)
        {
            return null;
        }

        bool isVouched = machine.IsNormalization?.Invoke(type) == true && use.Frame.Loops == 0;
        object? known = isVouched ? null : machine.Domain.FindExternal(type);
        if (known is null && !isVouched)
        {
            return null;
        }

        foreach (Value argument in use.Arguments)
        {
            machine.Havoc.Release(argument, "it is given to a new " + type.Name);
        }

        HeapObject module = machine.Objects.New(
            ObjectKind.Layer,
            use.At,
            use.Frame,
            (id, loops) => new HeapObject(id, ObjectKind.Layer, type) { LoopDepth = loops, Creation = use.At.Syntax, Mode = Heap.NewCell(Numbers.Of(true)), Settings = Heap.NewCell(Numbers.Of(true)), External = known },
            out bool isAgain);
        if (!isAgain && known is not null)
        {
            AddParameters(module, machine.Domain.ExternalParameters(module));
        }

        return new ObjectValue(module);
    }
}
