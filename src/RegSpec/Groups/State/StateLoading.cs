using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Makes an optimizer what a saved state says: groups, options, states; all of it or nothing.</summary>
internal static class StateLoading
{
    /// <summary>Loads a state that belongs to the plan.</summary>
    /// <exception cref="InvalidDataException">TorchSharp cannot read the state; the optimizer is as it was.</exception>
    public static void Load(OptimizerHelper optimizer, OptimizerLink link, OptimizerSnapshot saved, IReadOnlyList<PlannedParameter> rows)
    {
        Dictionary<string, ParameterState> byName = saved.ByName();
        IReadOnlyList<PlacedGroup> groups = SavedGrouping.Of(optimizer, RowsByGroup(optimizer, rows), byName);
        PlannedParameter[] retired = [.. rows.Where(row => row.IsFrozen && byName.ContainsKey(row.Name))];
        PlannedParameter[] loaded = [.. rows.Where(row => byName.ContainsKey(row.Name))];
        CheckReadable(optimizer, loaded, byName);
        LoadOptions(link, groups, saved);
        LoadAnchors(rows, byName);
        if (optimizer is IPlannedOptimizer { Around: FlatStep flat })
        {
            link.Retired.Clear();
            foreach (PlannedParameter row in retired)
            {
                link.Retired[row] = byName[row.Name];
            }

            flat.Owner.Load(optimizer, groups, byName);
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        foreach (PlacedGroup placed in groups)
        {
            Place(optimizer, placed);
            foreach (PlannedParameter row in placed.Rows)
            {
                if (!byName.ContainsKey(row.Name))
                {
                    OptimizerAccess.CreateState(optimizer, row.Value, placed.Group);
                }
            }
        }

        foreach (PlannedParameter row in retired.Where(link.Known.Add))
        {
            OptimizerAccess.CreateState(optimizer, row.Value, groups[0].Group);
        }

        HomeMaking.SetPulls(optimizer, rows);
        IReadOnlyList<OptimizerState> states = OptimizerAccess.StatesOf(optimizer, Array.ConvertAll(loaded, static row => row.Value));
        for (int i = 0; i < loaded.Length; i++)
        {
            StateKind.Load(byName[loaded[i].Name].State, states[i].LoadStateDict);
        }

        // Buffers that TorchSharp creates while loading belong to the optimizer, not to a scope the caller is in.
        scope.Detach(scope.DisposablesView.ToArray());
    }

    /// <summary>The rows in each group of an optimizer, those in buffers too.</summary>
    public static IReadOnlyList<(ParamGroup Group, IReadOnlyList<PlannedParameter> Rows)> RowsByGroup(OptimizerHelper optimizer, IReadOnlyList<PlannedParameter> rows)
    {
        Dictionary<nint, PlannedParameter> byHandle = PlannedParameter.ByHandle(rows);
        var flat = (optimizer as IPlannedOptimizer)?.Around as FlatStep;
        return [.. OptimizerAccess.GroupsOf(optimizer).Select(group => (group, (IReadOnlyList<PlannedParameter>)[.. group.Parameters.SelectMany(RowsOf)]))];

        IEnumerable<PlannedParameter> RowsOf(Parameter parameter) =>
            flat?.GroupOf(parameter) is { } buffer ? buffer.Buffer.Rows : byHandle.TryGetValue(parameter.Handle, out PlannedParameter? row) ? [row] : [];
    }

    private static void Place(OptimizerHelper optimizer, PlacedGroup placed)
    {
        if (placed.IsNew)
        {
            OptimizerAccess.Append(optimizer, placed.Group);
        }

        // The order of a group stays, where it loses nothing.
        Parameter[] values = [.. placed.Rows.Select(static row => row.Value)];
        if (!placed.Group.Parameters.SequenceEqual(values, ReferenceEqualityComparer.Instance))
        {
            placed.Group.Parameters = values;
        }
    }

    private static void LoadOptions(OptimizerLink link, IReadOnlyList<PlacedGroup> groups, OptimizerSnapshot saved)
    {
        foreach (PlacedGroup placed in groups)
        {
            byte[]? options = placed.Options
                ?? (link.KeyOf(placed.Group) is { } key ? saved.Groups.FirstOrDefault(group => group.Key == key)?.Options : null);
            if (options is not null)
            {
                StateKind.Load(options, placed.Group.Options.LoadStateDict);
            }
        }
    }

    private static void LoadAnchors(IReadOnlyList<PlannedParameter> rows, IReadOnlyDictionary<string, ParameterState> byName)
    {
        foreach (PlannedParameter row in rows)
        {
            if (row.Anchor is { } anchor && byName.TryGetValue(row.Name, out ParameterState? state) && state.Anchor.Length > 0)
            {
                using Tensor read = zeros_like(anchor);
                StateKind.Load(state.Anchor, reader => read.Load(reader));
                row.SetAnchor(read);
            }
        }
    }

    /// <summary>Reads every state once, before anything changes: what TorchSharp cannot read is found then.</summary>
    private static void CheckReadable(OptimizerHelper optimizer, IEnumerable<PlannedParameter> rows, IReadOnlyDictionary<string, ParameterState> byName)
    {
        StateKind kind = StateKind.Of(optimizer);
        OptimizerOptions options = OptimizerAccess.GroupsOf(optimizer)[0].Options;
        foreach (PlannedParameter row in rows)
        {
            kind.Release(kind.Read(byName[row.Name].State, row.Value, options));
        }
    }
}
