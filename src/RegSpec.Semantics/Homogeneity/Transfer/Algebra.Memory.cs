using System.Collections.Generic;
using System.Linq;

namespace RegSpec.Semantics.Homogeneity;

/// <summary>Which tensors may share memory.</summary>
internal sealed partial class Algebra
{
    /// <summary>More places than this that a tensor may lie in are not told apart.</summary>
    private const int MostMemories = 8;

    private readonly Dictionary<int, int[]> oneOf = new();
    private int lastStorage;

    /// <summary>Memory that nothing else shares.</summary>
    public int NewStorage() => ++lastStorage;

    /// <summary>The places a tensor may lie in: one, or several where branches met; none if they are not known.</summary>
    public IReadOnlyList<int> Memories(int storage) =>
        storage == TensorValue.UnknownStorage ? System.Array.Empty<int>() : oneOf.TryGetValue(storage, out int[]? several) ? several : new[] { storage };

    /// <summary>Whether writing into one may change the other.</summary>
    public bool MayShare(TensorValue a, TensorValue b) =>
        a.Storage == b.Storage || a.Storage == TensorValue.UnknownStorage || b.Storage == TensorValue.UnknownStorage
        || ((oneOf.ContainsKey(a.Storage) || oneOf.ContainsKey(b.Storage)) && Memories(a.Storage).Intersect(Memories(b.Storage)).Any());

    private int JoinStorage(int a, int b)
    {
        if (a == b || a == TensorValue.UnknownStorage || b == TensorValue.UnknownStorage)
        {
            return a == b ? a : TensorValue.UnknownStorage;
        }

        int[] both = Memories(a).Union(Memories(b)).ToArray();
        if (both.Length > MostMemories)
        {
            return TensorValue.UnknownStorage;
        }

        if (both.Length == Memories(a).Count)
        {
            return a;
        }

        int joined = NewStorage();
        oneOf.Add(joined, both);
        return joined;
    }

    /// <summary>A tensor that may have been overwritten with another: not homogeneous in anything that either depends on.</summary>
    public TensorValue Clobbered(TensorValue tensor, string why, TensorValue before, TensorValue after)
    {
        broken = tensor.Broken.Union(before.Broken).Union(after.Broken);
        Break(tensor, why);
        Break(before, why);
        Break(after, why);
        return Finished(tensor with { IsAny = false, IsNonNegative = false, IsEps = false, Varies = AxisSets.All });
    }
}
