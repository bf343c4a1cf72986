using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>One class taken as root, made by one constructor: built, and then everything the outside can call is run until no call finds anything new.</summary>
internal sealed class ClassRun
{
    /// <summary>Rounds after which nothing that lasts may change for the first time.</summary>
    private const int MostRounds = 6;

    private readonly Machine machine;
    private readonly BuiltModel built;
    private Value? output;
    private State? lasting;
    private int lastingCells;
    private bool overwritesOutside;

    /// <param name="built">What the constructor left; this run goes on with it, so nobody else may.</param>
    public ClassRun(BuiltModel built)
    {
        this.built = built;
        machine = built.Machine;
        Domain = (DegreeDomain)machine.Domain;
        machine.Places.OutsideWritten = effect => overwritesOutside |= effect.ChangesDependence || !((Degrees)effect.Stored).IsNonNegative;
    }

    public DegreeDomain Domain { get; }

    /// <summary>Whether code other than that of the classes of the model names a member; null where nobody asks.</summary>
    public Func<ISymbol, bool>? IsUsedOutside { get; set; }

    public Candidates Candidates => Domain.Candidates;

    public HeapObject? Root => built.Root;

    /// <summary>Operations visited.</summary>
    public int Steps => machine.Budget.Taken;

    /// <summary>Every object met while the model was built.</summary>
    public IEnumerable<HeapObject> Lasting => machine.Objects.All.TakeWhile(machine.Objects.IsLasting);

    /// <summary>Every module met while the model was built.</summary>
    public IEnumerable<HeapObject> Modules => Lasting.Where(static thing => thing.IsModule);

    /// <summary>The override of <c>forward</c> that ran, with its result not yet observed.</summary>
    public IMethodSymbol? ForwardRun { get; private set; }

    /// <summary>How what <c>forward</c> returns depends on each weight, before anybody observes it.</summary>
    public IReadOnlyList<SummarizedWeight> Shown { get; private set; } = Array.Empty<SummarizedWeight>();

    public void GiveUpAll(string why) => Domain.SeeEverything(why);

    /// <summary>What was built outlives the calls that follow, and has its names.</summary>
    public void Begin()
    {
        if (built.IsTooDeep)
        {
            throw new InsufficientExecutionStackException();
        }

        if (built.IsEndless)
        {
            GiveUpAll("no constructor ends");
            machine.Heap.State = new State();
        }

        machine.Objects.KeepAll();
        machine.Storages.KeepAll();
        machine.Havoc.IsBuilding = false;
        lastingCells = machine.Heap.LastCell;
        ParameterPaths.Assign(machine, Domain, Root!);
    }

    /// <summary>What lies in the open: members that code elsewhere can set, and tensors that a state file fills.</summary>
    public void Open(Func<ISymbol, bool>? isUsedOutside)
    {
        foreach (HeapObject thing in Lasting.ToList())
        {
            foreach (KeyValuePair<ISymbol, int> field in thing.Fields.ToList())
            {
                if (machine.Heap.Read(field.Value) is not { } value)
                {
                    continue;
                }

                if (OpenWorld.IsSettable(field.Key, ReferenceEquals(thing, Root)) && (OpenWorld.IsVisibleOutside(field.Key) || isUsedOutside?.Invoke(field.Key) == true))
                {
                    machine.Heap.Refine(field.Value, Opened(value, thing, field.Key));
                }
                else if (thing.Kind == ObjectKind.UserModule)
                {
                    machine.Heap.Refine(field.Value, Loaded(value));
                }
            }
        }
    }

    private Value Opened(Value value, HeapObject owner, ISymbol member) => value switch
    {
        NumberValue => new NumberValue(null, "." + owner.Id + member.Name) { IsSetting = true },
        TensorValue tensor when !Domain.IsWholeParameter(tensor) => Domain.Forgotten(tensor),
        TupleValue tuple => new TupleValue(tuple.Items.Select(item => Opened(item, owner, member)).ToEquatableArray()),
        _ => machine.Lattice.Join(value, Value.Unknown),
    };

