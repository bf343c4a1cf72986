using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// Sums one run of rows into <see cref="Moments"/>. Each block is centred at the mean of the first and scaled by powers of two while it is
/// in cache, in the pass that also takes minimum and maximum; the products are then one matrix product a block, or four panels of the lower
/// triangle for wide data (libtorch has no symmetric update).
/// </summary>
internal sealed class MomentAccumulator : IDisposable
{
    private const int PanelWidth = 256;
    private readonly int features;
    private readonly int width;
    private readonly int capacity;
    private readonly Tensor scratch;
    private readonly Tensor products;
    private readonly double[] shift;
    private readonly double[] scale;
    private readonly double[] blockSum;
    private readonly double[] row;
    private readonly DoubleDouble[] sum;
    private readonly Moments result;
    private bool started;

    public MomentAccumulator(int features, int targets, long rows)
    {
        this.features = features;
        width = features + targets;
        capacity = (int)Math.Min(RowsPerBlock(width), Math.Max(rows, 1));
        scratch = empty(capacity, width, ScalarType.Float64);
        products = zeros(width, width, ScalarType.Float64);
        shift = new double[width];
        scale = new double[width];
        blockSum = new double[width];
        row = new double[width];
        sum = new DoubleDouble[width];
        result = new Moments(width);
    }

    /// <summary>Rows of a block: 4 MB of doubles, 32 MB where panels are used.</summary>
    public static int RowsPerBlock(int width) => Math.Clamp((width < PanelWidth ? 4 << 20 : 32 << 20) / (8 * width), 16, 1 << 17);

    /// <summary>The moments of all rows of a design.</summary>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static Moments Of(DesignRows rows, ColumnNames names)
    {
        using MomentAccumulator accumulator = new(rows.FeatureCount, rows.TargetCount, rows.Count);
        BlockBuffer buffer = new();
        for (long start = 0; start < rows.Count; start += accumulator.capacity)
        {
            accumulator.Add(rows.Read(start, (int)Math.Min(accumulator.capacity, rows.Count - start), buffer), names);
        }

        return accumulator.Finish();
    }

    /// <summary>Adds a block of any number of rows.</summary>
    public void Add(RowBlock block, ColumnNames names)
    {
        if (!started)
        {
            Start(block);
        }

        for (int first = 0; first < block.Rows; first += capacity)
        {
            AddPart(block, first, Math.Min(capacity, block.Rows - first), names);
        }
    }

    public Moments Finish()
    {
        double total = result.WeightSum;
        ReadOnlySpan<double> lower = MemoryMarshal.Cast<byte, double>(products.bytes);
        for (int i = 0; total > 0 && i < width; i++)
        {
            DoubleDouble offset = sum[i] / total;
            for (int j = 0; j <= i; j++)
            {
                double centred = lower[i * width + j] - sum[j].Value * offset.Value;
                result.Products[i * width + j] = result.Products[j * width + i] = centred;
            }
        }

        for (int j = 0; total > 0 && j < width; j++)
        {
            DoubleDouble mean = shift[j] + new DoubleDouble(Math.ScaleB(sum[j].Hi / total, result.Exponent[j]), 0);
            (result.Shift[j], result.Offset[j]) = result.Minimum[j] == result.Maximum[j] ? (result.Minimum[j], 0) : (mean.Hi, mean.Lo);
        }

        return result;
    }

    public void Dispose()
    {
        scratch.Dispose();
        products.Dispose();
    }

    /// <summary>Takes the first block's mean as shift and its spread as the power of two.</summary>
    private void Start(RowBlock block)
    {
        started = true;
        int rows = Math.Min(block.Rows, capacity);
        double[] spread = new double[width];
        double weights = 0;
        for (int i = 0; i < rows; i++)
        {
            Load(block, i);
            double weight = block.Weight(i);
            weights += weight;
            for (int j = 0; j < width && weight > 0; j++)
            {
                shift[j] += (row[j] - shift[j]) * (weight / weights);
            }
        }

        for (int i = 0; i < rows; i++)
        {
            Load(block, i);
            for (int j = 0; j < width; j++)
            {
                spread[j] = Math.Max(spread[j], Math.Abs(row[j] - shift[j]));
            }
        }

        for (int j = 0; j < width; j++)
        {
            result.Exponent[j] = double.IsNormal(spread[j]) ? Math.Clamp(Math.ILogB(spread[j]), -960, 960) : 0;
            scale[j] = Math.ScaleB(1, -result.Exponent[j]);
            shift[j] = double.IsFinite(shift[j]) ? shift[j] : 0;
        }
    }

    private void AddPart(RowBlock block, int first, int rows, ColumnNames names)
    {
        Span<double> centred = MemoryMarshal.Cast<byte, double>(scratch.bytes);
        Array.Clear(blockSum);
        for (int i = 0; i < rows; i++)
        {
            double weight = block.Weight(first + i);
            Load(block, first + i);
            AddRow(centred.Slice(i * width, width), weight);
            result.Count += weight > 0 ? 1 : 0;
            result.WeightSum += weight;
            result.UnitWeights &= weight == 1.0;
        }

        for (int j = 0; j < width; j++)
        {
            if (!double.IsFinite(blockSum[j]))
            {
                throw BadValue.Find(block, first, rows, features, width, names);
            }

            sum[j] += blockSum[j];
        }

        using Tensor part = scratch.narrow(0, 0, rows);
        AddProducts(part);
    }

    private void Load(RowBlock block, int i)
    {
        block.Features(i, features).CopyTo(row);
        block.Targets(i, width - features).CopyTo(row.AsSpan(features));
    }

    /// <summary>centred = √s · 2^(−e)(v − shift), and the running sums, minima and maxima. A row of weight 0 leaves no trace but its check for NaN.</summary>
    private void AddRow(Span<double> centred, double weight)
    {
        double root = Math.Sqrt(weight);
        double[] minimum = result.Minimum;
        double[] maximum = result.Maximum;
        int j = 0;
        if (weight > 0)
        {
            for (; j <= width - Vector<double>.Count; j += Vector<double>.Count)
            {
                Vector<double> value = new(row, j);
                Vector<double> part = root * ((value - new Vector<double>(shift, j)) * new Vector<double>(scale, j));
                part.CopyTo(centred[j..]);
                (new Vector<double>(blockSum, j) + root * part).CopyTo(blockSum, j);
                Vector.Min(new Vector<double>(minimum, j), value).CopyTo(minimum, j);
                Vector.Max(new Vector<double>(maximum, j), value).CopyTo(maximum, j);
            }
        }

        for (; j < width; j++)
        {
            centred[j] = root * ((row[j] - shift[j]) * scale[j]);
            blockSum[j] += root * centred[j];
            minimum[j] = weight > 0 ? Math.Min(minimum[j], row[j]) : minimum[j];
            maximum[j] = weight > 0 ? Math.Max(maximum[j], row[j]) : maximum[j];
        }
    }

    private void AddProducts(Tensor block)
    {
        int panels = width < PanelWidth ? 1 : 4;
        int panel = (width / panels + 7) / 8 * 8;
        for (int from = 0; from < width; from += panel)
        {
            int to = Math.Min(from + panel, width);
            using Tensor left = block.narrow(1, from, to - from);
            using Tensor transposed = left.t();
            using Tensor right = block.narrow(1, 0, to);
            using Tensor rowsOfResult = products.narrow(0, from, to - from);
            using Tensor place = rowsOfResult.narrow(1, 0, to);
            place.addmm_(transposed, right);
        }
    }
}
