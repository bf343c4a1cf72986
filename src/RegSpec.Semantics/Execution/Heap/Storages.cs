using System.Collections.Generic;
using System.Linq;

namespace RegSpec.Semantics.Execution;

/// <summary>The memory tensors lie in. A storage is one piece of memory, or one of several where branches met.</summary>
internal sealed class Storages
{
    /// <summary>Not known at all: it may be any.</summary>
    public const int Unknown = -1;

    /// <summary>Memory that came from code which is not followed: none that the machine follows, unless that has escaped.</summary>
    public const int Outside = 0;

    /// <summary>More places than this that a tensor may lie in are not told apart.</summary>
    private const int MostMemories = 8;

    private readonly Dictionary<int, int[]> oneOf = new();
    private readonly Dictionary<string, int> ofSet = new();
    private readonly Dictionary<(CallSite Site, int Index), int> ofSite = new();
    private readonly HashSet<int> escaped = new() { Outside };
    private CallSite? site;
    private int indexInSite;
    private int last;
    private int lastLasting = int.MaxValue;

    /// <summary>Memory that nothing else shares; inside a loop of unknown length the same for every round.</summary>
    public int New()
    {
        if (site is null)
        {
            return ++last;
        }

        (CallSite, int) key = (site, indexInSite++);
        if (!ofSite.TryGetValue(key, out int storage))
        {
            ofSite.Add(key, storage = ++last);
        }

        return storage;
    }

    /// <summary>Names what is made from here on by a place of the source; null for memory of its own.</summary>
    public void At(CallSite? place) => (site, indexInSite) = (place, 0);

    /// <summary>The places a tensor may lie in: one, or several where branches met; none if they are not known.</summary>
    public IReadOnlyList<int> Memories(int storage) =>
        storage == Unknown ? System.Array.Empty<int>() : oneOf.TryGetValue(storage, out int[]? several) ? several : new[] { storage };

    /// <summary>Whether writing into one may change the other.</summary>
    public bool MayShare(int a, int b) =>
        a == b || a == Unknown || b == Unknown || ((oneOf.ContainsKey(a) || oneOf.ContainsKey(b)) && Memories(a).Intersect(Memories(b)).Any());

    public int Join(int a, int b)
    {
        if (a == b || a == Unknown || b == Unknown)
        {
            return a == b ? a : Unknown;
        }

        int[] both = Memories(a).Union(Memories(b)).ToArray();
        if (both.Length > MostMemories)
        {
            return Unknown;
        }

        if (both.Length == Memories(a).Count)
        {
            return a;
        }

        if (both.Length == Memories(b).Count)
        {
            return b;
        }

        System.Array.Sort(both);
        string key = string.Join(",", both);
        if (!ofSet.TryGetValue(key, out int joined))
        {
            ofSet.Add(key, joined = ++last);
            oneOf.Add(joined, both);
        }

        return joined;
    }

    /// <summary>What exists now outlives the calls that follow.</summary>
    public void KeepAll() => lastLasting = last;

    /// <summary>Code that is not followed holds a tensor that lies there; whether that is new, and was there before the call that runs now.</summary>
    public (bool IsNew, bool IsLasting) Escape(int storage)
    {
        (bool isNew, bool isLasting) = (false, false);
        foreach (int memory in Memories(storage))
        {
            if (escaped.Add(memory))
            {
                (isNew, isLasting) = (true, isLasting || memory <= lastLasting);
            }
        }

        return (isNew, isLasting);
    }

    /// <summary>Code that is not followed may see what is written there.</summary>
    public bool IsEscaped(int storage) => storage == Unknown || Memories(storage).Any(escaped.Contains);
}
