using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The tensors a root lists, found again by wrapper or by memory.</summary>
internal sealed class TensorIndex
{
    private readonly Dictionary<nint, TensorEntry> byHandle = [];
    private readonly Dictionary<TensorIdentity, TensorEntry> byIdentity = [];
    private readonly List<TensorEntry> entries = [];

    /// <summary>Entries in the order of <c>named_parameters()</c>.</summary>
    public IReadOnlyList<TensorEntry> Entries => entries;

    /// <summary>Lists a parameter; a second wrapper of a known tensor joins its entry.</summary>
    public void Add(string name, Parameter parameter, CoverageProblems problems)
    {
        if (byHandle.ContainsKey(parameter.Handle))
        {
            return;
        }

        if (!TryFind(parameter, out TensorEntry? entry))
        {
            entry = new TensorEntry(name, parameter);
            entries.Add(entry);
            byIdentity.Add(TensorIdentity.Of(parameter), entry);
        }
        else
        {
            // Two leaves over one memory collect two gradients; stepping one of them would lose the other's.
            if (!TensorIdentity.ShareGradient(entry.Wrappers[0], parameter))
            {
                problems.Add(name, $"shares its memory with {entry.Name} but has a gradient of its own; tie by assigning the Parameter itself");
            }

            entry.Wrappers.Add(parameter);
        }

        byHandle.Add(parameter.Handle, entry);
    }

    /// <summary>The entry of this tensor, whichever wrapper it comes in.</summary>
    public bool TryFind(Tensor tensor, [NotNullWhen(true)] out TensorEntry? entry)
    {
        if (byHandle.TryGetValue(tensor.Handle, out entry))
        {
            return true;
        }

        TensorIdentity identity = TensorIdentity.Of(tensor);
        if (byIdentity.TryGetValue(identity, out entry))
        {
            return true;
        }

        // Where memory cannot be read (meta tensors, half precision on a GPU), one gradient is the sign of one tensor.
        entry = identity.IsWrapper && identity.Count > 0 && tensor is Parameter parameter
            ? entries.Find(e => e.Wrappers[0].dtype == parameter.dtype
                && e.Wrappers[0].shape.AsSpan().SequenceEqual(parameter.shape)
                && TensorIdentity.ShareGradient(e.Wrappers[0], parameter))
            : null;
        return entry is not null;
    }
}
