using System;
using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Catalog;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>
/// Sees every operation of one run. Each input is a candidate of its own: where its degree falls to 0, it was normalised, so a parameter that
/// multiplies there is the scale of a norm; and where it arrives at a layer with degree 1, nothing has normalised it.
/// </summary>
internal sealed class UsageObserver
{
    private static readonly ParameterObject[] Nobody = Array.Empty<ParameterObject>();

    private readonly Dictionary<int, string> inputs = new();
    private readonly Dictionary<int, Stage> stages = new();

    /// <summary>The parameters of scales written as 1 + w.</summary>
    private readonly Dictionary<int, IReadOnlyList<ParameterObject>> shifted = new();
    private readonly Dictionary<ParameterObject, Role> roles = new();
    private readonly HashSet<(string Input, ParameterObject Weight)> reaches = new();
    private Candidates? candidates;

    private enum Stage
    {
        /// <summary>None of the others.</summary>
        Other,

        /// <summary>Made of an input.</summary>
        Activation,

        /// <summary>The scale of an input was removed.</summary>
        Normalized,

        /// <summary>And multiplied by a parameter.</summary>
        Scaled,

        /// <summary>A product with a weight.</summary>
        Projected,
    }

    /// <summary>Puts an input under study.</summary>
    public ComponentMap Input(string name, Candidates all)
    {
        candidates = all;
        int candidate = all.Add();
        inputs.Add(candidate, name);
        return ComponentMap.Single(candidate, new Component(Rational.One));
    }

    /// <summary>A value enters a layer with weights: what comes out of it is no input any more.</summary>
    public Degrees Entering(HeapObject layer, ParameterObject? weight, Degrees value)
    {
        if (layer.Operation is { Entry.Rule: OperationRule.Affine } && weight is not null
            && value.Components.Entries is [(int only, Component { IsPure: true, IsKnown: true, IsCat: false } component)]
            && component.Degree == Rational.One
            && inputs.TryGetValue(only, out string? input)
            && candidates!.IsAlive(only))
        {
            reaches.Add((input, weight));
        }

        var rest = new List<(int, Component)>();
        foreach ((int candidate, Component component2) in value.Components.Entries)
        {
            if (!inputs.ContainsKey(candidate))
            {
                rest.Add((candidate, component2));
            }
        }

        return value with { Components = ComponentMap.Of(rest) };
    }

    /// <summary>An operation was applied.</summary>
    /// <param name="call">The operation.</param>
    /// <param name="result">What came out.</param>
    /// <param name="parametersIn">The parameters in whose memory a tensor may lie: several where branches met.</param>
    public void Applied(OperationCall call, Degrees result, Func<Degrees, IReadOnlyList<ParameterObject>> parametersIn)
    {
        IReadOnlyList<Degrees> operands = call.Operands;
        switch (call.Entry.Rule)
        {
            case OperationRule.Affine or OperationRule.Convolution or OperationRule.TransposedConvolution:
                Found(At(1, "weight"), Role.Weight);
                Found(At(2, "bias"), Role.Bias);
                Reached(result, Stage.Projected);
                return;
            case OperationRule.Bilinear:
                Found(At(2, "weight"), Role.Weight);
                Found(At(3, "bias"), Role.Bias);
                break;
            case OperationRule.AddedContraction when operands.Count == 3:
                Found(In(operands[1]), Role.Weight);
                Found(In(operands[2]), Role.Weight);
                Found(In(operands[0]), Role.Bias);
                Reached(result, Stage.Projected);
                return;
            case OperationRule.Contraction:
                for (int i = 0; i < operands.Count; i++)
                {
                    Found(In(operands[i]), Role.Weight);
                    if (In(operands[i]).Count > 0)
                    {
                        Reached(result, Stage.Projected);
                    }
                }

                break;
            case OperationRule.PiecewiseLinear:
                Found(At(1, "weight"), Role.Gain);
                break;
            case OperationRule.Index when call.Indices.Count > 0 && operands.Count == 1:
                // Rows chosen by an input that holds their numbers.
                if (call.Indices.Any(IsActivation))
                {
                    Found(In(operands[0]), Role.Embedding);
                    Reached(result, Stage.Activation);
                }

                break;
            case OperationRule.BatchNorm or OperationRule.InstanceNorm or OperationRule.LayerNorm or OperationRule.GroupNorm:
                Found(At(1, "weight"), Role.NormScale);
                Found(At(2, "bias"), Role.NormShift);
                Reached(result, operands.Count > 1 ? Stage.Scaled : Stage.Normalized);
                return;
            case OperationRule.Normalize:
                Reached(result, Stage.Normalized);
                return;
            case OperationRule.Product or OperationRule.Quotient when operands.Count == 2:
                Multiplied(call, result, Scale(operands[0]), Scale(operands[1]));
                break;
            case OperationRule.Sum when operands.Count == 2:
                Added(StageOf(operands[0]), In(operands[1]));
                Added(StageOf(operands[1]), In(operands[0]));
                if ((operands[0].Ranks == RankSet.Scalar ? In(operands[1]) : operands[1].Ranks == RankSet.Scalar ? In(operands[0]) : Nobody) is { Count: > 0 } parameters)
                {
                    shifted[result.Storage] = parameters;
                }

                break;
        }

        if (StageOf(result) == Stage.Other && operands.Any(IsActivation))
        {
            Reached(result, Stage.Activation);
        }

        IReadOnlyList<ParameterObject> In(Degrees tensor) => parametersIn(tensor);

        // By the name of the parameter it was given for; by position where the signature has other names.
        IReadOnlyList<ParameterObject> At(int index, string name)
        {
            for (int i = 0; i < operands.Count && i < call.Names.Count; i++)
            {
                if (call.Names[i] == name || call.Names[i] == name + "s")
                {
                    return In(operands[i]);
                }
            }

            bool isNamed = call.Names.Any(static known => known is "weight" or "weights" or "bias");
            return !isNamed && index < operands.Count ? In(operands[index]) : Nobody;
        }

        IReadOnlyList<ParameterObject> Scale(Degrees operand) =>
            In(operand) is { Count: > 0 } own ? own : shifted.TryGetValue(operand.Storage, out IReadOnlyList<ParameterObject>? inner) ? inner : Nobody;
    }

