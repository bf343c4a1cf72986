using System.Collections.Generic;
using RegSpec.Semantics.Execution;

namespace RegSpec.Semantics.Proofs;

/// <summary>
/// Every θ of one analysis: a weight alone, or a weight with its own bias. A candidate is given up when something can be seen
/// that could refute it, with the reason; what survives and passed a normalization is proved.
/// </summary>
internal sealed class Candidates
{
    private readonly List<State> states = new();

    public int Count => states.Count;

    public int Add()
    {
        states.Add(new State());
        return states.Count - 1;
    }

    public bool IsAlive(int candidate) => states[candidate].Refusal is null;

    public string? Refusal(int candidate) => states[candidate].Refusal;

    /// <summary>Gives a candidate up; the first reason stays.</summary>
    public void GiveUp(int candidate, string why) => states[candidate].Refusal ??= why;

    /// <summary>Gives up every candidate that a tensor is not certainly unchanged in: where it was broken before, for that reason.</summary>
    public void GiveUp(Degrees tensor, string why)
    {
        foreach ((int candidate, _) in tensor.Components.Entries)
        {
            GiveUp(candidate, why);
        }

        GiveUpBroken(tensor);
    }

    /// <summary>Gives up what a tensor is broken in.</summary>
    public void GiveUpBroken(Degrees tensor)
    {
        foreach (int candidate in tensor.Broken.Members)
        {
            GiveUp(candidate, Break(candidate));
        }
    }

    /// <summary>Why some value is not homogeneous in a candidate; only for one that is broken somewhere.</summary>
    public string Break(int candidate) => states[candidate].Break ?? throw new System.InvalidOperationException("Candidate " + candidate + " is broken nowhere.");

    /// <summary>Why a value is not homogeneous in a candidate any more; the first reason stays. It matters only where that value is seen.</summary>
    public void NoteBreak(int candidate, string why) => states[candidate].Break ??= why;

    /// <summary>The scale of a candidate was removed here.</summary>
    public void Normalized(int candidate, string place)
    {
        if (!states[candidate].Places.Contains(place))
        {
            states[candidate].Places.Add(place);
        }
    }

    /// <summary>A small constant was added under a root or a denominator on the way.</summary>
    public void MarkUpToEps(int candidate) => states[candidate].UpToEps = true;

    public bool IsUpToEps(int candidate) => states[candidate].UpToEps;

    /// <summary>Where the scale was removed, in order; empty if the candidate never met a normalization.</summary>
    public IReadOnlyList<string> Places(int candidate) => states[candidate].Places;

    private sealed class State
    {
        public string? Refusal { get; set; }

        public string? Break { get; set; }

        public bool UpToEps { get; set; }

        public List<string> Places { get; } = new();
    }
}
