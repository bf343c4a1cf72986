using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RegSpec.Benchmarks.FlatGroups;

/// <summary>A loop that reads and writes the bytes a step must, and computes nothing: what memory allows.</summary>
internal sealed unsafe class CopyContender : Contender
{
    private const long Piece = 16 << 10;

    private readonly long count;
    private readonly bool hasSecond;
    private readonly float*[] memory = new float*[4];

    public CopyContender(long elements, bool isAdamW)
        : base("copy loop")
    {
        count = (elements + 15) / 16 * 16;
        hasSecond = isAdamW;
        for (int i = 0; i < (isAdamW ? 4 : 3); i++)
        {
            memory[i] = (float*)NativeMemory.AlignedAlloc((nuint)count * sizeof(float), 64);
            new Span<float>(memory[i], (int)count).Clear();
        }
    }

    /// <summary>Threads that share the loop.</summary>
    public int Threads { get; set; } = 1;

    protected override double Round(int steps)
    {
        long ticks = 0;
        int pieces = (int)((count + Piece - 1) / Piece);
        for (int i = 0; i < steps; i++)
        {
            new Span<float>(memory[0], (int)count).Fill(i);
            long start = Stopwatch.GetTimestamp();
            if (Threads == 1 || pieces < 4)
            {
                Copy(0, count);
            }
            else
            {
                Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = Threads }, piece => Copy(piece * Piece, Math.Min((piece + 1) * Piece, count)));
            }

            ticks += Stopwatch.GetTimestamp() - start;
        }

        return ticks * 1e6 / Stopwatch.Frequency / steps;
    }

    public override void Dispose()
    {
        foreach (float* array in memory)
        {
            NativeMemory.AlignedFree(array);
        }
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
