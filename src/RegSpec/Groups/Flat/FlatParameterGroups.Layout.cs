using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <content>Moving parameters into buffers, with the states of living optimizers.</content>
public sealed partial class FlatParameterGroups
{
    /// <summary>Flattens what the plan says now; living optimizers keep the state and the rate of every parameter.</summary>
    internal void Relayout(IReadOnlyList<OptimizerHelper> optimizers)
    {
        VerifyForMending();
        Apply([.. optimizers.Select(optimizer => FlatPlacement.Refreshed(optimizer, Source.LinkOf(optimizer), Source))]);
    }

    /// <summary>Gives an optimizer the groups and states of a saved one; parameters that were saved after different numbers of steps part.</summary>
    internal void Load(OptimizerHelper loaded, IReadOnlyList<PlacedGroup> placed, IReadOnlyDictionary<string, ParameterState> saved) =>
        Apply([.. Source.LivingOf(this).Select(living => ReferenceEquals(living.Optimizer, loaded)
            ? FlatPlacement.Loaded(loaded, living.Link, placed, saved)
            : FlatPlacement.Refreshed(living.Optimizer, living.Link, Source))]);

    /// <summary>What refuses a mending, before anything changes.</summary>
    internal void VerifyForMending()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        Source.VerifyForOptimizer();
    }

    private void Apply(IReadOnlyList<FlatPlacement> placements)
    {
        (GroupKey Key, PlannedParameter[] Rows)[] plan = [.. PlanOf(Source).SelectMany(group => Cohorts(group, placements))];
        bool isSame = plan.Length == groups.Length
            && plan.Zip(groups).All(static pair => pair.First.Key == pair.Second.Key && pair.First.Rows.SequenceEqual(pair.Second.Buffer.Rows, ReferenceEqualityComparer.Instance));
        FlatParameterGroup[] before = groups;
        if (!isSame)
        {
            groups = Move(plan);
            (guard, norms) = NewGuard();
        }

        foreach (FlatPlacement placement in placements)
        {
            if (isSame)
            {
                placement.Fill(groups);
            }
            else
            {
                placement.MoveTo(groups, before);
            }

            HomeMaking.SetPulls(placement.Optimizer, Source);
        }

        if (isSame)
        {
            Array.ForEach(groups, static group => group.Buffer.ReadAnchors());
        }
        else
        {
            Release(before);
        }
    }

    /// <summary>The rows of a group, parted where an optimizer has them in different groups or after different numbers of steps.</summary>
    private static IEnumerable<(GroupKey Key, PlannedParameter[] Rows)> Cohorts((GroupKey Key, PlannedParameter[] Rows) group, IReadOnlyList<FlatPlacement> placements) =>
        group.Rows.GroupBy(row => string.Join('|', placements.Select(placement => placement.CohortOf(row))))
            .Select(cohort => (group.Key, cohort.ToArray()));

    /// <summary>The trainable rows of each group of a plan; groups without any are left out.</summary>
    private static (GroupKey Key, PlannedParameter[] Rows)[] PlanOf(ParameterGroups source)
    {
        Dictionary<nint, PlannedParameter> rows = PlannedParameter.ByHandle(source);
        return [.. source.Groups.Where(static group => group.Array.Length > 0).Select(group => (group.Key, Array.ConvertAll(group.Array, value => rows[value.Handle])))];
    }

    private FlatParameterGroup[] Move((GroupKey Key, PlannedParameter[] Rows)[] plan)
    {
        var problems = new CoverageProblems();
        foreach ((_, PlannedParameter[] rows) in plan)
        {
            FlatLayout.Check(rows, problems);
        }

        problems.ThrowIfAny(Source.ModelName, "flat parameter groups");
        SharedMemory.Check(Source, problems);
        problems.ThrowIfAny(Source.ModelName, "flat parameter groups");
        return Array.ConvertAll(plan, static group => new FlatParameterGroup(group.Key, FlatBuffer.Move(FlatLayout.Of(group.Rows))));
    }
}
