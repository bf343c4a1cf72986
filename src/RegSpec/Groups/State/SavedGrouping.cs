using TorchSharp.Modules;

namespace RegSpec;

/// <summary>Which group of an optimizer each parameter of a saved state belongs to.</summary>
internal static class SavedGrouping
{
    /// <summary>
    /// Parameters that are one group now and were several with different options (a rate of one's own) when saved part again: the group
    /// saved first stays in its place, the others are added behind, in the order in which they were saved.
    /// </summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="current">Its groups and the rows in each.</param>
    /// <param name="saved">The saved states by name.</param>
    /// <returns>Groups, those to be added last, the rows of each, and the options to load, or null where none were saved.</returns>
    public static IReadOnlyList<PlacedGroup> Of(OptimizerHelper optimizer, IReadOnlyList<(ParamGroup Group, IReadOnlyList<PlannedParameter> Rows)> current, IReadOnlyDictionary<string, ParameterState> saved)
    {
        var kept = new List<PlacedGroup>();
        var added = new List<(int Index, PlacedGroup Group)>();
        foreach ((ParamGroup group, IReadOnlyList<PlannedParameter> rows) in current)
        {
            PlannedParameter[] fresh = [.. rows.Where(row => !IsSaved(row, saved))];
            IGrouping<string, PlannedParameter>[] parts =
            [
                .. rows.Where(row => IsSaved(row, saved))
                    .GroupBy(row => Convert.ToBase64String(saved[row.Name].Options))
                    .OrderBy(part => part.Min(row => saved[row.Name].Group)),
            ];
            kept.Add(new PlacedGroup(group, [.. rows.Where(row => fresh.Contains(row) || parts[0].Contains(row))], parts.Length == 0 ? null : OptionsOf(parts[0], saved), IsNew: false));
            foreach (IGrouping<string, PlannedParameter> part in parts.Skip(1))
            {
                ParamGroup own = OptimizerAccess.CreateGroup(optimizer, [], group.Options);
                added.Add((part.Min(row => saved[row.Name].Group), new PlacedGroup(own, [.. part], OptionsOf(part, saved), IsNew: true)));
            }
        }

        return [.. kept, .. added.OrderBy(static group => group.Index).Select(static group => group.Group)];
    }

    private static bool IsSaved(PlannedParameter row, IReadOnlyDictionary<string, ParameterState> saved) =>
        saved.TryGetValue(row.Name, out ParameterState? state) && state.Group != ParameterState.InNoGroup;

    private static byte[] OptionsOf(IEnumerable<PlannedParameter> part, IReadOnlyDictionary<string, ParameterState> saved) => saved[part.First().Name].Options;
}

/// <summary>A group of an optimizer, and what it is to hold.</summary>
/// <param name="Group">The group.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Options">The options to load, or null to keep those it has.</param>
/// <param name="IsNew">It is not yet in the optimizer.</param>
internal sealed record PlacedGroup(ParamGroup Group, IReadOnlyList<PlannedParameter> Rows, byte[]? Options, bool IsNew);
