using TorchSharp.Modules;

namespace RegSpec;

/// <summary>Makes a living optimizer of parameters what the plan says now, without touching the state or the rate of what stays.</summary>
internal static class StockMending
{
    /// <summary>Puts every trainable row into the group of its key, and takes frozen ones out; their states are kept for when they train again.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="link">Where its groups stand in the plan.</param>
    /// <param name="rows">The plan as it is now.</param>
    public static void Mend(OptimizerHelper optimizer, OptimizerLink link, IReadOnlyList<PlannedParameter> rows)
    {
        Dictionary<nint, PlannedParameter> byHandle = PlannedParameter.ByHandle(rows);
        Dictionary<GroupKey, List<Parameter>> wanted = [];
        var own = new HashSet<PlannedParameter>(ReferenceEqualityComparer.Instance);
        foreach (ParamGroup group in OptimizerAccess.GroupsOf(optimizer))
        {
            // In a group of the user's own a row stays, with its rate and λ, until it is frozen.
            if (link.KeyOf(group) is null)
            {
                group.Parameters = group.Parameters.Where(p => !byHandle.TryGetValue(p.Handle, out PlannedParameter? row) || (own.Add(row) && !row.IsFrozen)).ToArray();
            }
        }

        foreach (PlannedParameter row in rows.Where(r => !r.IsFrozen && !own.Contains(r)))
        {
            if (!wanted.TryGetValue(row.Key, out List<Parameter>? members))
            {
                wanted.Add(row.Key, members = []);
            }

            members.Add(row.Value);
        }

        foreach (GroupKey key in wanted.Keys.Where(key => link.HomeOf(key) is null).ToArray())
        {
            HomeMaking.Add(optimizer, link, key);
        }

        foreach (PlannedParameter row in rows.Where(r => !r.IsFrozen && !own.Contains(r) && link.Known.Add(r)))
        {
            OptimizerAccess.CreateState(optimizer, row.Value, link.HomeOf(row.Key)!);
        }

        foreach ((GroupKey key, ParamGroup home) in link.Homes)
        {
            Parameter[] strangers = [.. home.Parameters.Where(p => !byHandle.ContainsKey(p.Handle))];
            home.Parameters = wanted.TryGetValue(key, out List<Parameter>? members) ? [.. members, .. strangers] : strangers;
        }

        HomeMaking.SetPulls(optimizer, rows);
    }
}
