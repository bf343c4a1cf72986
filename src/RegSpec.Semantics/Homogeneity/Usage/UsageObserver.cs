using System;
using System.Collections.Generic;
using System.Linq;
using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>
/// Sees every operation of one run. Each input is a candidate of its own: where its degree falls to 0, it was normalised, so a parameter that
/// multiplies there is the scale of a norm; and where it arrives at a layer with degree 1, nothing has normalised it.
/// </summary>
internal sealed class UsageObserver
{
    private readonly Dictionary<int, string> inputs = new();
    private readonly Dictionary<int, Stage> stages = new();
    private readonly Dictionary<int, ParameterObject> shifted = new();
    private readonly Dictionary<ParameterObject, Role> roles = new();
    private readonly HashSet<(string Input, ParameterObject Weight)> reaches = new();
    private Candidates? candidates;

    private enum Stage
    {
        /// <summary>Neither of the others.</summary>
        Other,

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
    public void Applied(OperationCall call, Degrees result, IReadOnlyDictionary<int, ParameterObject> parameters)
    {
        IReadOnlyList<Degrees> operands = call.Operands;
        switch (call.Entry.Rule)
        {
            case OperationRule.Affine or OperationRule.Convolution or OperationRule.TransposedConvolution:
                Found(At(1), Role.Weight);
                Found(At(2), Role.Bias);
                Reached(result, Stage.Projected);
                break;
            case OperationRule.Bilinear:
                Found(At(2), Role.Weight);
                Found(At(3), Role.Bias);
                break;
            case OperationRule.Contraction:
                for (int i = 0; i < operands.Count; i++)
                {
                    Found(At(i), Role.Weight);
                    if (At(i) is not null)
                    {
                        Reached(result, Stage.Projected);
                    }
                }

                break;
            case OperationRule.PiecewiseLinear:
                Found(At(1), Role.Gain);
                break;
            case OperationRule.BatchNorm or OperationRule.InstanceNorm or OperationRule.LayerNorm or OperationRule.GroupNorm:
                Found(At(1), Role.NormScale);
                Found(At(2), Role.NormShift);
                Reached(result, operands.Count > 1 ? Stage.Scaled : Stage.Normalized);
                break;
            case OperationRule.Normalize:
                Reached(result, Stage.Normalized);
                break;
            case OperationRule.Product or OperationRule.Quotient when operands.Count == 2:
                Multiplied(operands, result, At(0) ?? Shifted(operands[0]), At(1) ?? Shifted(operands[1]));
                break;
            case OperationRule.Sum when operands.Count == 2:
                Added(StageOf(operands[0]), At(1));
                Added(StageOf(operands[1]), At(0));
                if ((operands[0].Ranks == RankSet.Scalar ? At(1) : operands[1].Ranks == RankSet.Scalar ? At(0) : null) is { } parameter)
                {
                    shifted[result.Storage] = parameter;
                }

                break;
        }

        ParameterObject? At(int index) =>
            index < operands.Count && parameters.TryGetValue(operands[index].Storage, out ParameterObject? parameter) ? parameter : null;
    }

    /// <summary>What was seen, in terms of names.</summary>
    public UsageFacts Facts() => new(
        roles.Where(role => role.Value != Role.Unknown)
            .SelectMany(role => role.Key.Paths.Where(path => path.IndexOf('.') < 0).Select(path => new RawRole(path, role.Value)))
            .OrderBy(role => role.Path, StringComparer.Ordinal).ToEquatableArray(),
        reaches.SelectMany(reach => reach.Weight.Paths.Select(path => new InputReach(reach.Input, path)))
            .OrderBy(reach => reach.Input, StringComparer.Ordinal).ThenBy(reach => reach.Weight, StringComparer.Ordinal).ToEquatableArray());

    private void Multiplied(IReadOnlyList<Degrees> operands, Degrees result, ParameterObject? first, ParameterObject? second)
    {
        if (StageOf(operands[0]) == Stage.Normalized && second is not null)
        {
            Found(second, Role.NormScale);
            Reached(result, Stage.Scaled);
        }
        else if (StageOf(operands[1]) == Stage.Normalized && first is not null)
        {
            Found(first, Role.NormScale);
            Reached(result, Stage.Scaled);
        }
        else if (inputs.Keys.Any(input => candidates!.IsAlive(input) && !operands[0].Components[input].IsUnchanged && result.Components[input].IsUnchanged && !result.Broken.Contains(input)))
        {
            Reached(result, Stage.Normalized);
        }
    }

    private void Added(Stage stage, ParameterObject? parameter)
    {
        if (stage is Stage.Normalized or Stage.Scaled)
        {
            Found(parameter, Role.NormShift);
        }
        else if (stage == Stage.Projected)
        {
            Found(parameter, Role.Bias);
        }
    }

    /// <summary>Two uses that disagree leave the role open.</summary>
    private void Found(ParameterObject? parameter, Role role)
    {
        if (parameter is not null)
        {
            roles[parameter] = roles.TryGetValue(parameter, out Role known) && known != role ? Role.Unknown : role;
        }
    }

    /// <summary>The parameter of a scale written as 1 + w.</summary>
    private ParameterObject? Shifted(Degrees value) => shifted.TryGetValue(value.Storage, out ParameterObject? parameter) ? parameter : null;

    private Stage StageOf(Degrees value) => stages.TryGetValue(value.Storage, out Stage stage) ? stage : Stage.Other;

    private void Reached(Degrees result, Stage stage)
    {
        if (result.Storage != Storages.Unknown)
        {
            stages[result.Storage] = stage;
        }
    }
}
