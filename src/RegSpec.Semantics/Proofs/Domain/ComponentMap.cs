using System;
using System.Collections.Generic;

namespace RegSpec.Semantics.Proofs;

/// <summary>The candidates a tensor depends on, sorted by candidate; most tensors depend on a handful.</summary>
internal readonly struct ComponentMap : IEquatable<ComponentMap>
{
    public static readonly ComponentMap Empty = default;

    private readonly (int Candidate, Component Component)[]? entries;

    private ComponentMap((int Candidate, Component Component)[] entries) => this.entries = entries;

    public bool IsEmpty => entries is null || entries.Length == 0;

    public ReadOnlySpan<(int Candidate, Component Component)> Entries => entries;

    /// <summary>Nothing has been added to any.</summary>
    public bool IsPure
    {
        get
        {
            foreach ((_, Component component) in Entries)
            {
                if (!component.IsPure)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Each is of one degree that can be calculated with: equal ones stand for equal degrees.</summary>
    public bool HaveDegrees
    {
        get
        {
            foreach ((_, Component component) in Entries)
            {
                if (!component.HasDegree)
                {
                    return false;
                }
            }

            return true;
        }
    }

    public Component this[int candidate]
    {
        get
        {
            foreach ((int c, Component component) in Entries)
            {
                if (c == candidate)
                {
                    return component;
                }
            }

            return Component.Unchanged;
        }
    }

    /// <summary>The rest.</summary>
    public ComponentMap Without(CandidateSet candidates)
    {
        var rest = new List<(int, Component)>();
        foreach ((int candidate, Component component) in Entries)
        {
            if (!candidates.Contains(candidate))
            {
                rest.Add((candidate, component));
            }
        }

        return rest.Count == Entries.Length ? this : Of(rest);
    }

    /// <summary>With another component for one candidate.</summary>
    public ComponentMap With(int candidate, Component component)
    {
        var all = new List<(int Candidate, Component Component)>(Entries.ToArray());
        all.RemoveAll(entry => entry.Candidate == candidate);
        int place = all.FindIndex(entry => entry.Candidate > candidate);
        all.Insert(place < 0 ? all.Count : place, (candidate, component));
        return Of(all);
    }

    public static ComponentMap Single(int candidate, Component component) => new(new[] { (candidate, component) });

    public static ComponentMap Of(List<(int Candidate, Component Component)> sorted) => sorted.Count == 0 ? Empty : new ComponentMap(sorted.ToArray());

    public bool Equals(ComponentMap other) => Entries.SequenceEqual(other.Entries);

    public override bool Equals(object? obj) => obj is ComponentMap other && Equals(other);

    public override int GetHashCode() => entries?.Length ?? 0;
}
