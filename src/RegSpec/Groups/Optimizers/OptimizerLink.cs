using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>An optimizer and the plan it was made from: where the parameters of each group of the plan are in it, and whose states it keeps.</summary>
internal sealed class OptimizerLink
{
    private readonly WeakReference<optim.Optimizer> optimizer;
    private readonly Dictionary<GroupKey, ParamGroup> homes = [];
    private readonly HashSet<PlannedParameter> known = new(ReferenceEqualityComparer.Instance);
    private readonly Parameter[] native;

    private OptimizerLink(optim.Optimizer optimizer, Parameter[] native)
    {
        this.optimizer = new WeakReference<optim.Optimizer>(optimizer);
        this.native = native;
    }

    /// <summary>The link of an optimizer that a factory made: its groups are those of the plan, in their order.</summary>
    public static OptimizerLink Made(OptimizerHelper optimizer, IReadOnlyList<GroupKey> keys, IEnumerable<PlannedParameter> known)
    {
        var link = new OptimizerLink(optimizer, []);
        IList<ParamGroup> groups = OptimizerAccess.GroupsOf(optimizer);
        for (int i = 0; i < keys.Count; i++)
        {
            link.homes.Add(keys[i], groups[i]);
        }

        link.known.UnionWith(known);
        return link;
    }

    /// <summary>The link of an optimizer whose groups cannot be changed (LBFGS).</summary>
    public static OptimizerLink Native(optim.Optimizer optimizer, Parameter[] parameters) => new(optimizer, parameters);

    /// <summary>The link of an optimizer of the user's own, read off its groups.</summary>
    public static OptimizerLink Read(OptimizerHelper optimizer, IReadOnlyDictionary<nint, PlannedParameter> rows)
    {
        var link = new OptimizerLink(optimizer, []);
        foreach (ParamGroup group in OptimizerAccess.GroupsOf(optimizer))
        {
            PlannedParameter[] members = [.. group.Parameters.Where(p => rows.ContainsKey(p.Handle)).Select(p => rows[p.Handle])];
            link.known.UnionWith(members);

            // A group that mixes keys, or a second one of a key, is the user's own: what is in it stays there.
            if (members.Length > 0 && Array.TrueForAll(members, row => row.Key == members[0].Key))
            {
                link.homes.TryAdd(members[0].Key, group);
            }
        }

        return link;
    }

    /// <summary>The optimizer, unless it was disposed or collected.</summary>
    public optim.Optimizer? Living => optimizer.TryGetTarget(out optim.Optimizer? target) && !IsDisposed(target) ? target : null;

    /// <summary>The rows whose state the optimizer keeps, in a group or not.</summary>
    public ISet<PlannedParameter> Known => known;

    /// <summary>States of rows that left their buffer, which keeps none for them: for when they train again.</summary>
    public Dictionary<PlannedParameter, ParameterState> Retired { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The group in which parameters of a key are, or null.</summary>
    public ParamGroup? HomeOf(GroupKey key) => homes.GetValueOrDefault(key);

    /// <summary>Sets the group in which parameters of a key are.</summary>
    public void SetHome(GroupKey key, ParamGroup group) => homes[key] = group;

    /// <summary>Groups that are no home are the user's own: what is in them stays there.</summary>
    public GroupKey? KeyOf(ParamGroup group)
    {
        foreach ((GroupKey key, ParamGroup home) in homes)
        {
            if (ReferenceEquals(home, group))
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>The homes and their keys.</summary>
    public IEnumerable<(GroupKey Key, ParamGroup Group)> Homes => homes.Select(static home => (home.Key, home.Value));

    /// <summary>What the optimizer would miss, or keep, of the plan as it is now: a sentence a kind, with names; empty if nothing.</summary>
    public IReadOnlyList<(string Name, string Problem)> Stale(optim.Optimizer living, IReadOnlyList<PlannedParameter> rows)
    {
        var placed = new Dictionary<PlannedParameter, GroupKey?>(ReferenceEqualityComparer.Instance);
        foreach ((PlannedParameter row, ParamGroup? group) in Placed(living, rows))
        {
            placed[row] = group is null ? null : KeyOf(group);
        }

        string name = living.GetType().Name;
        var problems = new List<(string, string)>();
        foreach (PlannedParameter row in rows)
        {
            bool isIn = placed.TryGetValue(row, out GroupKey? key);
            if (!isIn && !row.IsFrozen)
            {
                problems.Add((row.Name, $"is trainable now, and {name} would not step it"));
            }
            else if (isIn && row.IsFrozen)
            {
                problems.Add((row.Name, $"is frozen now, and {name} would go on with it: a gradient that zero_grad() set to zero still decays it"));
            }
            else if (isIn && key is { } before && before != row.Key)
            {
                problems.Add((row.Name, FormattableString.Invariant($"has λ = {row.WeightDecay} now, and {name} would go on with λ = {before.WeightDecay}")));
            }
        }

        return problems;
    }

    private IEnumerable<(PlannedParameter Row, ParamGroup? Group)> Placed(optim.Optimizer living, IReadOnlyList<PlannedParameter> rows)
    {
        Dictionary<nint, PlannedParameter> byHandle = PlannedParameter.ByHandle(rows);
        if (living is not OptimizerHelper helper)
        {
            return native.Where(p => !p.IsInvalid && byHandle.ContainsKey(p.Handle)).Select(p => (byHandle[p.Handle], (ParamGroup?)null));
        }

        return OptimizerAccess.GroupsOf(helper).SelectMany(
            group => group.Parameters.SelectMany(p => RowsOf(living, p, byHandle)),
            static (group, row) => (row, (ParamGroup?)group));
    }

    private static IEnumerable<PlannedParameter> RowsOf(optim.Optimizer living, Parameter parameter, Dictionary<nint, PlannedParameter> byHandle) =>
        living is IPlannedOptimizer { Around: FlatStep flat } && flat.GroupOf(parameter) is { } buffer ? buffer.Buffer.Rows
        : !parameter.IsInvalid && byHandle.TryGetValue(parameter.Handle, out PlannedParameter? row) ? [row]
        : [];

    private static bool IsDisposed(optim.Optimizer optimizer) =>
        optimizer is IPlannedOptimizer planned ? planned.Around.IsDisposed : optimizer is LBFGS && NativeOptimizer.IsDisposed(optimizer);
}
