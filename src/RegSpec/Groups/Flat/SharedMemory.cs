using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Finds parameters whose memory another tensor of the model uses as well: moved to a buffer they would silently part.</summary>
internal static class SharedMemory
{
    /// <summary>Reports every trainable parameter that overlaps another parameter or a buffer without being the same tensor.</summary>
    public static void Check(ParameterGroups groups, CoverageProblems problems)
    {
        var moved = groups.Where(static row => !row.IsFrozen).ToDictionary(static row => row.Value.Handle, static row => row);
        var sameTensor = groups.SelectMany(static row => row.Wrappers, static (row, wrapper) => (wrapper.Handle, row)).ToDictionary(static p => p.Handle, static p => p.row);
        var extents = new List<Extent>();
        for (int root = 0; root < groups.Roots.Count; root++)
        {
            string prefix = Coverage.PrefixOf(groups.Roots, root);
            foreach ((string name, Parameter parameter) in groups.Roots[root].named_parameters())
            {
                // A tied tensor is moved with the first of its wrappers.
                if (!sameTensor.TryGetValue(parameter.Handle, out PlannedParameter? row) || row.Value.Handle == parameter.Handle)
                {
                    Extent.Add(extents, RegisteredName.Join(prefix, name), parameter, moved.ContainsKey(parameter.Handle));
                }
            }

            foreach ((string name, Tensor buffer) in groups.Roots[root].named_buffers())
            {
                Extent.Add(extents, RegisteredName.Join(prefix, name), buffer, isMoved: false);
            }
        }

        foreach (IGrouping<nint, Extent> storage in extents.GroupBy(static e => e.Storage))
        {
            Check([.. storage.OrderBy(static e => e.Start)], problems);
        }
    }

    private static void Check(Extent[] sorted, CoverageProblems problems)
    {
        // The one that reaches furthest so far; what starts before its end overlaps it.
        Extent furthest = sorted[0];
        foreach (Extent next in sorted.AsSpan(1))
        {
            if (next.Start < furthest.End && (next.IsMoved || furthest.IsMoved))
            {
                (Extent parameter, Extent other) = next.IsMoved ? (next, furthest) : (furthest, next);
                problems.Add(parameter.Name, $"shares memory with {other.Name}, which the move to a buffer would end; tie by assigning the Parameter itself, or give each its own memory with clone()");
            }

            furthest = next.End > furthest.End ? next : furthest;
        }
    }

    /// <summary>The bytes from the first to the last element of a tensor in its storage.</summary>
    private readonly record struct Extent(string Name, nint Storage, long Start, long End, bool IsMoved)
    {
        public static void Add(List<Extent> extents, string name, Tensor tensor, bool isMoved)
        {
            if (TensorIdentity.Of(tensor) is not { IsWrapper: false } identity)
            {
                return;
            }

            long last = 0;
            foreach ((long size, long stride) in tensor.shape.Zip(tensor.stride()))
            {
                last += (size - 1) * stride;
            }

            long width = tensor.element_size();
            extents.Add(new Extent(name, identity.Address, identity.Offset * width, (identity.Offset + last + 1) * width, isMoved));
        }
    }
}