    /// <summary>A tensor field is a buffer: a state file may fill it.</summary>
    private Value Loaded(Value value) => value switch
    {
        TensorValue tensor when !Domain.ParametersIn(tensor).Any() => Domain.Forgotten(tensor),
        ChoiceValue choice => new ChoiceValue(choice.Alternatives.Select(Loaded).ToImmutableArray()),
        _ => value,
    };

    /// <summary>Runs what the outside can call, until a call finds nothing that an earlier one changed.</summary>
    public void RunAll(IReadOnlyList<IMethodSymbol> methods)
    {
        Heap heap = machine.Heap;
        State current = heap.State!;
        for (int round = 0; ; round++)
        {
            if (round == MostRounds)
            {
                GiveUpAll("what its layers and members hold changes with each call");
                break;
            }

            int facts = heap.LastingFacts;
            bool isChanged = false;
            State next = current.Fork();
            foreach (IMethodSymbol method in methods)
            {
                State? after = Run(method, current.Fork());
                isChanged |= after is not null && Age(next, current, after);
            }

            current = next;
            if (!isChanged && heap.LastingFacts == facts)
            {
                break;
            }
        }

        lasting = current;
        heap.State = current.Fork();
    }

    /// <summary>What one call leaves to the next: what it changed may be as before, or as after any such call.</summary>
    private bool Age(State next, State before, State after)
    {
        bool isChanged = false;
        var switches = new HashSet<int>(Modules.SelectMany(static module => new[] { module.Mode, module.Settings }));
        for (int cell = Heap.GradientCell + 1; cell <= lastingCells; cell++)
        {
            if (after[cell] is { } now && before[cell] is { } then && !ReferenceEquals(now, then) && !machine.Lattice.Same(now, then) && next[cell] is { } known)
            {
                Value aged = machine.Lattice.Join(known, switches.Contains(cell) ? now : Aged(now));
                if (!machine.Lattice.Same(aged, known))
                {
                    next[cell] = aged;
                    isChanged = true;
                }
            }
        }

        return isChanged;
    }

    private Value Aged(Value value) => value switch
    {
        NumberValue => NumberValue.Unknown,
        TensorValue tensor when !Domain.IsWholeParameter(tensor) => Domain.Unknown(Storages.Outside),
        TupleValue tuple => new TupleValue(tuple.Items.Select(Aged).ToEquatableArray()),
        ListContent list => new ListContent(null, machine.Lattice.JoinAll(list.All.Select(Aged))),
        ChoiceValue choice => machine.Lattice.JoinAll(choice.Alternatives.Select(Aged))!,
        ObjectValue { Object: var thing } when !machine.Objects.IsLasting(thing) => Value.Unknown,
        DelegateValue or SequenceValue or EnumerationValue => Value.Unknown,
        _ => value,
    };

    /// <summary>Runs one method with arguments of which nothing is known but that nothing under study changes them.</summary>
    private State? Run(IMethodSymbol method, State start)
    {
        if (method.Parameters.Any(static p => p.RefKind is RefKind.Ref or RefKind.Out))
        {
            GiveUpAll("an argument of " + method.Name + " is passed by reference");
        }

        State thrown = start.Fork();
        (Value? result, State? after) = Run(method, start, Argument, thrown);
        if (result is not null && after is not null)
        {
            machine.Heap.State = after;
            Observe(method, result);
        }

        return machine.Heap.Join(thrown, after);
    }

    private (Value? Result, State? After) Run(IMethodSymbol method, State start, Func<IParameterSymbol, Value> argument, State? thrown)
    {
        Heap heap = machine.Heap;
        heap.State = start;
        heap.Write(Heap.GradientCell, Numbers.Of(true));
        if (machine.Bodies.Of(method) is not { } graph)
        {
            return (null, null);
        }

        if (graph.Yields)
        {
            GiveUpAll("an iterator is not followed");
            return (null, null);
        }

        int handlers = heap.Handlers;
        if (thrown is not null)
        {
            heap.Watch(thrown);
        }

        var context = CallContext.Outermost with { MayInitialize = method.Name != TorchSharpNames.Forward };
        List<Value> arguments = method.Parameters.Select(argument).ToList();
        Value result = machine.Calls.RunEntry(method, graph, Root!, arguments, new Frame(context, null, null));
        heap.Unwatch(handlers);
        State? after = heap.State;
        return (after is null ? null : result, after);
    }

