using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Sources;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>Tensors as degrees of homogeneity in the parameters of a model: what the machine asks, answered by the <see cref="Algebra"/>.</summary>
internal sealed class DegreeDomain : ITensorDomain
{
    /// <summary>What stands for the summary of a class that has none: nothing is known of its instances but that they were made here.</summary>
    private static readonly object Unsummarized = new();

    private readonly Storages storages;
    private readonly Algebra algebra;
    private readonly Calculus calculus;
    private readonly List<ParameterObject> parameters = new();
    private readonly Dictionary<int, ParameterObject> byStorage = new();

    public DegreeDomain(Storages storages, UsageObserver? observer = null)
    {
        this.storages = storages;
        Observer = observer;
        algebra = new Algebra(calculus = new Calculus(Candidates, storages), (call, result) => Observer?.Applied(call, result, Parameters));
    }

    public Candidates Candidates { get; } = new();

    /// <summary>Watches what is done with inputs and raw parameters; null where nobody asks.</summary>
    public UsageObserver? Observer { get; }

    /// <summary>The summary of a class of another assembly; null for none.</summary>
    public Func<INamedTypeSymbol, ForwardSummary?> SummaryOf { get; init; } = static type => AssemblySummaries.Of(type)?.Read(ForwardSummary.Read);

    /// <summary>Every parameter met while the model was built.</summary>
    public IReadOnlyList<ParameterObject> AllParameters => parameters;

    /// <summary>The parameters in whose memory a tensor may lie.</summary>
    public IEnumerable<ParameterObject> ParametersIn(TensorValue tensor) => storages.Memories(tensor.Storage).Where(byStorage.ContainsKey).Select(memory => byStorage[memory]);

    private IReadOnlyList<ParameterObject> Parameters(Degrees tensor) => ParametersIn(tensor).ToList();

    public TensorValue Unknown(int storage) => storage == Storages.Unknown ? Degrees.Constant : Degrees.Constant with { Storage = storage };

    public TensorValue Scalar(NumberValue number, int storage) => Degrees.Scalar(number) with { Storage = storage };

    // What is handed in may be shared with anything, so nothing is claimed about it; what is done with it shows what it is.
    public TensorValue Given(IParameterSymbol parameter, bool isRaw, int storage) =>
        Observer is not null && isRaw ? New(Candidates.Add(), -1, RankSet.Any, AxisSets.All, isWeight: true, storages.New()).Value : Unknown(storage);

    public TensorValue? Parameter(TensorValue data, bool isOneOfMany)
    {
        var tensor = (Degrees)data;
        if (!tensor.Components.IsEmpty || !tensor.Broken.IsEmpty)
        {
            return null;
        }

        int storage = storages.New();
        if (byStorage.TryGetValue(storage, out ParameterObject? again))
        {
            return again.Value;
        }

        ParameterObject parameter = New(Candidates.Add(), -1, tensor.Ranks, tensor.Varies, isWeight: true, storage);
        if (isOneOfMany)
        {
            GiveUp(parameter, "it is made in a loop of unknown length");
        }

        return parameter.Value;
    }

    public IEnumerable<KeyValuePair<string, TensorValue>> Parameters(HeapObject layer, string typeName, IReadOnlyDictionary<string, Value> arguments)
    {
        var result = new List<KeyValuePair<string, TensorValue>>();
        if (LayerCatalog.Find(typeName) is not { } known || layer.Operation is not { } operation)
        {
            return result;
        }

        var switches = new Dictionary<string, object?>();
        foreach (KeyValuePair<string, Value> argument in arguments)
        {
            switches[argument.Key] = argument.Value switch
            {
                NullValue => null,
                NumberValue { Constant: { } constant } => constant,
                _ => LayerSwitches.Given,
            };
        }

        int joint = -1;
        IReadOnlyList<LayerParameter> declared = known.Parameters(new LayerSwitches(switches));
        bool hasBias = declared.Any(parameter => parameter.Name == operation.Bias);
        foreach (LayerParameter parameter in declared)
        {
            if (arguments.TryGetValue(parameter.Name, out Value? given) && given is TensorValue tensor && byStorage.TryGetValue(tensor.Storage, out ParameterObject? shared))
            {
                result.Add(new KeyValuePair<string, TensorValue>(parameter.Name, shared.Value));
                continue;
            }

            bool isWeight = parameter.Role is Role.Weight or Role.Embedding or Role.RecurrentWeight;
            bool isBias = parameter.Name == operation.Bias;
            bool isOperand = parameter.Name == operation.Weight || isBias;
            if (!isWeight && !isOperand)
            {
                continue;
            }

            if (hasBias && joint < 0 && isOperand && operation.Weight is not null)
            {
                joint = Candidates.Add();
            }

            ParameterObject own = New(
                isBias ? joint : Candidates.Add(),
                isOperand ? joint : -1,
                isBias ? RankSet.Of(1) : RankSet.Any,
                isBias ? AxisSets.None.With(1, 1) : AxisSets.All,
                isWeight,
                storages.New());
            result.Add(new KeyValuePair<string, TensorValue>(parameter.Name, own.Value));
        }

        return result;
    }

