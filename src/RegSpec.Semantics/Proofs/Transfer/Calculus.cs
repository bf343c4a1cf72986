using System;
using System.Collections.Generic;
using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Proofs;

/// <summary>
/// What all rules of degrees share: components of results, and the candidates that the operation under way breaks. A candidate that a result is not
/// certainly homogeneous in is broken in that result.
/// </summary>
internal sealed class Calculus
{
    private readonly Storages storages;
    private int lastSymbol;

    /// <summary>The candidates that the operation under way has broken so far.</summary>
    private CandidateSet broken;

    /// <summary>Broken in an operand of it, but not in its result.</summary>
    private CandidateSet absorbed;

    /// <param name="candidates">What is under study.</param>
    /// <param name="storages">Where results lie in memory.</param>
    public Calculus(Candidates candidates, Storages storages)
    {
        Candidates = candidates;
        this.storages = storages;
    }

    public Candidates Candidates { get; }

    /// <summary>Where in the source the operation stands: what a proof names when the scale is removed there.</summary>
    public OperationPlace Place { get; set; }

    /// <summary>An operation begins: nothing is broken by it so far.</summary>
    public void Begin() => (broken, absorbed) = (CandidateSet.Empty, CandidateSet.Empty);

    /// <summary>An operand of the operation under way: what is broken in it is broken in the result.</summary>
    public void Take(CandidateSet ofOperand) => broken = broken.Union(ofOperand.Except(absorbed));

    /// <summary>The candidates that the operation under way has broken so far.</summary>
    public CandidateSet Broken
    {
        get => broken;
        set => broken = value;
    }

    /// <summary>A candidate that is broken in an operand, but not in the result.</summary>
    public void Absorb(int candidate) => absorbed = absorbed.With(candidate);

    /// <summary>
    /// The tensor a variable holds, with a name for each degree that is not known: what is computed from one and the same tensor has degrees that
    /// can be compared, whatever they are (x − mean(x), x · rsqrt(mean(x²))). Where runs of a loop or branches meet, names that differ are lost.
    /// </summary>
    public Degrees Named(Degrees x)
    {
        List<(int, Component)>? named = null;
        ReadOnlySpan<(int Candidate, Component Component)> entries = x.Components.Entries;
        for (int i = 0; i < entries.Length; i++)
        {
            if (!entries[i].Component.HasDegree && !entries[i].Component.IsCat)
            {
                named ??= new List<(int, Component)>(entries.ToArray());
                named[i] = (entries[i].Candidate, entries[i].Component.Named(++lastSymbol));
            }
        }

        return named is null ? x : x with { Components = ComponentMap.Of(named) };
    }

    /// <summary>A result in memory of its own.</summary>
    public Degrees Fresh(ComponentMap components, RankSet ranks, AxisSets varies, bool nonNegative = false) => new()
    {
        Components = components,
        Ranks = ranks,
        Varies = varies,
        IsNonNegative = nonNegative,
        Storage = NewStorage(),
    };

    /// <summary>Gives up everything the tensor depends on.</summary>
    public void GiveUp(Degrees tensor, string why) => Candidates.GiveUp(tensor, why);

    /// <summary>The result of the operation under way is not homogeneous in what the tensor depends on.</summary>
    public void Break(Degrees tensor, string name, string what)
    {
        if (!tensor.Components.IsEmpty)
        {
            Break(tensor, name + what + At());
        }
    }

    public void Break(Degrees tensor, string why)
    {
        foreach ((int candidate, _) in tensor.Components.Entries)
        {
            Break(candidate, why);
        }
    }

    public void Break(int candidate, string why)
    {
        Candidates.NoteBreak(candidate, why);
        broken = broken.With(candidate);
    }

    /// <summary>A result with what was broken on the way to it.</summary>
    public Degrees Finished(Degrees result)
    {
        if (broken.IsEmpty && result.Broken.IsEmpty)
        {
            return result;
        }

        CandidateSet all = broken.Union(result.Broken);
        return result with { Broken = all, Components = result.Components.Without(all) };
    }

    /// <summary>What comes out when the values of two branches meet.</summary>
    public Degrees Join(Degrees a, Degrees b)
    {
        if (ReferenceEquals(a, b))
        {
            return a;
        }

        broken = a.Broken.Union(b.Broken);

        ComponentMap components =
            a.IsAny ? b.Components
            : b.IsAny ? a.Components
            : Combine(a, b, JoinComponents, "has another form on another branch", marksNormalization: false);
        bool sameSize = a.SizeKey == b.SizeKey && a.SizedAxis == b.SizedAxis;
        return Finished(new Degrees
        {
            Components = components,
            Ranks = a.Ranks | b.Ranks,
            Varies = a.Varies | b.Varies,
            SizedAxis = sameSize ? a.SizedAxis : AxisSets.None,
            SizeKey = sameSize ? a.SizeKey : null,
            IsAny = a.IsAny && b.IsAny,
            IsNonNegative = a.IsNonNegative && b.IsNonNegative,
            IsEps = a.IsEps && b.IsEps,
            IsOpen = a.IsOpen || b.IsOpen,
            Storage = JoinStorage(a.Storage, b.Storage),
        });
    }

