using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>ZZᵀ of few rows with many columns, from blocks of columns that are standardised into cache.</summary>
internal static class KernelMatrix
{
    private const int Lanes = SymmetricSums.Lanes;
    private const int Parts = 8;

    /// <summary>ZZᵀ, n × n.</summary>
    public static SymmetricSums Of(UnitRows rows)
    {
        int p = rows.FeatureCount;
        SymmetricSums[] parts = new SymmetricSums[SymmetricSums.Ranges(rows.Count, p)];
        void AddRange(int range) => parts[range] = Sum(rows, (int)((long)p * range / parts.Length), (int)((long)p * (range + 1) / parts.Length));
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
            part.Dispose();
        }

        return parts[0];
    }

    /// <summary>The lower triangle of ZZᵀ; zero above.</summary>
    public static Tensor ToTensor(SymmetricSums sums)
    {
        int n = sums.Width;
        Tensor kernel = zeros(n, n, ScalarType.Float64);
        Span<double> values = MemoryMarshal.Cast<byte, double>(kernel.bytes);
        for (int i = 0; i < n; i++)
        {
            sums.CopyRow(i, values.Slice(i * n, i + 1));
        }

        return kernel;
    }

    private static SymmetricSums Sum(UnitRows rows, int from, int to)
    {
        SymmetricSums sums = new(rows.Count, to - from);
        int groups = (rows.Count + Lanes - 1) / Lanes;
        while (from < to)
        {
            int first = from;
            int columns = Math.Min(sums.Room, to - from);
            void Pack(int part, int parts)
            {
                RowBlock block = rows.Read();
                for (int group = groups * part / parts; group < groups * (part + 1) / parts; group++)
                {
                    rows.Pack(block, Lanes * group, first, sums.Next(Lanes * group, columns));
                }
            }

            if (sums.IsShared)
            {
                Parallel.For(0, Parts, part => Pack(part, Parts));
            }
            else
            {
                Pack(0, 1);
            }

            sums.Commit(columns);
            from += columns;
        }

        sums.Flush();
        return sums;
    }
}
