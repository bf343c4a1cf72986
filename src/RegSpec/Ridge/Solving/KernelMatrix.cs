using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>ZZᵀ of few rows with many columns: the symmetric product of the transposed rows.</summary>
internal static class KernelMatrix
{
    private const int Lanes = SymmetricSums.Lanes;

    /// <summary>The lower triangle of ZZᵀ; zero above.</summary>
    /// <param name="rows">Z, float64 and contiguous.</param>
    public static Tensor Of(Tensor rows)
    {
        int n = (int)rows.shape[0];
        int p = (int)rows.shape[1];
        SymmetricSums[] parts = [.. Enumerable.Range(0, SymmetricSums.Ranges(n, p)).Select(_ => new SymmetricSums(n, p))];
        void AddRange(int range) => Add(
            parts[range], MemoryMarshal.Cast<byte, double>(rows.bytes), n, p, (int)((long)p * range / parts.Length), (int)((long)p * (range + 1) / parts.Length));
        if (parts.Length == 1)
        {
            AddRange(0);
        }
        else
        {
            Parallel.For(0, parts.Length, AddRange);
        }

        foreach (SymmetricSums part in parts[1..])
        {
            parts[0].Add(part);
        }

        Tensor kernel = zeros(n, n, ScalarType.Float64);
        Span<double> values = MemoryMarshal.Cast<byte, double>(kernel.bytes);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                values[i * n + j] = parts[0].Sum(i, j);
            }
        }

        return kernel;
    }

    private static void Add(SymmetricSums sums, ReadOnlySpan<double> values, int n, int p, int from, int to)
    {
        for (int first = from; first < to;)
        {
            int columns = Math.Min(sums.Room, to - first);
            for (int i = 0; i < n; i++)
            {
                ReadOnlySpan<double> row = values.Slice(i * p + first, columns);
                Span<double> place = sums.Next(i / Lanes * Lanes, columns);
                for (int k = 0, at = i % Lanes; k < row.Length; k++, at += Lanes)
                {
                    place[at] = row[k];
                }
            }

            sums.Commit(columns);
            first += columns;
        }

        sums.Flush();
    }
}
