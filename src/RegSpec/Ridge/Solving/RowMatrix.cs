using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Rows √s·x̂ of the active unit columns as float64 matrices, each column times a factor of one's own.</summary>
internal static class RowMatrix
{
    private const int Parts = 8;
    private const long SmallWork = 1 << 16;

    /// <summary>Rows [start, start + rows) × columns, which index the active features.</summary>
    public static Tensor Of(DesignRows design, Standardization columns, int[] order, double[] factors, long start, int rows, BlockBuffer buffer, bool weighted = true)
    {
        Tensor matrix = empty(rows, order.Length, ScalarType.Float64);
        int[] source = Array.ConvertAll(order, k => columns.Active[k]);
        double[] mean = Array.ConvertAll(source, j => columns.Mean[j].Hi);
        double[] meanLow = Array.ConvertAll(source, j => columns.Mean[j].Lo);
        double[] scale = source.Select((j, k) => factors[k] / columns.Deviation[j]).ToArray();
        bool areNeighbours = source.Length > 0 && source[^1] - source[0] == source.Length - 1 && source.SequenceEqual(Enumerable.Range(source[0], source.Length));
        int parts = (long)rows * order.Length < SmallWork ? 1 : Parts;
        void Fill(int part)
        {
            int from = (int)((long)rows * part / parts);
            int count = (int)((long)rows * (part + 1) / parts) - from;
            RowBlock block = design.Read(start + from, count, parts == 1 ? buffer : new BlockBuffer());
            Span<double> values = MemoryMarshal.Cast<byte, double>(matrix.bytes)[(from * order.Length)..];
            double[] gathered = new double[source.Length];
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<double> x = block.Features(i, design.FeatureCount);
                double root = weighted ? Math.Sqrt(block.Weight(i)) : 1;
                if (areNeighbours)
                {
                    x = x.Slice(source[0], source.Length);
                }
                else
                {
                    for (int k = 0; k < gathered.Length; k++)
                    {
                        gathered[k] = x[source[k]];
                    }

                    x = gathered;
                }

                Standardize(x, mean, meanLow, scale, root, values.Slice(i * order.Length, order.Length));
            }
        }

        if (parts == 1)
        {
            Fill(0);
        }
        else
        {
            Parallel.For(0, parts, Fill);
        }

        return matrix;
    }

    /// <summary>row = root · (x − mean) · scale.</summary>
    private static void Standardize(ReadOnlySpan<double> x, double[] mean, double[] meanLow, double[] scale, double root, Span<double> row)
    {
        int k = 0;
        for (; k <= row.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            Vector<double> centred = (new Vector<double>(x[k..]) - new Vector<double>(mean, k)) - new Vector<double>(meanLow, k);
            (root * (centred * new Vector<double>(scale, k))).CopyTo(row[k..]);
        }

        for (; k < row.Length; k++)
        {
            row[k] = root * (((x[k] - mean[k]) - meanLow[k]) * scale[k]);
        }
    }

    /// <summary>The triangular factor of all rows by blocks: at most a block and two triangles in memory at a time.</summary>
    public static Tensor TriangularFactor(DesignRows design, Standardization columns, int[] order, double[] factors)
    {
        BlockBuffer buffer = new();
        int size = (int)Math.Min(design.Count, Math.Max(4 * order.Length, (32 << 20) / (8 * order.Length)));
        Tensor? factor = null;
        for (long start = 0; start < design.Count; start += size)
        {
            using Tensor block = Of(design, columns, order, factors, start, (int)Math.Min(size, design.Count - start), buffer);
            using Tensor stacked = factor is null ? block.alias() : cat([factor, block], 0);
            (Tensor orthogonal, Tensor next) = linalg.qr(stacked, linalg.QRMode.R);
            orthogonal.Dispose();
            factor?.Dispose();
            factor = next;
        }

        return factor!;
    }
}
