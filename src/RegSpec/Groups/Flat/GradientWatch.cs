using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// Looks at one element of each view of a gradient buffer. An element that is neither zero nor what it was at the last step shows that a
/// gradient arrived in the view since; the others are quiet, and whoever asks looks at them closely.
/// </summary>
internal sealed class GradientWatch : IDisposable
{
    private readonly int[] watched;
    private readonly Tensor indices;
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
        indices = tensor(Array.ConvertAll(watched, i => layout.Views[i].Offset), device: buffer.device).DetachFromDisposeScope();
        elementSize = (int)buffer.element_size();
        seen = new byte[watched.Length * elementSize];
        last = new byte[seen.Length];
    }

    /// <summary>The views whose element shows no new gradient; valid until the next call.</summary>
    /// <param name="buffer">The gradient buffer.</param>
    public IReadOnlyList<int> FindQuiet(Tensor buffer)
    {
        quiet.Clear();
        using Tensor elements = buffer.index_select(0, indices);
        if (elements.device_type == TorchSharp.DeviceType.CPU)
        {
            elements.bytes.CopyTo(seen);
        }
        else
        {
            using Tensor copy = elements.cpu();
            copy.bytes.CopyTo(seen);
        }

        switch (elementSize)
        {
            case 1: Compare<byte>(); break;
            case 2: Compare<ushort>(); break;
            case 4: Compare<uint>(); break;
            case 8: Compare<ulong>(); break;
            default: Compare<UInt128>(); break;
        }

        return quiet;
    }

    /// <summary>A step was made with what was last looked at.</summary>
    public void Remember() => (seen, last) = (last, seen);

    /// <summary>The buffer was set to zero: whatever is there next is new.</summary>
    public void Forget() => Array.Clear(last);

    /// <inheritdoc/>
    public void Dispose() => indices.Dispose();

    private void Compare<T>()
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> now = MemoryMarshal.Cast<byte, T>(seen);
        ReadOnlySpan<T> before = MemoryMarshal.Cast<byte, T>(last);
        for (int i = 0; i < now.Length; i++)
        {
            if (now[i] == T.Zero || now[i] == before[i])
            {
                quiet.Add(watched[i]);
            }
        }
    }
}