    /// <summary>A layer has given something.</summary>
    public void Left(Degrees result)
    {
        if (StageOf(result) == Stage.Other)
        {
            Reached(result, Stage.Activation);
        }
    }

    /// <summary>What was seen, in terms of names: a name that stands for several parameters has the role that all show of which something is shown.</summary>
    public UsageFacts Facts() => new(
        roles.SelectMany(static role => role.Key.Paths.Where(static path => path.IndexOf('.') < 0).Select(path => new RawRole(path, role.Value)))
            .GroupBy(static role => role.Path, StringComparer.Ordinal)
            .Select(static same => same.Distinct().Count() == 1 ? same.First() : new RawRole(same.Key, Role.Unknown))
            .OrderBy(static role => role.Path, StringComparer.Ordinal).ToEquatableArray(),
        reaches.SelectMany(reach => reach.Weight.Paths.Select(path => new InputReach(reach.Input, path)))
            .OrderBy(reach => reach.Input, StringComparer.Ordinal).ThenBy(reach => reach.Weight, StringComparer.Ordinal).ToEquatableArray());

    private void Multiplied(OperationCall call, Degrees result, IReadOnlyList<ParameterObject> first, IReadOnlyList<ParameterObject> second)
    {
        IReadOnlyList<Degrees> operands = call.Operands;
        if (StageOf(operands[0]) == Stage.Normalized && second.Count > 0)
        {
            Found(second, Role.NormScale);
            Reached(result, Stage.Scaled);
        }
        else if (StageOf(operands[1]) == Stage.Normalized && first.Count > 0)
        {
            Found(first, Role.NormScale);
            Reached(result, Stage.Scaled);
        }
        else if (inputs.Keys.Any(input => candidates!.IsAlive(input) && !operands[0].Components[input].IsUnchanged && result.Components[input].IsUnchanged && !result.Broken.Contains(input)))
        {
            Reached(result, Stage.Normalized);
        }
        else if (call.Entry.Rule == OperationRule.Product)
        {
            // One number a channel, or one for all, beside what went through the model: a gain. With more axes it may be anything.
            Found(IsActivation(operands[0]) ? second.Where(IsVector) : Nobody, Role.Gain);
            Found(IsActivation(operands[1]) ? first.Where(IsVector) : Nobody, Role.Gain);
        }
    }

    private static bool IsVector(ParameterObject parameter) => parameter.Value.Ranks is var ranks && (ranks == RankSet.Of(1) || ranks == RankSet.Of(0));

    /// <summary>It is an input, or was made of one.</summary>
    private bool IsActivation(Degrees tensor) => StageOf(tensor) != Stage.Other || inputs.Keys.Any(input => !tensor.Components[input].IsUnchanged || tensor.Broken.Contains(input));

    private void Added(Stage stage, IReadOnlyList<ParameterObject> parameters)
    {
        if (stage is Stage.Normalized or Stage.Scaled)
        {
            Found(parameters, Role.NormShift);
        }
        else if (stage == Stage.Projected)
        {
            Found(parameters, Role.Bias);
        }
    }

    /// <summary>Two uses that disagree leave the role open.</summary>
    private void Found(IEnumerable<ParameterObject> parameters, Role role)
    {
        foreach (ParameterObject parameter in parameters)
        {
            roles[parameter] = roles.TryGetValue(parameter, out Role known) && known != role ? Role.Unknown : role;
        }
    }

    private Stage StageOf(Degrees value) => stages.TryGetValue(value.Storage, out Stage stage) ? stage : Stage.Other;

    private void Reached(Degrees result, Stage stage)
    {
        if (result.Storage != Storages.Unknown)
        {
            stages[result.Storage] = stage;
        }
    }
}
