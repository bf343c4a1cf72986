using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The guard: what was bound is still what the roots list, and every trainable parameter is in exactly one group.</summary>
internal sealed class Coverage(IReadOnlyList<nn.Module> roots, IReadOnlyList<PlannedParameter> rows)
{
    private const string Disposed = "was disposed after the groups were made, with its module or by hand; use the groups before that, and make them again from a living model";

    /// <summary>Checks the rows against the live roots.</summary>
    /// <exception cref="ParameterCoverageException">They differ, or a trainable weight has no λ.</exception>
    public void Verify(IReadOnlyList<ParameterGroup> groups)
    {
        var problems = new CoverageProblems();
        HashSet<PlannedParameter> seen = Relist(problems);
        ReportUnseen(seen, problems);
        Dictionary<nint, int> memberships = CountMemberships(groups);
        foreach (PlannedParameter row in rows.Where(seen.Contains))
        {
            VerifyRow(row, memberships, problems);
        }

        problems.ThrowIfAny(NameOf(roots));
    }

    /// <summary>Checks that the roots list the parameters bound, and no others.</summary>
    /// <exception cref="ParameterCoverageException">They do not.</exception>
    public void VerifyListing()
    {
        var problems = new CoverageProblems();
        HashSet<PlannedParameter> seen = Relist(problems);
        ReportUnseen(seen, problems);
        problems.ThrowIfAny(NameOf(roots));
    }

    /// <summary>Checks that no trainable parameter was disposed: TorchSharp would say "empty handle", and not of which.</summary>
    /// <exception cref="ParameterCoverageException">One was; what became of it, and what to do.</exception>
    public void VerifyAlive()
    {
        if (!rows.Any(static row => row.Value.IsInvalid && !row.IsFrozen))
        {
            return;
        }

        // Whether the model has others in their place is the better message.
        VerifyListing();
        var problems = new CoverageProblems();
        foreach (PlannedParameter row in rows.Where(static row => row.Value.IsInvalid && !row.IsFrozen))
        {
            problems.Add(row.Name, Disposed);
        }

        problems.ThrowIfAny(NameOf(roots));
    }

    /// <summary>How messages call the roots.</summary>
    public static string NameOf(IReadOnlyList<nn.Module> roots) => string.Join(" + ", roots.Select(ModuleWalk.TypeName));

    /// <summary>What the names of a root start with.</summary>
    public static string PrefixOf(IReadOnlyList<nn.Module> roots, int index) => roots.Count == 1 ? "" : index.ToString();

    private void ReportUnseen(HashSet<PlannedParameter> seen, CoverageProblems problems)
    {
        foreach (PlannedParameter row in rows.Where(row => !seen.Contains(row)))
        {
            problems.Add(row.Name, "is no longer in named_parameters(); make the groups again with ParameterGroups()");
        }
    }

    private HashSet<PlannedParameter> Relist(CoverageProblems problems)
    {
        var byHandle = new Dictionary<nint, PlannedParameter>();
        var names = new HashSet<string>();
        foreach (PlannedParameter row in rows)
        {
            names.Add(row.Name);
            foreach (Parameter wrapper in row.Wrappers)
            {
                // The handle of a disposed wrapper may already belong to another tensor.
                if (!wrapper.IsInvalid)
                {
                    byHandle[wrapper.Handle] = row;
                }
            }
        }

        var seen = new HashSet<PlannedParameter>();
        for (int i = 0; i < roots.Count; i++)
        {
            foreach ((string listed, Parameter parameter) in roots[i].named_parameters())
            {
                string name = RegisteredName.Join(PrefixOf(roots, i), listed);
                if (!parameter.IsInvalid && byHandle.TryGetValue(parameter.Handle, out PlannedParameter? row))
                {
                    seen.Add(row);
                }
                else
                {
                    problems.Add(name, parameter.IsInvalid ? Disposed
                        : names.Contains(name) ? "was replaced after the groups were made (module moved to another device, cast, or assigned anew); make the groups after that"
                        : "was added after the groups were made; make the groups again with ParameterGroups()");
                    seen.UnionWith(rows.Where(r => r.Name == name));
                }
            }
        }

        return seen;
    }

    private static Dictionary<nint, int> CountMemberships(IReadOnlyList<ParameterGroup> groups)
    {
        var memberships = new Dictionary<nint, int>();
        foreach (Parameter parameter in groups.SelectMany(static g => g.Array).Where(static p => !p.IsInvalid))
        {
            memberships[parameter.Handle] = memberships.GetValueOrDefault(parameter.Handle) + 1;
        }

        return memberships;
    }

    private static void VerifyRow(PlannedParameter row, Dictionary<nint, int> memberships, CoverageProblems problems)
    {
        if (row.Value.IsInvalid)
        {
            return;
        }

        bool isFrozen = !row.Value.requires_grad;
        if (isFrozen != row.IsFrozen)
        {
            problems.Add(row.Name, (isFrozen ? "was frozen" : "was unfrozen") + " after the groups were made; call Refresh()");
        }
        else if (memberships.GetValueOrDefault(row.Value.Handle) != (isFrozen ? 0 : 1))
        {
            problems.Add(row.Name, "is not in exactly one group; make the groups again with ParameterGroups()");
        }

        if (row.Fate.IsUndecided && !isFrozen)
        {
            problems.Add(row.Name, "nothing decides its weight decay; annotate the class with [WeightDecay], or give λ at run time: ParameterGroups(weightDecay: …)");
        }

        if (row.Wrappers.Skip(1).Any(wrapper => wrapper.IsInvalid || !TensorIdentity.AreOne(wrapper, row.Value)))
        {
            problems.Add(row.Name, "was tied when the groups were made and no longer is (a cast unties an embedding); tie again and make the groups after that");
        }
    }
}
