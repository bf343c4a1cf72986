using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Execution;

/// <summary>Calls of modules: layers by the catalog, containers one by one, classes of the compilation by their bodies, others by what a domain knows.</summary>
internal sealed class ModuleCalls
{
    private static readonly OperationEntry VouchedNormalization = new("a class marked as normalization", OperationRule.LayerNorm, Rational.One, false);

    private static readonly IReadOnlyDictionary<string, Value> NoOptions = new Dictionary<string, Value>();

    private readonly Machine machine;

    public ModuleCalls(Machine machine) => this.machine = machine;

    private Heap Heap => machine.Heap;

    /// <summary>Calls a module with the arguments of a use.</summary>
    public Value Call(HeapObject module, IReadOnlyList<Value> arguments, CallUse use) => Call(module, arguments, use, use.Frame.Context);

    private Value Call(HeapObject module, IReadOnlyList<Value> arguments, CallUse use, CallContext context) => Study(module, context, c => CallExactly(module, arguments, use, c));

    /// <summary>One instance of many is under study: this call is its, or another's whose weights do not scale.</summary>
    public Value Study(HeapObject module, CallContext context, System.Func<CallContext, Value> act)
    {
        if (!module.IsOneOfMany || context.IsConstructing)
        {
            return act(context);
        }

        // Inside the instance under study its own layers are under study too; so are those of another instance not.
        List<int> own = ParametersBelow(module).Where(p => !(context.Studied.TryGetValue(p, out int depth) && depth >= module.LoopDepth) && !context.Hidden.Contains(p)).ToList();
        return own.Count == 0
            ? act(context)
            : machine.Fork(new System.Func<Value>[]
            {
                () => act(context with { Studied = context.Studied.SetItems(own.Select(p => new KeyValuePair<int, int>(p, module.LoopDepth))) }),
                () => act(context with { Hidden = context.Hidden.Union(own) }),
            });
    }

    /// <summary>The memory of all parameters below a module.</summary>
    public IEnumerable<int> ParametersBelow(HeapObject module) => machine.Havoc.Below(module)
        .SelectMany(below => machine.Havoc.Parts(below))
        .SelectMany(static part => part is ListContent list ? list.All : new[] { part })
        .SelectMany(Lattice.Alternatives)
        .OfType<TensorValue>()
        .SelectMany(tensor => machine.Storages.Memories(tensor.Storage))
        .Where(machine.Domain.IsParameter)
        .Distinct();

    private Value CallExactly(HeapObject module, IReadOnlyList<Value> arguments, CallUse use, CallContext context)
    {
        if (!Heap.IsReachable)
        {
            return machine.UnknownOf(use.Type);
        }

        module.IsCalled = true;
        if (module.Operation is { } operation && machine.Objects.IsAsMade(module))
        {
            return CallLayer(module, operation, arguments, use, context);
        }

        if (module.Class is { } type && machine.IsNormalization?.Invoke(type) == true && arguments.Count == 1 && machine.AsTensor(arguments[0]) is { } normalized)
        {
            // The user vouches for what cannot be proved; whether it subtracts a mean is not said, so an offset is not removed.
            return machine.Tensors.Finish(new OperationUse(VouchedNormalization, new[] { normalized }, NoOptions, machine.Where(module, use.At, use.Frame)), use.Type, use.At, use.Frame);
        }

        if (module.Container is ContainerKind.Sequential)
        {
            return CallSequential(module, arguments, use, context);
        }

        if (module.Kind == ObjectKind.UserModule && ForwardOf(module, arguments.Count) is { } forward && machine.Bodies.Of(forward) is { } graph)
        {
            return machine.Calls.Run(
                use with { Method = forward, Receiver = new ObjectValue(module), Arguments = arguments, Places = CallUse.NoPlaces(arguments.Count), Type = forward.ReturnType },
                forward,
                graph,
                new ObjectValue(module),
                null,
                inner => inner with { Hidden = context.Hidden, Studied = context.Studied });
        }

        if (module.External is not null && machine.Objects.IsAsMade(module))
        {
            return CallExternal(module, arguments, use, context);
        }

        return GiveUp(module, arguments, use, "it is passed to " + module.Type?.Name + ", which is not followed");
    }

    private Value GiveUp(HeapObject module, IReadOnlyList<Value> arguments, CallUse use, string why)
    {
        machine.Havoc.Release(new ObjectValue(module), why);
        foreach (Value argument in arguments)
        {
            machine.Havoc.Release(argument, why);
        }

        return machine.UnknownOf(use.Type);
    }

