using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The state of an optimizer by parameter name.</summary>
/// <param name="OptimizerType">Name of the optimizer class.</param>
/// <param name="Groups">The groups of the plan in it.</param>
/// <param name="Parameters">State of every parameter, in the order of the optimizer, then of those that left their group.</param>
internal sealed record OptimizerSnapshot(string OptimizerType, IReadOnlyList<GroupState> Groups, IReadOnlyList<ParameterState> Parameters)
{
    /// <summary>The optimizer as one whose state can be read.</summary>
    /// <exception cref="NotSupportedException">It is in native code.</exception>
    public static OptimizerHelper Readable(optim.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return optimizer as OptimizerHelper
            ?? throw new NotSupportedException($"TorchSharp's {optimizer.GetType().Name} keeps its state in native code and cannot save it.");
    }

    /// <summary>Reads the state of an optimizer of these rows.</summary>
    /// <exception cref="InvalidOperationException">It holds a parameter that is none of them.</exception>
    public static OptimizerSnapshot Take(OptimizerHelper optimizer, OptimizerLink link, IReadOnlyList<PlannedParameter> rows)
    {
        var parameters = new List<ParameterState>();
        Dictionary<nint, PlannedParameter> byHandle = PlannedParameter.ByHandle(rows);
        StateKind kind = StateKind.Of(optimizer);
        var present = new HashSet<PlannedParameter>(ReferenceEqualityComparer.Instance);
        foreach ((Parameter value, ParamGroup group, int index, OptimizerState own) in InGroups(optimizer))
        {
            byte[] options = StateKind.Bytes(group.Options.SaveStateDict);
            if (byHandle.TryGetValue(value.Handle, out PlannedParameter? row))
            {
                Add(row, StateKind.Bytes(own.SaveStateDict));
            }
            else if (optimizer is IPlannedOptimizer { Around: FlatStep flat } && flat.GroupOf(value) is { } buffer && buffer.Buffer.IsOf(rows))
            {
                foreach (FlatView view in buffer.Buffer.Views)
                {
                    Add(view.Row, kind.Part(own, view));
                }
            }
            else
            {
                throw new InvalidOperationException(
                    $"Parameter {parameters.Count} of the optimizer (shape [{string.Join(", ", value.shape)}]) is not of these groups; make the optimizer from them.");
            }

            void Add(PlannedParameter row, byte[] state)
            {
                present.Add(row);
                parameters.Add(StateOf(row, index, options, state));
            }
        }

        parameters.AddRange(Retired(optimizer, link, rows.Where(row => !present.Contains(row) && !row.Value.IsInvalid)));
        return new OptimizerSnapshot(
            optimizer.GetType().Name,
            [.. link.Homes.Select(static home => new GroupState(home.Key, StateKind.Bytes(home.Group.Options.SaveStateDict)))],
            parameters);
    }

    /// <summary>The states by name.</summary>
    /// <exception cref="InvalidOperationException">A parameter is in the optimizer twice.</exception>
    public Dictionary<string, ParameterState> ByName()
    {
        var byName = new Dictionary<string, ParameterState>();
        foreach (ParameterState state in Parameters)
        {
            if (!byName.TryAdd(state.Name, state))
            {
                throw new InvalidOperationException($"{state.Name} is in the optimizer twice.");
            }
        }

        return byName;
    }

    /// <summary>What was stepped once and is in no group now.</summary>
    private static IEnumerable<ParameterState> Retired(OptimizerHelper optimizer, OptimizerLink link, IEnumerable<PlannedParameter> absent)
    {
        if (optimizer is IPlannedOptimizer { Around: FlatStep })
        {
            return absent.Where(link.Retired.ContainsKey).Select(row => link.Retired[row] with { Group = ParameterState.InNoGroup });
        }

        PlannedParameter[] known = [.. absent.Where(link.Known.Contains)];
        IReadOnlyList<OptimizerState> states = OptimizerAccess.StatesOf(optimizer, Array.ConvertAll(known, static row => row.Value));
        return known.Select((row, i) => StateOf(row, ParameterState.InNoGroup, [], StateKind.Bytes(states[i].SaveStateDict)));
    }

    private static ParameterState StateOf(PlannedParameter row, int group, byte[] options, byte[] state) => new(
        row.Name,
        row.Key,
        ParameterState.ShapeOf(row),
        row.Value.dtype,
        group,
        options,
        state,
        row.Anchor is { } anchor ? StateKind.Bytes(writer => anchor.Save(writer)) : []);

    /// <summary>The states of an optimizer beside what they are of.</summary>
    private static IEnumerable<(Parameter Value, ParamGroup Group, int Index, OptimizerState State)> InGroups(OptimizerHelper optimizer)
    {
        // state_dict lists states by group and parameter, in this order.
        optim.Optimizer.StateDictionary states = optimizer.state_dict();
        int parameter = 0;
        IList<ParamGroup> groups = OptimizerAccess.GroupsOf(optimizer);
        for (int g = 0; g < groups.Count; g++)
        {
            foreach (Parameter value in groups[g].Parameters)
            {
                yield return (value, groups[g], g, states.State[parameter++]);
            }
        }
    }
}
