using System.Collections.Generic;
using RegSpec.Semantics.Execution;
using RegSpec.Semantics.Vocabulary;

namespace RegSpec.Semantics.Proofs;

/// <summary>One call of a summarized module: what becomes of every candidate that its inputs and weights depend on.</summary>
internal sealed class SummaryApplication
{
    private readonly SortedDictionary<int, Component> components = new();
    private readonly Candidates candidates;
    private readonly string name;
    private readonly string place;

    /// <param name="candidates">What is under study.</param>
    /// <param name="name">Name of the class, for reasons.</param>
    /// <param name="place">Path of the module, or the expression that calls it.</param>
    public SummaryApplication(Candidates candidates, string name, string place)
    {
        this.candidates = candidates;
        this.name = name;
        this.place = place;
    }

    /// <summary>The result is followed; without, nothing may depend on a candidate.</summary>
    public bool HasResult { get; init; } = true;

    /// <summary>The dependence of the result.</summary>
    public ComponentMap Result()
    {
        var entries = new List<(int, Component)>();
        foreach (KeyValuePair<int, Component> component in components)
        {
            if (candidates.IsAlive(component.Key) && !component.Value.IsUnchanged)
            {
                entries.Add((component.Key, component.Value));
            }
        }

        return ComponentMap.Of(entries);
    }

    public void AddInput(ForwardSummary summary, int index, Degrees input)
    {
        // Whether the module looks at its input is not known: it may only show what scales.
        candidates.GiveUpBroken(input);
        foreach ((int candidate, Component component) in input.Components.Entries)
        {
            if (!candidates.IsAlive(candidate))
            {
                continue;
            }

            if (summary.Find(index, component, input.Ranks) is not { Refusal: null } outcome)
            {
                candidates.GiveUp(candidate, name + ": " + (summary.Find(index, InputForm.Scaled.Component, input.Ranks)?.Refusal ?? "not followed in this form") + " at " + place);
                continue;
            }

            // The input is cᵈ times what the form is c times.
            Component result = outcome.Component;
            if (!component.IsCat && !result.IsCat && result.IsKnown)
            {
                result = component.IsKnown ? result.Scaled(component.Degree) : result.Degree.IsZero ? result : result with { Degree = Rational.Zero, IsKnown = false };
            }

            Add(candidate, result, outcome);
        }
    }

    public void AddWeight(int candidate, Outcome outcome)
    {
        if (outcome.Refusal is null && candidates.IsAlive(candidate))
        {
            Add(candidate, outcome.Component, outcome);
        }
    }

    private void Add(int candidate, Component component, Outcome outcome)
    {
        foreach (string where in outcome.Places)
        {
            candidates.Normalized(candidate, where.Length > 1 && where[0] == Outcome.PathMark ? place + "." + where.Substring(1) : place);
        }

        if (outcome.UpToEps)
        {
            candidates.MarkUpToEps(candidate);
        }

        if (!HasResult && !component.IsUnchanged)
        {
            candidates.GiveUp(candidate, "what " + name + " returns is not followed at " + place);
        }
        else if (!components.TryGetValue(candidate, out Component other) || other.IsUnchanged)
        {
            components[candidate] = component;
        }
        else if (!component.IsUnchanged)
        {
            // f(cθ, y) = cʲ f(θ, y) for every y and f(θ, cᵏx) = cᵏ f(θ, x) for every θ: together the degrees add.
            bool addsUp = component.IsPure && other.IsPure && component.IsKnown && other.IsKnown && !component.IsCat && !other.IsCat;
            if (addsUp && component with { Degree = component.Degree + other.Degree } is { Degree.IsExtreme: false } sum)
            {
                components[candidate] = sum;
            }
            else
            {
                candidates.GiveUp(candidate, name + " depends on it in two ways at " + place);
            }
        }
    }
}
