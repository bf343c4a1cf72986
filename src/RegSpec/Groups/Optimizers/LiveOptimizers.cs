using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The optimizers made from one plan that may still step.</summary>
internal sealed class LiveOptimizers
{
    private readonly List<OptimizerLink> links = [];

    /// <summary>Keeps an eye on an optimizer, without keeping it alive.</summary>
    public void Add(OptimizerLink link)
    {
        links.RemoveAll(static l => l.Living is null);
        links.Add(link);
    }

    /// <summary>The link of an optimizer; one of the user's own is read.</summary>
    public OptimizerLink LinkOf(OptimizerHelper optimizer, IReadOnlyList<PlannedParameter> rows)
    {
        if (links.Find(l => ReferenceEquals(l.Living, optimizer)) is not { } link)
        {
            link = OptimizerLink.Read(optimizer, PlannedParameter.ByHandle(rows));
            Add(link);
        }

        return link;
    }

    /// <summary>The optimizers of flat groups that may still step.</summary>
    public IReadOnlyList<(OptimizerHelper Optimizer, OptimizerLink Link)> LivingOf(FlatParameterGroups flat) =>
    [
        .. links.Select(static link => (Optimizer: link.Living as OptimizerHelper, Link: link))
            .Where(living => living.Optimizer is IPlannedOptimizer { Around: FlatStep step } && ReferenceEquals(step.Owner, flat))
            .Select(static living => (living.Optimizer!, living.Link)),
    ];

    /// <summary>Reports what living optimizers, other than those that are about to be mended, would miss or keep of the plan.</summary>
    public void Check(IReadOnlyList<PlannedParameter> rows, IReadOnlyCollection<optim.Optimizer> mended, CoverageProblems problems)
    {
        if (!Report(rows, mended, problems: null))
        {
            return;
        }

        // One that nobody holds any more is no danger, and is alive only until the next collection.
        GC.Collect();
        Report(rows, mended, problems);
    }

    private bool Report(IReadOnlyList<PlannedParameter> rows, IReadOnlyCollection<optim.Optimizer> mended, CoverageProblems? problems)
    {
        bool found = false;
        foreach (OptimizerLink link in links)
        {
            if (link.Living is not { } living || mended.Contains(living))
            {
                continue;
            }

            foreach ((string name, string problem) in link.Stale(living, rows))
            {
                found = true;
                problems?.Add(name, problem + (living is OptimizerHelper
                    ? ": give that optimizer to Refresh(optimizer), which mends it and keeps its moments and rates, or dispose it first"
                    : ": dispose it before Refresh(), and make it again after"));
            }
        }

        return found;
    }
}
