using TorchSharp.Modules;

namespace RegSpec;

/// <summary>Whether a saved state belongs to a plan, and in which words it does not.</summary>
internal static class StateComparison
{
    /// <summary>Differences told one by one; the rest is counted.</summary>
    private const int Told = 8;

    /// <summary>Throws if a state was saved under another plan.</summary>
    /// <exception cref="InvalidOperationException">It was; names and remedies.</exception>
    public static void Check(OptimizerHelper optimizer, OptimizerSnapshot saved, IReadOnlyList<PlannedParameter> rows, string model, MissingState missing)
    {
        var differences = new List<string>();
        if (optimizer.GetType().Name != saved.OptimizerType)
        {
            differences.Add($"the optimizer was {saved.OptimizerType}, now it is {optimizer.GetType().Name}");
        }

        bool isSameKind = differences.Count == 0;

        Dictionary<string, ParameterState> byName = saved.ByName();
        RefuseOtherModel(byName, rows, model);
        var absent = new List<string>();
        foreach (PlannedParameter row in rows)
        {
            if (!byName.Remove(row.Name, out ParameterState? then))
            {
                if (!row.IsFrozen)
                {
                    absent.Add(row.Name);
                }

                continue;
            }

            differences.AddRange(then.DifferencesFrom(row));
            if (isSameKind && row.WeightDecay == 0 && then.Group != ParameterState.InNoGroup && WeightDecayOf(optimizer, then) is { } weightDecay && weightDecay != 0)
            {
                differences.Add(FormattableString.Invariant($"{row.Name}: the saved optimizer decayed it with λ = {weightDecay}, the plan says 0; its groups were not those of the plan"));
            }
        }

        if (missing == MissingState.Refuse && absent.Count > 0)
        {
            differences.Add($"{List(absent)}: not saved (frozen then?); to start what is missing without moments, pass missing: MissingState.StartFresh");
        }

        if (byName.Count > 0)
        {
            differences.Add($"{List(byName.Keys)}: saved, but not in the model");
        }

        if (differences.Count > 0)
        {
            string rest = differences.Count > Told ? $"\n  … and {differences.Count - Told} more" : "";
            throw new InvalidOperationException(
                "The plan changed since the optimizer state was saved; the optimizer is as it was.\n  " + string.Join("\n  ", differences.Take(Told)) + rest);
        }
    }

    /// <summary>Names, the first ones of many.</summary>
    private static string List(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Told)) + (names.Count > Told ? $" and {names.Count - Told} more" : "");

    /// <summary>Where most names differ, the difference is the model, and a list of names no help.</summary>
    private static void RefuseOtherModel(Dictionary<string, ParameterState> saved, IReadOnlyList<PlannedParameter> rows, string model)
    {
        int known = rows.Count(row => saved.ContainsKey(row.Name));
        if (saved.Count > 0 && 2 * known < saved.Count)
        {
            throw new InvalidOperationException(
                $"This is the optimizer state of another model: of its {saved.Count} parameters ({string.Join(", ", saved.Keys.Take(3))}{(saved.Count > 3 ? ", …" : "")}) {model} has {(known == 0 ? "none" : known)}"
                + $" (it has {string.Join(", ", rows.Take(3).Select(static row => row.Name))}{(rows.Count > 3 ? ", …" : "")}). The optimizer is as it was.");
        }
    }

    private static double? WeightDecayOf(OptimizerHelper optimizer, ParameterState saved)
    {
        ParamGroup read = OptimizerAccess.CreateGroup(optimizer, [], OptimizerAccess.GroupsOf(optimizer)[0].Options);
        StateKind.Load(saved.Options, read.Options.LoadStateDict);
        return DecayOption.Get(read.Options);
    }
}
