using System.Numerics;

namespace RegSpec;

/// <summary>Ĝ in double-double: XᵀSX of the active columns about an origin, less what the means are away from it, per unit deviation. Zeros cost nothing.</summary>
internal static class CentredProducts
{
    /// <summary>A constant, so that results do not depend on the number of processors.</summary>
    private const int Ranges = 8;

    private const long SmallWork = 1 << 16;

    /// <summary>An origin of 24 bits: the differences of most values from it are exact.</summary>
    private const long OriginBits = ~((1L << 29) - 1);

    /// <summary>A mean this many deviations from 0 moves the origin.</summary>
    private const double Far = 4;

    /// <summary>The lower triangle, row by row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">Which columns vary, and their deviations.</param>
    /// <param name="weights">S.</param>
    public static DoubleDouble[][] Of(DesignRows rows, Standardization columns, out DoubleDouble weights)
    {
        int p = columns.Active.Length;
        double[] origin = Array.ConvertAll(columns.Active, j => Math.Abs(columns.Mean[j].Hi) > Far * columns.Deviation[j]
            ? BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(columns.Mean[j].Hi) & OriginBits)
            : 0);
        int ranges = rows.Count * p < SmallWork ? 1 : Ranges;
        Sums[] parts = new Sums[ranges];
        Parallel.For(0, ranges, range =>
        {
            Sums part = parts[range] = new Sums(columns.Active, origin);
            BlockBuffer buffer = new();
            long end = rows.Count * (range + 1) / ranges;
            int size = Math.Max(1, (1 << 16) / rows.FeatureCount);
            for (long start = rows.Count * range / ranges; start < end; start += size)
            {
                part.Add(rows.Read(start, (int)Math.Min(size, end - start), buffer), rows.FeatureCount);
            }
        });
        DoubleDouble[][] sums = parts[0].Values();
        foreach (Sums part in parts[1..])
        {
            DoubleDouble[][] others = part.Values();
            for (int i = 0; i < sums.Length; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    sums[i][j] += others[i][j];
                }
            }
        }

        weights = sums[p][p];
        DoubleDouble[] means = new DoubleDouble[p];
        for (int j = 0; j < p && columns.Intercept; j++)
        {
            means[j] = sums[p][j] / weights;
        }

        DoubleDouble[][] products = sums[..p];
        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                products[i][j] = (products[i][j] - sums[p][i] * means[j]) / columns.Deviation[columns.Active[i]] / columns.Deviation[columns.Active[j]];
            }
        }

        return products;
    }

    /// <summary>The sums of a range, a column of ones last.</summary>
    private sealed class Sums
    {
        private readonly int[] active;
        private readonly double[] origin;
        private readonly double[] high;
        private readonly double[] low;
        private readonly double[][] sums;
        private readonly double[][] rests;

        public Sums(int[] active, double[] origin)
        {
            this.active = active;
            this.origin = origin;
            high = new double[DoubleDoubleKernels.Padded(active.Length + 1)];
            low = new double[high.Length];
            high[active.Length] = 1;
            sums = [.. Enumerable.Range(0, active.Length + 1).Select(i => new double[DoubleDoubleKernels.Padded(i + 1)])];
            rests = [.. sums.Select(row => new double[row.Length])];
        }

        public void Add(RowBlock block, int features)
        {
            for (int i = 0; i < block.Rows; i++)
            {
                double weight = block.Weight(i);
                if (weight == 0)
                {
                    continue;
                }

                ReadOnlySpan<double> x = block.Features(i, features);
                bool exact = true;
                for (int k = 0; k < active.Length; k++)
                {
                    DoubleDouble part = DoubleDouble.TwoSum(x[active[k]], -origin[k]);
                    (high[k], low[k]) = (part.Hi, part.Lo);
                    exact &= part.Lo == 0;
                }

                for (int k = 0; k <= active.Length; k++)
                {
                    if (high[k] == 0)
                    {
                        continue;   // then its low part is 0 as well
                    }

                    DoubleDouble factor = weight == 1 ? new(high[k], low[k]) : DoubleDouble.TwoProduct(high[k], weight) + low[k] * weight;
                    int length = sums[k].Length;
                    DoubleDoubleKernels.AddScaled(high.AsSpan(0, length), factor, sums[k], rests[k]);
                    if (!exact)
                    {
                        AddLow(factor.Hi, rests[k]);
                    }
                }
            }
        }

        public DoubleDouble[][] Values() => [.. sums.Select((row, i) => row.Select((sum, j) => DoubleDouble.TwoSum(sum, rests[i][j])).ToArray())];

        private void AddLow(double factor, double[] rest)
        {
            for (int j = 0; j < rest.Length; j += Vector<double>.Count)
            {
                (new Vector<double>(rest, j) + factor * new Vector<double>(low, j)).CopyTo(rest, j);
            }
        }
    }
}