    private void Observe(IMethodSymbol method, Value result)
    {
        bool isForward = method is { Name: TorchSharpNames.Forward, IsOverride: true } && (ForwardRun is null || SymbolEqualityComparer.Default.Equals(ForwardRun, method));
        if (isForward)
        {
            ForwardRun = method;
            if (result is TensorValue tensor)
            {
                output = output is null ? tensor : machine.Lattice.Join(output, tensor);
                return;
            }
        }

        if (result is ObjectValue { Object: var same } && ReferenceEquals(same, Root))
        {
            // Whoever calls it has it already.
            return;
        }

        if (method is { MethodKind: MethodKind.PropertyGet, AssociatedSymbol: IPropertySymbol property } && IsPlainView(property, result))
        {
            return;
        }

        machine.Havoc.Leave(result, "it comes out of " + method.Name);
    }

    /// <summary>
    /// A property that shows a module without weights of its own, a norm say, as a public readonly field would: whoever reads it could change that module,
    /// so nobody in the compilation may. Where a base class or an interface has the property too, its readers are not known by its name.
    /// </summary>
    private bool IsPlainView(IPropertySymbol property, Value result) =>
        property is { IsVirtual: false, IsAbstract: false, IsOverride: false, IsIndexer: false, SetMethod: null, ExplicitInterfaceImplementations.IsEmpty: true }
        && !property.ContainingType.AllInterfaces.Any(implemented => implemented.GetMembers(property.Name).Length > 0)
        && Lattice.Alternatives(result).All(one => one is NullValue || (one is ObjectValue { Object: { Kind: ObjectKind.Layer } layer } && machine.Objects.IsLasting(layer) && layer.External is null && IsWeightless(layer)))
        && IsUsedOutside?.Invoke(property) != true;

    private bool IsWeightless(HeapObject layer) => !layer.Parameters.Values.Select(machine.Heap.Read).OfType<TensorValue>().SelectMany(Domain.ParametersIn).Any(static parameter => parameter.IsWeight);

    private Value Argument(IParameterSymbol parameter)
    {
        Value value = machine.UnknownOf(parameter.Type);
        if (value is not TensorValue)
        {
            return value is NumberValue ? new NumberValue(null, "@" + parameter.Name) { IsSetting = true } : value;
        }

        var tensor = (Degrees)Domain.Unknown(machine.Storages.New());
        machine.Storages.Escape(tensor.Storage);
        tensor = tensor with { Components = Domain.Observer?.Input(parameter.Name, Candidates) ?? tensor.Components };
        bool mayBeNull = parameter.NullableAnnotation == NullableAnnotation.Annotated || (parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is null);
        return mayBeNull ? new ChoiceValue(ImmutableArray.Create<Value>(Value.Null, tensor)) : tensor;
    }

    /// <summary>Gives up what members used by other code hold.</summary>
    public void GiveUpExposed(Func<ISymbol, bool> isUsedOutside)
    {
        foreach (HeapObject thing in Lasting.ToList())
        {
            foreach (KeyValuePair<ISymbol, int> field in thing.Fields)
            {
                if (field.Key is IFieldSymbol or IPropertySymbol && machine.Heap.Read(field.Value) is { } value
                    && (machine.Havoc.Modules(value).Any() || Lattice.Alternatives(value).OfType<TensorValue>().SelectMany(Domain.ParametersIn).Any())
                    && isUsedOutside(field.Key))
                {
                    machine.Havoc.Leave(value, field.Key.Name + " is used outside its class");
                }
            }

            if (thing.External is ForwardSummary summary)
            {
                GiveUpExposed(thing, summary, isUsedOutside);
            }
        }
    }

