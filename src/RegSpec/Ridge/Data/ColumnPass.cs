using System.Runtime.InteropServices;

namespace RegSpec;

/// <summary>
/// A pass over the rows of wide data that adds to sums down the columns [x | y], four rows at a time. Ranges of rows have sums of their own;
/// how many is a matter of the sizes alone, so that results do not depend on the number of processors.
/// </summary>
internal sealed class ColumnPass(DesignRows rows, ColumnNames names)
{
    private const int Group = ColumnPassKernels.Group;
    private const int MostRanges = 8;
    private const int RowsOfRange = 60;
    private const long SmallWork = 1 << 16;
    private readonly int features = rows.FeatureCount;
    private readonly int width = rows.FeatureCount + rows.TargetCount;

    /// <summary>Adds four rows of one kind of columns, which begin at some place among all, to the sums of a range; false when a value is NaN or infinite.</summary>
    public delegate bool Action(ref double x0, ref double x1, ref double x2, ref double x3, ReadOnlySpan<double> weights, double[][] sums, int first, int count);

    /// <summary>The sums of each range: as many arrays as there are start values, over all columns.</summary>
    /// <exception cref="ArgumentException">A value is NaN or infinite, also in a row of weight 0.</exception>
    public double[][][] Run(double[] starts, Action action)
    {
        bool small = rows.Count * width < SmallWork;
        int ranges = small ? 1 : (int)Math.Clamp(rows.Count / RowsOfRange, 1, MostRanges);
        double[][][] parts = new double[ranges][][];
        RowRanges.Run(ranges, range =>
        {
            parts[range] = Array.ConvertAll(starts, start =>
            {
                double[] sums = new double[width];
                Array.Fill(sums, start);
                return sums;
            });
            Add(rows.Count * range / ranges, rows.Count * (range + 1) / ranges, parts[range], action);
        });
        return parts;
    }

    private void Add(long from, long to, double[][] sums, Action action)
    {
        BlockBuffer buffer = new();
        Span<int> places = stackalloc int[Group];
        Span<double> weights = stackalloc double[Group];
        int size = Math.Max(Group, (1 << 17) / features);
        for (long start = from; start < to; start += size)
        {
            RowBlock block = rows.Read(start, (int)Math.Min(size, to - start), buffer);
            int filled = 0;
            for (int i = 0; i < block.Rows; i++)
            {
                if (block.Weight(i) > 0)
                {
                    (places[filled], weights[filled]) = (i, block.Weight(i));
                    filled++;
                }
                else if (!BadValue.AreFinite(block.Features(i, features)) || !BadValue.AreFinite(block.Targets(i, width - features)))
                {
                    throw BadValue.Find(block, 0, block.Rows, features, width, names)!;
                }

                if (filled == Group || (filled > 0 && i == block.Rows - 1))
                {
                    places[filled..].Fill(places[0]);   // once more, without weight
                    weights[filled..].Clear();
                    Add(block, places, weights, sums, action);
                    filled = 0;
                }
            }
        }
    }

    private void Add(RowBlock block, ReadOnlySpan<int> places, ReadOnlySpan<double> weights, double[][] sums, Action action)
    {
        int targets = width - features;
        bool finite = action(
            ref MemoryMarshal.GetReference(block.Features(places[0], features)), ref MemoryMarshal.GetReference(block.Features(places[1], features)),
            ref MemoryMarshal.GetReference(block.Features(places[2], features)), ref MemoryMarshal.GetReference(block.Features(places[3], features)), weights, sums, 0, features);
        finite &= action(
            ref MemoryMarshal.GetReference(block.Targets(places[0], targets)), ref MemoryMarshal.GetReference(block.Targets(places[1], targets)),
            ref MemoryMarshal.GetReference(block.Targets(places[2], targets)), ref MemoryMarshal.GetReference(block.Targets(places[3], targets)), weights, sums, features, targets);
        if (!finite)
        {
            throw BadValue.Find(block, 0, block.Rows, features, width, names)!;
        }
    }
}