    /// <summary>The override of TorchSharp's <c>forward</c> that an object of exactly this type has; null for none.</summary>
    public static IMethodSymbol? ForwardOf(HeapObject module, int arguments)
    {
        for (INamedTypeSymbol? t = module.Class; t is not null; t = t.BaseType)
        {
            foreach (IMethodSymbol method in t.GetMembers(TorchSharpNames.Forward).OfType<IMethodSymbol>())
            {
                if (method.Parameters.Length == arguments && IsForward(method))
                {
                    return method;
                }
            }
        }

        return null;
    }

    /// <summary>Whether calling the module calls this method.</summary>
    public static bool IsForward(IMethodSymbol method)
    {
        if (method.Name != TorchSharpNames.Forward || method.IsStatic)
        {
            return false;
        }

        IMethodSymbol root = method;
        while (root.OverriddenMethod is { } overridden)
        {
            root = overridden;
        }

        return root.ContainingAssembly?.Name == TorchSharpNames.Assembly;
    }

    private Value CallSequential(HeapObject module, IReadOnlyList<Value> arguments, CallUse use, CallContext context)
    {
        ListContent children = machine.Objects.Content(module);
        if (children.Items is { } items)
        {
            foreach (Value item in items)
            {
                arguments = new[] { CallValue(Lists.ChildOf(item), arguments, use, context) };
            }

            return arguments.Count == 1 ? arguments[0] : machine.UnknownOf(use.Type);
        }

        if (children.Summary is not { } summary || arguments.Count != 1)
        {
            return GiveUp(module, arguments, use, "it goes through a Sequential whose items are not known");
        }

        // Any number of any of them, in any order.
        Value current = arguments[0];
        for (int round = 0; round < Budget.Fixpoint; round++)
        {
            Value next = machine.Lattice.Join(current, CallValue(Lists.ChildOf(summary), new[] { current }, use, context));
            if (next.Equals(current))
            {
                return next;
            }

            current = next;
        }

        machine.Domain.SeeEverything("a Sequential filled in a loop does not settle");
        return machine.UnknownOf(use.Type);
    }

    private Value CallValue(Value callee, IReadOnlyList<Value> arguments, CallUse use, CallContext context)
    {
        switch (callee)
        {
            case ObjectValue { Object: { IsModule: true } module }:
                return Call(module, arguments, use with { Type = TypeOfResult(module) ?? use.Type }, context);
            case ChoiceValue:
                return machine.Distribute(callee, one => CallValue(one, arguments, use, context));
            default:
                machine.Havoc.Release(callee, "it is called in a way that is not followed");
                foreach (Value argument in arguments)
                {
                    machine.Havoc.Release(argument, "it is passed to a module that is not known");
                }

                return machine.UnknownOf(use.Type);
        }
    }

    private static ITypeSymbol? TypeOfResult(HeapObject module)
    {
        for (INamedTypeSymbol? t = module.Class; t is not null; t = t.BaseType)
        {
            if (t is { Name: "Module", TypeArguments: { Length: > 1 } arguments } && t.ContainingAssembly?.Name == TorchSharpNames.Assembly)
            {
                return arguments[arguments.Length - 1];
            }
        }

        return null;
    }

    private Value CallLayer(HeapObject module, LayerOperation operation, IReadOnlyList<Value> arguments, CallUse use, CallContext context)
    {
        var operands = new List<TensorValue>();
        var names = new List<string>();
        foreach (Value argument in arguments)
        {
            if (argument is NullValue or NumberValue)
            {
                continue;
            }

            if (machine.AsTensor(argument) is not { } tensor)
            {
                machine.Havoc.Release(argument, "it is passed to " + operation.Entry.Name + " in a form that is not followed");
                continue;
            }

            operands.Add(tensor);
            names.Add("");
        }

        if (operation.Weight is { } weight)
        {
            if (Parameter(module, weight, context) is not { } own || operands.Count != (operation.Entry.Rule == OperationRule.Bilinear ? 2 : 1))
            {
                return GiveUp(module, arguments, use, operation.Entry.Name + " in a form that is not followed");
            }

            operands.Add(own);
            names.Add(weight);
        }
        else
        {
            foreach (int cell in module.Parameters.Values)
            {
                if (Heap.Read(cell) is TensorValue parameter)
                {
                    machine.Domain.SeeParameters(parameter.Storage, operation.Entry.Name + " is not homogeneous in its weights");
                }
            }
        }

        if (operation.Bias is { } bias && module.Parameters.ContainsKey(bias))
        {
            if (Parameter(module, bias, context) is not { } added)
            {
                return GiveUp(module, arguments, use, operation.Entry.Name + " in a form that is not followed");
            }

            operands.Add(added);
            names.Add(bias);
        }

        IReadOnlyDictionary<string, Value> options = module.Arguments;
        if (operation.Entry.Rule is OperationRule.BatchNorm or OperationRule.InstanceNorm && !machine.Objects.IsTraining(module))
        {
            options = new Dictionary<string, Value>(module.Arguments.ToDictionary(static a => a.Key, static a => a.Value)) { [OptionNames.Training[0]] = NumberValue.Unknown };
        }

        return machine.Tensors.Finish(
            new OperationUse(operation.Entry, operands, options, machine.Where(module, use.At, use.Frame))
            {
                Layer = module,
                Names = names,
                FeatureSize = operation.OutputSize is { } output && module.Arguments.TryGetValue(output, out Value? size) ? size : null,
                ChannelSize = operation.InputSize is { } input && module.Arguments.TryGetValue(input, out Value? channels) ? channels : null,
            },
            use.Type,
            use.At,
            use.Frame);
    }