    private static Component? JoinComponents(Component a, Component b)
    {
        if (a == b)
        {
            return a;
        }

        if (a.EpsPending != b.EpsPending || (a.IsCat && b.IsCat && a.CatAxis != b.CatAxis))
        {
            return null;
        }

        Component joined = a.HasDegreeOf(b) ? a : a.Uniform();
        return joined with
        {
            CatAxis = a.CatAxis | b.CatAxis,
            HasOffset = a.HasOffset || b.HasOffset,
            Offset = a.Offset | b.Offset,
        };
    }

    /// <summary>Applies a rule to each candidate of one tensor; null from the rule breaks the candidate.</summary>
    public ComponentMap Transform(Degrees x, Func<Component, Component?> rule, string why, bool marksNormalization = true)
    {
        if (x.Components.IsEmpty)
        {
            return ComponentMap.Empty;
        }

        var result = new List<(int, Component)>(x.Components.Entries.Length);
        foreach ((int candidate, Component component) in x.Components.Entries)
        {
            if (Candidates.IsAlive(candidate))
            {
                Keep(result, candidate, rule(component), why, component, marksNormalization);
            }
        }

        return ComponentMap.Of(result);
    }

    /// <summary>Applies a rule to each candidate of two tensors.</summary>
    public ComponentMap Combine(Degrees a, Degrees b, Func<Component, Component, Component?> rule, string why, bool marksNormalization = true)
    {
        if (a.Components.IsEmpty && b.Components.IsEmpty)
        {
            return ComponentMap.Empty;
        }

        ReadOnlySpan<(int Candidate, Component Component)> left = a.Components.Entries, right = b.Components.Entries;
        var result = new List<(int, Component)>(left.Length + right.Length);
        int i = 0, j = 0;
        while (i < left.Length || j < right.Length)
        {
            int candidate = j >= right.Length || (i < left.Length && left[i].Candidate <= right[j].Candidate) ? left[i].Candidate : right[j].Candidate;
            Component first = i < left.Length && left[i].Candidate == candidate ? left[i++].Component : Component.Unchanged;
            Component second = j < right.Length && right[j].Candidate == candidate ? right[j++].Component : Component.Unchanged;
            if (Candidates.IsAlive(candidate))
            {
                Keep(result, candidate, rule(first, second), why, first.HasOffset || first.EpsPending ? first : second, marksNormalization);
            }
        }

        return ComponentMap.Of(result);
    }

    private void Keep(List<(int, Component)> result, int candidate, Component? component, string why, in Component before, bool marksNormalization)
    {
        if (component is not { } kept || kept.Degree.IsExtreme || kept.Times.IsExtreme)
        {
            Break(candidate, why + Reason(before) + At());
        }
        else if (!kept.IsUnchanged)
        {
            result.Add((candidate, kept));
        }
        else if (marksNormalization)
        {
            Candidates.Normalized(candidate, Place.ToString());
        }
    }

    private static string Reason(in Component component) =>
        component.EpsPending ? " (a constant was added under what is no root or denominator)"
        : component.HasOffset ? " (something that does not scale was added before)"
        : component.IsCat ? " (parts of different degrees were concatenated)"
        : !component.HasDegree ? " (the degree is not the same on every path)"
        : component.IsUnchanged ? ""
        : " (degree " + component.Degree + ")";

    public string At() => Place.IsNone ? "" : " at " + Place;

    /// <summary>Memory that nothing else shares.</summary>
    public int NewStorage() => storages.New();

    private int JoinStorage(int a, int b) => storages.Join(a, b);

    /// <summary>A tensor that may have been overwritten with another: not homogeneous in anything that either depends on.</summary>
    public Degrees Clobbered(Degrees tensor, string why, Degrees before, Degrees after)
    {
        broken = tensor.Broken.Union(before.Broken).Union(after.Broken);
        Break(tensor, why);
        Break(before, why);
        Break(after, why);
        return Finished(tensor with { IsAny = false, IsNonNegative = false, IsEps = false, Varies = AxisSets.All });
    }

    /// <summary>A deterministic function about which nothing else is known.</summary>
    public Degrees DegreeZero(Degrees x, string name)
    {
        Break(x, name, " is not homogeneous");
        return Fresh(ComponentMap.Empty, x.Ranks, x.Varies);
    }
}