    private ParameterObject New(int exact, int joint, RankSet ranks, AxisSets varies, bool isWeight, int storage)
    {
        var components = new List<(int, Component)>();
        var scales = new Component(Rational.One);
        if (exact >= 0)
        {
            components.Add((exact, scales));
        }

        if (joint >= 0 && joint != exact)
        {
            components.Insert(joint < exact ? 0 : components.Count, (joint, scales));
        }

        Degrees value = calculus.Fresh(ComponentMap.Of(components), ranks, varies) with { Storage = storage };
        var parameter = new ParameterObject { Exact = exact, Joint = joint, Value = value, IsWeight = isWeight };
        parameters.Add(parameter);
        byStorage.Add(storage, parameter);
        return parameter;
    }

    // Modules of other assemblies.

    public object? FindExternal(INamedTypeSymbol type) => (object?)SummaryOf(type) ?? Unsummarized;

    public IEnumerable<KeyValuePair<string, TensorValue>> ExternalParameters(HeapObject module)
    {
        var result = new List<KeyValuePair<string, TensorValue>>();
        foreach (SummarizedWeight weight in (module.External as ForwardSummary)?.Weights ?? default)
        {
            ParameterObject parameter = New(Candidates.Add(), weight.Joint is null ? -1 : Candidates.Add(), RankSet.Any, AxisSets.All, isWeight: true, storages.New());
            result.Add(new KeyValuePair<string, TensorValue>(weight.Path, parameter.Value));
            if (weight.Exact.Refusal is { } why)
            {
                Candidates.GiveUp(parameter.Exact, why);
            }

            if (weight.Joint?.Refusal is { } together)
            {
                Candidates.GiveUp(parameter.Joint, together);
            }
        }

        return result;
    }

    public bool IsFollowed(HeapObject module, int arguments) => module.External is ForwardSummary summary && summary.InputCount == arguments;

    public bool HasStoredStatistics(HeapObject module) => module.External is not null;

    public TensorValue? CallExternal(ExternalUse use)
    {
        if (use.Module.External is not ForwardSummary summary || use.Arguments.Count != summary.InputCount)
        {
            return null;
        }

        calculus.Place = use.Place;
        var application = new SummaryApplication(Candidates, use.Module.Type!.Name, use.Place.ToString()) { HasResult = summary.Result is not null };
        for (int i = 0; i < use.Arguments.Count; i++)
        {
            if (use.Arguments[i] is Degrees input)
            {
                application.AddInput(summary, i, input);
            }
        }

        foreach (SummarizedWeight weight in summary.Weights)
        {
            // A weight of an instance that is not under study shows no components here.
            if (use.Parameters.TryGetValue(weight.Path, out TensorValue? own) && own is Degrees { Components.IsEmpty: false } && byStorage.TryGetValue(own.Storage, out ParameterObject? parameter))
            {
                application.AddWeight(parameter.Exact, weight.Exact);
                if (parameter.Joint >= 0 && weight.Joint is { } joint)
                {
                    application.AddWeight(parameter.Joint, joint);
                }
            }
        }

        if (summary.Result is not { } result)
        {
            return null;
        }

        Degrees value = calculus.Fresh(application.Result(), result.Ranks, result.Varies, result.IsNonNegative);
        return result.MayShareMemory ? value with { Storage = Storages.Unknown } : value;
    }

    // Operations.

    public OperationOutcome Apply(OperationUse use)
    {
        calculus.Place = use.Place;
        List<Degrees> operands = use.Operands.Cast<Degrees>().ToList();
        if (Observer is not null && use.Layer is { Operation.Weight: { } name } layer)
        {
            ParameterObject? weight = use.Operands.SelectMany(ParametersIn).FirstOrDefault(p => p.IsWeight);
            operands = operands.ConvertAll(operand => Observer.Entering(layer, weight, operand));
        }

        OperationResult result = algebra.Apply(new OperationCall(use.Entry, operands, use.Options)
        {
            OperandsRepeat = use.OperandsRepeat,
            Selectors = use.Selectors.Cast<Degrees>().ToList(),
            Names = use.Names,
            Indices = use.Indices.Cast<Degrees>().ToList(),
            ChannelSize = Contractions.KeyOf(use.ChannelSize),
            FeatureSize = Contractions.KeyOf(use.FeatureSize),
        });
        if (use.Layer is not null)
        {
            Observer?.Left(result.Main);
        }

        return new OperationOutcome(result.Main, result.Second);
    }