    private TensorValue? Parameter(HeapObject module, string name, CallContext context) =>
        module.Parameters.TryGetValue(name, out int cell) && Heap.Read(cell) is TensorValue tensor ? (TensorValue)machine.Places.Visible(tensor, context.Hidden) : null;

    private Value CallExternal(HeapObject module, IReadOnlyList<Value> arguments, CallUse use, CallContext context)
    {
        string name = module.Type!.Name;
        if (!machine.Objects.IsTraining(module))
        {
            return GiveUp(module, arguments, use, name + " is switched between training and evaluation");
        }

        var inputs = new List<TensorValue?>();
        foreach (Value argument in arguments)
        {
            TensorValue? input = argument is NullValue or NumberValue ? null : machine.AsTensor(argument);
            if (input is null && argument is not (NullValue or NumberValue))
            {
                machine.Havoc.Release(argument, "it is passed to " + name + " in a form that is not followed");
            }

            inputs.Add(input);
        }

        var parameters = module.Parameters.Keys.Select(path => (Path: path, Tensor: Parameter(module, path, context))).Where(static p => p.Tensor is not null).ToDictionary(static p => p.Path, static p => p.Tensor!);
        return machine.Domain.CallExternal(new ExternalUse(module, inputs, parameters, machine.Where(module, use.At, use.Frame)))
            ?? (machine.Domain.IsFollowed(module, arguments.Count) ? machine.UnknownOf(use.Type) : GiveUp(module, arguments, use, name + " is called in a form that is not followed"));
    }

    public Value ReadMember(HeapObject module, string name, IOperation at, Frame frame)
    {
        if (module.Parameters.TryGetValue(name, out int cell) && Heap.Read(cell) is { } value)
        {
            return SeenOfMany(module, machine.Places.Visible(value, frame), frame);
        }

        if (module.External is not null)
        {
            machine.Havoc.Leave(new ObjectValue(module), "its member " + name + " is used");
        }

        // Stored statistics and the like follow the scale of what came before.
        if (machine.IsTensor(at.Type))
        {
            bool isParameter = module.Operation is { Weight: { } w } && w == name || module.Operation is { Bias: { } b } && b == name;
            if (module.Operation is null || (!isParameter && name is not ("weight" or "bias")))
            {
                machine.Domain.SeeEverything("a tensor of a module is read: " + OperationPlace.Text(at));
            }

            return machine.Lattice.Join(Value.Null, machine.UnknownOf(at.Type));
        }

        return machine.UnknownOf(at.Type);
    }

    /// <summary>A parameter of one instance of many, read where nobody knows of which.</summary>
    public Value SeenOfMany(HeapObject owner, Value value, Frame frame)
    {
        if (owner.IsOneOfMany && !frame.Context.IsConstructing && value is TensorValue tensor)
        {
            foreach (int memory in machine.Storages.Memories(tensor.Storage))
            {
                if (machine.Domain.IsParameter(memory) && !frame.Context.Studied.ContainsKey(memory) && !frame.Context.Hidden.Contains(memory))
                {
                    machine.Domain.SeeParameters(memory, "one of several is read");
                }
            }
        }

        return value;
    }

    /// <summary>Sets a property of a layer: true if nothing more happens than that two layers share a parameter.</summary>
    public bool SetMember(HeapObject layer, string name, Value value, Frame frame)
    {
        if (value is TensorValue tied && frame.Context.IsConstructing && frame.Loops == 0 && layer.Parameters.TryGetValue(name, out int cell) && Heap.Read(cell) is TensorValue old
            && machine.Domain.IsWholeParameter(tied))
        {
            machine.Domain.Tie(old, tied, layer.Parameters.Values.Select(Heap.Read).OfType<TensorValue>().ToList());
            Heap.Write(cell, tied);
            return true;
        }

        if (!layer.Parameters.ContainsKey(name) && name is not ("weight" or "bias"))
        {
            Heap.Write(layer.Settings, NumberValue.Unknown);
        }

        return false;
    }

    /// <summary>A module and all below it are switched between training and evaluation.</summary>
    public void Switch(HeapObject module)
    {
        foreach (HeapObject below in machine.Havoc.Below(module))
        {
            Heap.Write(below.Mode, NumberValue.Unknown);
        }
    }
}
