using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The Euclidean norms of all gradients and the norm of these, read once from the buffers, with the bits TorchSharp's operations give one by one.</summary>
internal sealed unsafe class FlatNorms : SharedWork
{
    // Elements: long beside the cost of taking a piece.
    private const long PieceLength = 32 << 10;

    private readonly IReadOnlyList<FlatBuffer> buffers;
    private readonly (int Buffer, long Offset, long Count)[] places;
    private readonly int[] ends;
    private readonly nint[] memory;
    private readonly float[] norms;
    private StockNorm norm = null!;

    /// <param name="buffers">The buffers.</param>
    /// <param name="order">Every parameter of the model; the norm of the norms adds them in this order.</param>
    public FlatNorms(IReadOnlyList<FlatBuffer> buffers, IReadOnlyList<PlannedParameter> order)
    {
        this.buffers = buffers;
        memory = new nint[buffers.Count];
        var byRow = new Dictionary<PlannedParameter, (int, long, long)>();
        for (int i = 0; i < buffers.Count; i++)
        {
            foreach (FlatView view in buffers[i].Views)
            {
                byRow.Add(view.Row, (i, view.Offset, view.Row.Elements));
            }
        }

        places = [.. order.Where(byRow.ContainsKey).Select(row => byRow[row])];
        norms = new float[places.Length];
        ends = EndsOfPieces(places);
    }

    /// <summary>The norm of the norms, or null where it is TorchSharp's to compute: other dtypes, other devices, a machine that adds in an unknown order.</summary>
    public float? Total()
    {
        for (int i = 0; i < buffers.Count; i++)
        {
            Tensor gradients = buffers[i].Gradients!;
            if (!TensorMemory.TryAddressOf(gradients, ScalarType.Float32, gradients.numel(), out memory[i]))
            {
                return null;
            }
        }

        if (StockNorm.Known is not { } known)
        {
            return null;
        }

        norm = known;
        DoAll(ends.Length, Math.Min(get_num_threads(), ends.Length / 2));

        // Of one number the norm is that number, to the last bit: √fl(r²) = r for every r that is itself such a root.
        fixed (float* all = norms)
        {
            return norm.Of(all, norms.Length);
        }
    }

    protected override void Do(int piece)
    {
        for (int i = piece == 0 ? 0 : ends[piece - 1]; i < ends[piece]; i++)
        {
            (int buffer, long offset, long count) = places[i];
            norms[i] = norm.Of((float*)memory[buffer] + offset, count);
        }
    }

    private static int[] EndsOfPieces((int Buffer, long Offset, long Count)[] places)
    {
        var ends = new List<int>();
        long elements = 0;
        for (int i = 0; i < places.Length; i++)
        {
            elements += places[i].Count;
            if (elements >= PieceLength || i == places.Length - 1)
            {
                ends.Add(i + 1);
                elements = 0;
            }
        }

        return [.. ends];
    }
}
