using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The state of an optimizer by parameter name.</summary>
/// <param name="OptimizerType">Name of the optimizer class.</param>
/// <param name="Parameters">State of every parameter, in the order of the optimizer.</param>
internal sealed record OptimizerSnapshot(string OptimizerType, IReadOnlyList<ParameterState> Parameters)
{
    /// <summary>Reads the state of an optimizer made from these rows.</summary>
    public static OptimizerSnapshot Take(optim.Optimizer optimizer, IReadOnlyList<PlannedParameter> rows) =>
        new(optimizer.GetType().Name, [.. Holders(optimizer, rows).SelectMany(static holder => holder.Take())]);

    /// <summary>Throws if a saved state belongs to another plan than this one.</summary>
    public void ThrowIfDifferent(OptimizerSnapshot saved)
    {
        var differences = new List<string>();
        if (OptimizerType != saved.OptimizerType)
        {
            differences.Add($"the optimizer was {saved.OptimizerType}, now it is {OptimizerType}");
        }

        Dictionary<string, ParameterState> savedByName = saved.ByName();
        foreach (ParameterState now in Parameters)
        {
            if (savedByName.Remove(now.Name, out ParameterState? then))
            {
                differences.AddRange(now.DifferencesFrom(then));
            }
            else
            {
                differences.Add($"{now.Name}: is in the optimizer, but was not saved");
            }
        }

        differences.AddRange(savedByName.Keys.Select(static name => $"{name}: was saved, but is not in the optimizer"));
        if (differences.Count > 0)
        {
            throw new InvalidOperationException("The plan changed since the optimizer state was saved; the optimizer is as it was.\n  " + string.Join("\n  ", differences));
        }
    }

    /// <summary>Reads this state for an optimizer with the same parameters.</summary>
    /// <returns>Sets it; nothing has changed before.</returns>
    /// <exception cref="InvalidOperationException">Parameters of one buffer have states that differ in more than their elements.</exception>
    public Action Prepare(optim.Optimizer optimizer, IReadOnlyList<PlannedParameter> rows)
    {
        Dictionary<string, ParameterState> byName = ByName();
        Action[] actions = [.. Holders(optimizer, rows).Select(holder => holder.Prepare(byName))];
        return () =>
        {
            using DisposeScope scope = NewDisposeScope();
            Array.ForEach(actions, static apply => apply());

            // Buffers that TorchSharp creates while loading belong to the optimizer, not to a scope the caller is in.
            scope.Detach(scope.DisposablesView.ToArray());
        };
    }

    private static IEnumerable<StateHolder> Holders(optim.Optimizer optimizer, IReadOnlyList<PlannedParameter> rows)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (optimizer is not OptimizerHelper helper)
        {
            throw new NotSupportedException($"TorchSharp's {optimizer.GetType().Name} keeps its state in native code and cannot save it.");
        }

        var byHandle = new Dictionary<nint, PlannedParameter>();
        foreach (PlannedParameter row in rows.Where(static r => !r.Value.IsInvalid))
        {
            byHandle[row.Value.Handle] = row;
        }

        // state_dict lists options by group and states by group and parameter, in this order.
        optim.Optimizer.StateDictionary state = helper.state_dict();
        int group = 0;
        int parameter = 0;
        foreach (ParamGroup optimizerGroup in helper.ParamGroups.Cast<ParamGroup>())
        {
            foreach (Parameter value in optimizerGroup.Parameters)
            {
                OptimizerState own = state.State[parameter];
                if (byHandle.TryGetValue(value.Handle, out PlannedParameter? row))
                {
                    yield return new SingleStateHolder(state.Options[group], own, row);
                }
                else if (optimizer is IFlatOptimizer flat && flat.Flat.GroupOf(value) is { } flatGroup && flatGroup.Buffer.IsOf(rows))
                {
                    yield return FlatStateHolder.Of(state.Options[group], own, flatGroup.Buffer);
                }
                else
                {
                    throw new InvalidOperationException(
                        $"Parameter {parameter} of the optimizer (shape [{string.Join(", ", value.shape)}]) is not of these groups; make the optimizer from them.");
                }

                parameter++;
            }

            group++;
        }
    }

    private Dictionary<string, ParameterState> ByName()
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
}
