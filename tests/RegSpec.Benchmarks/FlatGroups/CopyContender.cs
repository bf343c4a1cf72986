using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace RegSpec.Benchmarks.FlatGroups;

/// <summary>
/// A loop that reads and writes the bytes a step must, and computes nothing: what memory allows. Memory and gradients are libtorch's as
/// everywhere else, so that the threads which renewed them are as busy as there.
/// </summary>
internal sealed unsafe class CopyContender : Contender
{
    public const string Title = "copy loop";

    private const long Piece = 16 << 10;

    private readonly long count;
    private readonly bool hasSecond;
    private readonly int threads;
    private readonly Tensor[] tensors;
    private readonly float*[] memory = new float*[4];

    /// <param name="elements">Elements of each array.</param>
    /// <param name="isAdamW">Whether there is a second moment.</param>
    /// <param name="threads">Threads that share the loop.</param>
    public CopyContender(long elements, bool isAdamW, int threads)
        : base(Title)
    {
        this.threads = threads;
        count = (elements + 15) / 16 * 16;
        hasSecond = isAdamW;
        tensors = [.. Enumerable.Range(0, isAdamW ? 4 : 3).Select(_ => zeros(count))];
        for (int i = 0; i < tensors.Length; i++)
        {
            memory[i] = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensors[i].bytes));
        }
    }

    protected override double Round(int steps)
    {
        long ticks = 0;
        int pieces = (int)((count + Piece - 1) / Piece);
        for (int i = 0; i < steps; i++)
        {
            using (no_grad())
            {
                tensors[0].mul_(0.999);
            }

            long start = Stopwatch.GetTimestamp();
            if (threads == 1 || pieces < 4)
            {
                Copy(0, count);
            }
            else
            {
                Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, piece => Copy(piece * Piece, Math.Min((piece + 1) * Piece, count)));
            }

            ticks += Stopwatch.GetTimestamp() - start;
        }

        return ticks * 1e6 / Stopwatch.Frequency / steps;
    }

    public override void Dispose()
    {
        Array.ForEach(tensors, static tensor => tensor.Dispose());
    }

    // As the kernels it is compared with: called too rarely to be optimised in time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Copy(long from, long to)
    {
        float* gradients = memory[0];
        float* values = memory[1];
        float* first = memory[2];
        float* second = memory[3];
        for (long i = from; i < to; i += 8)
        {
            Vector256<float> g = Vector256.Load(gradients + i);
            (Vector256.Load(values + i) ^ g).Store(values + i);
            (Vector256.Load(first + i) ^ g).Store(first + i);
            if (hasSecond)
            {
                (Vector256.Load(second + i) ^ g).Store(second + i);
            }
        }
    }
}
