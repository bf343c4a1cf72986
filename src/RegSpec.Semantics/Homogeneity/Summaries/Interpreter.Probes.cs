using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>What a class shows to other assemblies, read off a run of it.</summary>
internal sealed partial class Interpreter
{
    private Value? output;
    private bool overwritesArguments;

    /// <summary>The override of <c>forward</c> that ran, with its result not yet observed.</summary>
    public IMethodSymbol? ForwardRun { get; private set; }

    /// <summary>Keeps the result of <c>forward</c> for whoever calls the module; false if it is observed like any other.</summary>
    private bool Withhold(IMethodSymbol method, Value result)
    {
        if (method is not { Name: TorchSharpNames.Forward, IsOverride: true } || ForwardRun is not null)
        {
            return false;
        }

        (ForwardRun, output) = (method, result);
        return true;
    }

    /// <summary>The caller is taken to do anything with what comes out.</summary>
    private void ObserveOutput()
    {
        if (output is not null)
        {
            GiveUp(output, "it comes out of " + TorchSharpNames.Forward);
            output = null;
        }
    }

    /// <summary>The instance under study.</summary>
    public ModuleObject? Root { get; private set; }

    /// <summary>How what <c>forward</c> returns depends on each weight, before anybody observes it.</summary>
    public IReadOnlyList<SummarizedWeight> Shown { get; private set; } = System.Array.Empty<SummarizedWeight>();

    /// <summary>Ends the run of a class: notes how its result depends on weights, and observes it.</summary>
    public void Finish()
    {
        Shown = WeightsInOutput();
        ObserveOutput();
    }

    private IReadOnlyList<SummarizedWeight> WeightsInOutput()
    {
        if (output is not (TensorValue or null))
        {
            ObserveOutput();
        }

        TensorValue dependence = output as TensorValue ?? TensorValue.Constant;
        HashSet<string> places = Places();
        var result = new SortedDictionary<string, SummarizedWeight>(System.StringComparer.Ordinal);
        foreach (ParameterObject parameter in parameters.Where(static p => p.IsWeight))
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

    /// <summary>Runs <c>forward</c> again with every form of every input under study. Nothing this instance says of weights holds afterwards.</summary>
    public (SummarizedResult? Result, IReadOnlyList<SummarizedInput> Inputs) Probe(ModuleObject root, IMethodSymbol forward)
    {
        var probes = new List<(int Input, InputForm Form, int Candidate)>();
        var inputStorage = new HashSet<int>();
        Value Input(IParameterSymbol parameter)
        {
            Value argument = Argument(parameter);
            Value inner = argument is ChoiceValue { Alternatives: [NullValue, TensorValue present] } ? present : argument;
            if (inner is not TensorValue tensor)
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

        overwritesArguments = false;
        Value result = RunForward(root, forward, Input);
        if (overwritesArguments || result is not TensorValue tensor)
        {
            return (null, System.Array.Empty<SummarizedInput>());
        }

        HashSet<string> places = Places();
        var inputs = new List<SummarizedInput>();
        foreach ((int input, InputForm form, int candidate) in probes)
        {
            Outcome outcome = OutcomeOf(candidate, tensor, places);
            if (outcome.Refusal is null || ReferenceEquals(form, InputForm.Scaled))
            {
                inputs.Add(new SummarizedInput(input, form.Name, outcome));
            }
        }

        IReadOnlyList<int> memories = algebra.Memories(tensor.Storage);
        bool mayShare = memories.Count == 0 || memories.Any(memory => inputStorage.Contains(memory) || parameterByStorage.ContainsKey(memory));
        return (new SummarizedResult(tensor.Ranks, tensor.Varies, tensor.IsNonNegative, mayShare), inputs);
    }

    private Outcome OutcomeOf(int candidate, TensorValue dependent, HashSet<string> paths)
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

    private HashSet<string> Places() => new(modules.Select(static m => m.Path).Where(static p => p is { Length: > 0 })!);

    /// <summary>Members outside code can reach weights by, those of the classes around them included.</summary>
    public IEnumerable<SummarizedMember> VisibleMembers()
    {
        var found = new HashSet<SummarizedMember>();
        foreach (ModuleObject module in modules)
        {
            foreach (SummarizedMember member in module.Summary?.Members ?? default)
            {
                found.Add(member with { Path = Below(module.Path ?? "", member.Path) });
            }
        }

        foreach (KeyValuePair<Slot, Value> slot in store.Slots)
        {
            if (slot.Key is { Owner: < 0, Symbol: (IFieldSymbol or IPropertySymbol) and { DeclaredAccessibility: not Accessibility.Private } })
            {
                foreach (string path in PathsOfWeightsIn(slot.Value))
                {
                    found.Add(new SummarizedMember(path, TypeNames.MetadataName(slot.Key.Symbol.ContainingType.OriginalDefinition), slot.Key.Symbol.Name));
                }
            }
        }

        return found.OrderBy(static m => m.Path + "\n" + m.Type + "\n" + m.Name, System.StringComparer.Ordinal);
    }

    private IEnumerable<string> PathsOfWeightsIn(Value value)
    {
        var found = new HashSet<ParameterObject>();
        var seen = new HashSet<int>();
        void Add(Value one)
        {
            found.UnionWith(one is TensorValue tensor ? ParametersIn(tensor) : Enumerable.Empty<ParameterObject>());

            foreach (ModuleObject module in ModulesIn(one).Where(module => seen.Add(module.Id)))
            {
                found.UnionWith(module.Parameters.Values);
                foreach (Value child in ChildrenOf(module))
                {
                    Add(child);
                }
            }
        }

        Add(value);
        return found.Where(static p => p.IsWeight).SelectMany(static p => p.Paths);
    }
}