    public int? Rank(TensorValue tensor) => ((Degrees)tensor).Ranks.Single;

    public TensorValue Join(TensorValue a, TensorValue b) => calculus.Join((Degrees)a, (Degrees)b);

    public TensorValue Named(TensorValue tensor) => calculus.Named((Degrees)tensor);

    public TensorValue Part(TensorValue tensor)
    {
        var whole = (Degrees)tensor;
        foreach ((int candidate, Component component) in whole.Components.Entries)
        {
            if (!component.IsPure || component.IsCat)
            {
                Candidates.GiveUp(candidate, "a tensor with something added is enumerated");
            }
        }

        return whole with { Ranks = RankSet.Any, Varies = AxisSets.All, SizeKey = null, SizedAxis = AxisSets.None };
    }

    public TensorValue Overwritten(TensorValue old, TensorValue part, OperationPlace place)
    {
        calculus.Place = place;
        return algebra.Overwritten((Degrees)old, (Degrees)part);
    }

    public TensorValue Forgotten(TensorValue tensor) => (Degrees)tensor is { IsAny: false, IsNonNegative: false, IsEps: false } known && known.Varies == AxisSets.All
        ? tensor
        : (Degrees)tensor with { IsAny = false, IsNonNegative = false, IsEps = false, Varies = AxisSets.All };

    public WriteEffect Write(TensorValue target, TensorValue result, string why)
    {
        (Degrees before, Degrees after) = ((Degrees)target, (Degrees)result);
        Degrees stored = after with { Storage = before.Storage };
        bool changes = !before.Components.Equals(after.Components) || !before.Broken.Equals(after.Broken) || before.IsAny != after.IsAny;

        // Of a detached tensor nobody knows what the others that share its memory become.
        bool keeps = !changes && before.Broken.IsEmpty && before.Components is { HaveDegrees: true, IsPure: true };
        // Whoever holds the same memory under another type may still take it for zeros.
        return new WriteEffect(stored, Elsewhere, changes, before.IsAny && before.Equals(stored) && before.Broken.IsEmpty && before.Components.HaveDegrees);

        TensorValue Elsewhere(TensorValue holder)
        {
            var tensor = (Degrees)holder;
            Degrees other = before.Ranks == after.Ranks ? tensor : tensor with { Ranks = tensor.Ranks | after.Ranks, SizeKey = null, SizedAxis = AxisSets.None };
            return keeps ? other with { IsAny = other.IsAny && after.IsAny, IsNonNegative = false, IsEps = false, Varies = AxisSets.All } : calculus.Clobbered(other, why, before, stored);
        }
    }

    public TensorValue Hidden(TensorValue parameter) => (Degrees)parameter with { Components = ComponentMap.Empty };

    public bool Depends(TensorValue tensor) => !((Degrees)tensor).Components.IsEmpty;

    public bool IsWholeParameter(TensorValue tensor) => byStorage.TryGetValue(tensor.Storage, out ParameterObject? parameter) && ReferenceEquals(parameter.Value, tensor);

    public bool IsParameter(int memory) => byStorage.ContainsKey(memory);

    // What is seen.

    public void See(TensorValue tensor, string why) => Candidates.GiveUp((Degrees)tensor, why);

    public void SeeParameters(int storage, string why)
    {
        foreach (int memory in storages.Memories(storage))
        {
            if (byStorage.TryGetValue(memory, out ParameterObject? parameter))
            {
                GiveUp(parameter, why);
            }
        }
    }

    public void SeeEverything(string why)
    {
        for (int i = 0; i < Candidates.Count; i++)
        {
            Candidates.GiveUp(i, why);
        }
    }

    public void Tie(TensorValue old, TensorValue shared, IEnumerable<TensorValue> others)
    {
        // A joint proof pairs a weight with the bias of its own layer: with two layers there is no one bias.
        foreach (ParameterObject parameter in others.Concat(new[] { old, shared }).SelectMany(ParametersIn))
        {
            if (parameter.Joint >= 0)
            {
                Candidates.GiveUp(parameter.Joint, "the weight is shared by two layers");
            }
        }
    }

    private void GiveUp(ParameterObject parameter, string why)
    {
        if (parameter.Exact >= 0)
        {
            Candidates.GiveUp(parameter.Exact, why);
        }

        if (parameter.Joint >= 0)
        {
            Candidates.GiveUp(parameter.Joint, why);
        }
    }
}
