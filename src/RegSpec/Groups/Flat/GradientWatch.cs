using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// Looks at one element of each view of a gradient buffer. An element that is neither zero nor what it was at the last step shows that a
/// gradient arrived in the view since; the others are quiet, and whoever asks looks at them closely.
/// </summary>
internal sealed class GradientWatch : IDisposable
{
    private readonly int[] watched;
    private readonly long[] offsets;
    private readonly Tensor? indices;
    private readonly int elementSize;
    private readonly List<int> quiet = [];
    private byte[] seen;
    private byte[] last;

    /// <param name="layout">The layout of the buffer.</param>
    /// <param name="buffer">A buffer of this layout, for its dtype and device.</param>
    public GradientWatch(FlatLayout layout, Tensor buffer)
    {
        // A view without elements shows nothing.
        watched = [.. Enumerable.Range(0, layout.Views.Length).Where(i => layout.Views[i].Row.Elements > 0)];
        offsets = Array.ConvertAll(watched, i => layout.Views[i].Offset);
        indices = buffer.device_type == DeviceType.CPU ? null : tensor(offsets, device: buffer.device).DetachFromDisposeScope();
        elementSize = (int)buffer.element_size();
        seen = new byte[watched.Length * elementSize];
        last = new byte[seen.Length];
    }

    /// <summary>The views whose element shows no new gradient; valid until the next call.</summary>
    /// <param name="buffer">The gradient buffer.</param>
    public IReadOnlyList<int> FindQuiet(Tensor buffer)
    {
        quiet.Clear();
        nint memory = 0;
        if (indices is null)
        {
            memory = TensorMemory.AddressOf(buffer);
        }
        else
        {
            using Tensor elements = buffer.index_select(0, indices);
            using Tensor copy = elements.cpu();
            copy.bytes.CopyTo(seen);
        }

        switch (elementSize)
        {
            case 1: Compare<byte>(memory); break;
            case 2: Compare<ushort>(memory); break;
            case 4: Compare<uint>(memory); break;
            case 8: Compare<ulong>(memory); break;
            default: Compare<UInt128>(memory); break;
        }

        return quiet;
    }

    /// <summary>A step was made with what was last looked at.</summary>
    public void Remember() => (seen, last) = (last, seen);

    /// <summary>A step was made that scaled what was last looked at.</summary>
    /// <param name="buffer">The gradient buffer.</param>
    public void RememberScaled(Tensor buffer)
    {
        FindQuiet(buffer);
        Remember();
    }

    /// <summary>The buffer was set to zero: whatever is there next is new.</summary>
    public void Forget() => Array.Clear(last);

    /// <inheritdoc/>
    public void Dispose() => indices?.Dispose();

    /// <param name="memory">The buffer in main memory, or 0 where its elements were fetched.</param>
    private unsafe void Compare<T>(nint memory)
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<T> now = MemoryMarshal.Cast<byte, T>(seen.AsSpan());
        Span<T> before = MemoryMarshal.Cast<byte, T>(last.AsSpan());
        for (int i = 0; i < now.Length; i++)
        {
            if (memory != 0)
            {
                now[i] = ((T*)memory)[offsets[i]];
            }

            if (now[i] == T.Zero || now[i] == before[i])
            {
                quiet.Add(watched[i]);
            }
        }
    }
}