    /// <summary>Gives up weights that other code reaches through members of summarized classes.</summary>
    private void GiveUpExposed(HeapObject module, ForwardSummary summary, Func<ISymbol, bool> isUsedOutside)
    {
        foreach (SummarizedMember member in summary.Members)
        {
            if (module.Parameters.TryGetValue(member.Path, out int cell) && machine.Heap.Read(cell) is TensorValue tensor
                && (FindType(module.Class!, member.Type) is not { } owner || owner.GetMembers(member.Name).Any(isUsedOutside)))
            {
                foreach (ParameterObject parameter in Domain.ParametersIn(tensor))
                {
                    parameter.IsExposed = true;
                }

                Domain.SeeParameters(tensor.Storage, member.Name + " is used outside its class");
            }
        }
    }

    /// <summary>A class by name, in the assembly of another or in what that references.</summary>
    private static INamedTypeSymbol? FindType(INamedTypeSymbol near, string name) =>
        near.ContainingAssembly.GetTypeByMetadataName(name)
        ?? near.ContainingAssembly.Modules.SelectMany(static m => m.ReferencedAssemblySymbols).Select(a => a.GetTypeByMetadataName(name)).FirstOrDefault(static t => t is not null);

    /// <summary>The classes of the model.</summary>
    public ISet<INamedTypeSymbol> Types()
    {
        var types = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (HeapObject module in machine.Objects.All.Where(static thing => thing.IsModule))
        {
            // The bases of a class that is there already are there too.
            for (INamedTypeSymbol? t = module.Class; t is not null && types.Add(t.OriginalDefinition); t = t.BaseType)
            {
            }
        }

        return types;
    }

    /// <summary>Whether somebody switches a module between training and evaluation.</summary>
    public bool IsSwitched(HeapObject module) => machine.Heap.Read(module.Mode) is { } mode && Lattice.Alternatives(mode).Any(static one => one is NumberValue { Constant: not true });

    /// <summary>The weight of a layer that has a bias beside it.</summary>
    public ParameterObject? BiasedWeight(HeapObject layer) =>
        layer.Operation is { Weight: { } weight, Bias: { } bias } && layer.Parameters.ContainsKey(bias) && layer.Parameters.TryGetValue(weight, out int cell) && machine.Heap.Read(cell) is TensorValue tensor
            ? Domain.ParametersIn(tensor).FirstOrDefault()
            : null;

    /// <summary>Ends the run: notes how its result depends on weights, and observes it.</summary>
    public void Finish()
    {
        Shown = WeightsInOutput();
        if (output is not null)
        {
            machine.Havoc.Leave(output, "it comes out of " + TorchSharpNames.Forward);
            output = null;
        }
    }

    private IReadOnlyList<SummarizedWeight> WeightsInOutput()
    {
        Degrees dependence = output as Degrees ?? Degrees.Constant;
        HashSet<string> places = Places();
        var result = new SortedDictionary<string, SummarizedWeight>(StringComparer.Ordinal);
        foreach (ParameterObject parameter in Domain.AllParameters.Where(static p => p.IsWeight))
        {
            Outcome exact = OutcomeOf(parameter.Exact, dependence, places);
            Outcome? joint = parameter.Joint >= 0 ? OutcomeOf(parameter.Joint, dependence, places) : null;
            foreach (string path in parameter.Paths)
            {
                var weight = new SummarizedWeight(path, exact, joint);
                result[path] = result.TryGetValue(path, out SummarizedWeight? other) ? SummaryBuilder.Merge(other, weight) : weight;
            }
        }

        return result.Values.ToList();
    }

