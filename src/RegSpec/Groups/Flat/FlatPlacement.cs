using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Where each parameter is to be in an optimizer of buffers, and with which state: read before the buffers change, written after.</summary>
internal sealed class FlatPlacement
{
    private readonly StateKind kind;
    private readonly Dictionary<PlannedParameter, (ParamGroup Group, OptimizerState State)> places = new(ReferenceEqualityComparer.Instance);

    private FlatPlacement(OptimizerHelper optimizer, OptimizerLink link)
    {
        Optimizer = optimizer;
        Link = link;
        kind = StateKind.Of(optimizer);
    }

    /// <summary>The optimizer.</summary>
    public OptimizerHelper Optimizer { get; }

    /// <summary>Where its groups stand in the plan.</summary>
    public OptimizerLink Link { get; }

    /// <summary>Every trainable row in the group it is in, or in that of its key; with its state, the one it left with, or a fresh one.</summary>
    public static FlatPlacement Refreshed(OptimizerHelper optimizer, OptimizerLink link, ParameterGroups plan)
    {
        var placement = new FlatPlacement(optimizer, link);
        Dictionary<string, ParameterState> states = OptimizerSnapshot.Take(optimizer, link, plan).ByName();
        IList<ParamGroup> groups = OptimizerAccess.GroupsOf(optimizer);
        foreach (PlannedParameter row in plan)
        {
            ParameterState? state = states.GetValueOrDefault(row.Name);
            if (row.IsFrozen)
            {
                if (state is not null)
                {
                    link.Retired[row] = state;
                }

                continue;
            }

            ParamGroup? own = state is { Group: >= 0 } && link.KeyOf(groups[state.Group]) is null ? groups[state.Group] : null;
            placement.Place(row, own ?? HomeOf(optimizer, link, row.Key), state?.State);
            link.Retired.Remove(row);
        }

        return placement;
    }

    /// <summary>Rows as a saved state places them.</summary>
    public static FlatPlacement Loaded(OptimizerHelper optimizer, OptimizerLink link, IReadOnlyList<PlacedGroup> placed, IReadOnlyDictionary<string, ParameterState> saved)
    {
        var placement = new FlatPlacement(optimizer, link);
        foreach (PlacedGroup group in placed)
        {
            if (group.IsNew)
            {
                OptimizerAccess.Append(optimizer, group.Group);
            }

            foreach (PlannedParameter row in group.Rows)
            {
                placement.Place(row, group.Group, saved.GetValueOrDefault(row.Name)?.State);
            }
        }

        return placement;
    }

    /// <summary>What rows must share to be in one buffer.</summary>
    public string CohortOf(PlannedParameter row)
    {
        (ParamGroup group, OptimizerState state) = places[row];
        return OptimizerAccess.GroupsOf(Optimizer).IndexOf(group) + ":" + kind.Numbers(state);
    }

    /// <summary>Puts new buffers in the place of old ones.</summary>
    public void MoveTo(IReadOnlyList<FlatParameterGroup> buffers, IReadOnlyList<FlatParameterGroup> before)
    {
        HashSet<Parameter> old = new(before.Select(static group => group.Value), ReferenceEqualityComparer.Instance);
        ILookup<ParamGroup, FlatParameterGroup> byGroup = buffers.ToLookup(buffer => places[buffer.Buffer.Views[0].Row].Group);
        foreach (Parameter parameter in old)
        {
            kind.Release(OptimizerAccess.StatesOf(Optimizer, [parameter])[0]);
        }

        foreach (FlatParameterGroup buffer in buffers)
        {
            OptimizerAccess.CreateState(Optimizer, buffer.Value, places[buffer.Buffer.Views[0].Row].Group);
        }

        // Nothing else is in them: a parameter of others was refused when the states were read.
        foreach (ParamGroup group in OptimizerAccess.GroupsOf(Optimizer))
        {
            group.Parameters = [.. byGroup[group].Select(static buffer => buffer.Value)];
        }

        foreach (Parameter parameter in old)
        {
            ((IPlannedOptimizer)Optimizer).Forget(parameter);
        }

        Fill(buffers);
    }

    /// <summary>Gives buffers the states of the parameters in them.</summary>
    public void Fill(IReadOnlyList<FlatParameterGroup> buffers)
    {
        foreach (FlatParameterGroup buffer in buffers)
        {
            OptimizerState whole = OptimizerAccess.StatesOf(Optimizer, [buffer.Value])[0];
            kind.Join(whole, buffer.Buffer, [.. buffer.Buffer.Rows.Select(row => places[row].State)]);
        }

        ((FlatStep)((IPlannedOptimizer)Optimizer).Around).Adopt(buffers);
    }

    private static ParamGroup HomeOf(OptimizerHelper optimizer, OptimizerLink link, GroupKey key)
    {
        if (link.HomeOf(key) is null)
        {
            HomeMaking.Add(optimizer, link, key);
        }

        return link.HomeOf(key)!;
    }

    private void Place(PlannedParameter row, ParamGroup group, byte[]? state) => places.Add(row, (group, kind.Read(state, row.Value, group.Options)));
}