    /// <summary>Runs <c>forward</c> again with every form of every input under study. Nothing this run says of weights holds afterwards.</summary>
    public (SummarizedResult? Result, IReadOnlyList<SummarizedInput> Inputs) Probe(IMethodSymbol forward)
    {
        var probes = new List<(int Input, InputForm Form, int Candidate)>();
        var inputStorage = new HashSet<int>();
        Value Input(IParameterSymbol parameter)
        {
            Value argument = Argument(parameter);
            Value inner = argument is ChoiceValue { Alternatives: [NullValue, TensorValue present] } ? present : argument;
            if (inner is not Degrees tensor)
            {
                return argument;
            }

            var components = new List<(int, Component)>(InputForm.All.Count);
            foreach (InputForm form in InputForm.All)
            {
                int candidate = Candidates.Add();
                probes.Add((parameter.Ordinal, form, candidate));
                components.Add((candidate, form.Component));
            }

            inputStorage.Add(tensor.Storage);
            tensor = tensor with { Components = ComponentMap.Of(components) };
            return ReferenceEquals(inner, argument) ? tensor : new ChoiceValue(ImmutableArray.Create<Value>(Value.Null, tensor));
        }

        overwritesOutside = false;
        if (lasting is null)
        {
            return (null, Array.Empty<SummarizedInput>());
        }

        (Value? result, _) = Run(forward, lasting.Fork(), Input, thrown: null);
        machine.Heap.State = lasting.Fork();
        if (overwritesOutside || result is not Degrees dependent)
        {
            return (null, Array.Empty<SummarizedInput>());
        }

        HashSet<string> places = Places();
        var inputs = new List<SummarizedInput>();
        foreach ((int input, InputForm form, int candidate) in probes)
        {
            Outcome outcome = OutcomeOf(candidate, dependent, places);
            if (outcome.Refusal is null || ReferenceEquals(form, InputForm.Scaled))
            {
                inputs.Add(new SummarizedInput(input, form.Name, outcome));
            }
        }

        IReadOnlyList<int> memories = machine.Storages.Memories(dependent.Storage);
        bool mayShare = machine.Storages.IsEscaped(dependent.Storage) || memories.Any(memory => inputStorage.Contains(memory) || Domain.IsParameter(memory));
        return (new SummarizedResult(dependent.Ranks, dependent.Varies, dependent.IsNonNegative, mayShare), inputs);
    }

    private Outcome OutcomeOf(int candidate, Degrees dependent, HashSet<string> paths)
    {
        if (Candidates.Refusal(candidate) is { } why)
        {
            return Outcome.Refused(why);
        }

        Component component = dependent.Components[candidate];
        return dependent.Broken.Contains(candidate) ? Outcome.Refused(Candidates.Break(candidate))
            : component.EpsPending ? Outcome.Refused("a small constant was added to what comes out")
            : new Outcome(
                null,
                component,
                Candidates.IsUpToEps(candidate),
                Candidates.Places(candidate).Select(place => paths.Contains(place) ? Outcome.PathMark + place : place.TrimStart(Outcome.PathMark)).ToEquatableArray());
    }

    private HashSet<string> Places() => new(Modules.Select(static m => m.Path).Where(static p => p is { Length: > 0 })!);

    /// <summary>Members outside code can reach weights by, those of the classes around them included.</summary>
    public IEnumerable<SummarizedMember> VisibleMembers()
    {
        var found = new HashSet<SummarizedMember>();
        foreach (HeapObject thing in Lasting)
        {
            foreach (SummarizedMember member in (thing.External as ForwardSummary)?.Members ?? default)
            {
                found.Add(member with { Path = ParameterPaths.Below(thing.Path ?? "", member.Path) });
            }

            foreach (KeyValuePair<ISymbol, int> field in thing.Fields)
            {
                if (field.Key is (IFieldSymbol or IPropertySymbol) and { DeclaredAccessibility: not Accessibility.Private } && machine.Heap.Read(field.Value) is { } value)
                {
                    foreach (string path in PathsOfWeightsIn(value))
                    {
                        found.Add(new SummarizedMember(path, TypeNames.MetadataName(field.Key.ContainingType.OriginalDefinition), field.Key.Name));
                    }
                }
            }
        }

        return found.OrderBy(static m => m.Path + "\n" + m.Type + "\n" + m.Name, StringComparer.Ordinal);
    }

    private IEnumerable<string> PathsOfWeightsIn(Value value)
    {
        IEnumerable<TensorValue> own = Lattice.Alternatives(value).OfType<TensorValue>();
        IEnumerable<TensorValue> below = machine.Havoc.Modules(value).SelectMany(machine.Havoc.Below).SelectMany(machine.Havoc.Parts).SelectMany(static part => part is ListContent list ? list.All : new[] { part })
            .SelectMany(Lattice.Alternatives).OfType<TensorValue>();
        return own.Concat(below).SelectMany(Domain.ParametersIn).Where(static p => p.IsWeight).SelectMany(static p => p.Paths).Distinct();
    }
}
