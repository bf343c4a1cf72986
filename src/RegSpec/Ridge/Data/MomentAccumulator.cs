using System.Numerics;

namespace RegSpec;

/// <summary>
/// Sums one run of rows into <see cref="Moments"/>. Each row is centred at the mean of the first ones and scaled by powers of two while it is
/// in cache, in the pass that also takes minimum and maximum.
/// </summary>
internal sealed class MomentAccumulator
{
    /// <summary>Rows that shift and scale come from.</summary>
    public const int StartRows = 1024;

    /// <summary>
    /// Later rows may be larger than the first by any factor: from this exponent up, columns below 2^150 stay below 2^450, and their squares in range.
    /// Larger ones are summed anew in other units.
    /// </summary>
    private const int LeastExponent = -300;

    private const int MostExponent = 960;
    private readonly int features;
    private readonly int width;
    private readonly SymmetricSums products;
    private readonly double[] shift;
    private readonly double[] scale;
    private readonly double[] minimum;
    private readonly double[] maximum;
    private readonly double[] blockSum;
    private readonly double[] row;
    private readonly int[] exponent;
    private readonly DoubleDouble[] sum;
    private long count;
    private double weightSum;
    private bool unitWeights = true;
    private bool started;

    public MomentAccumulator(int features, int targets, long rows)
    {
        this.features = features;
        width = features + targets;
        products = new SymmetricSums(width, rows);
        int padded = products.PaddedWidth;
        shift = new double[padded];
        scale = new double[padded];
        minimum = new double[padded];
        maximum = new double[padded];
        blockSum = new double[padded];
        row = new double[padded];
        exponent = new int[width];
        sum = new DoubleDouble[width];
        Array.Fill(minimum, double.PositiveInfinity);
        Array.Fill(maximum, double.NegativeInfinity);
    }

    /// <summary>Rows of a block that is read at once: 4 MB of doubles.</summary>
    public static int RowsPerBlock(int width) => Math.Clamp((4 << 20) / (8 * width), 16, 1 << 17);

    /// <summary>The moments of all rows of a design, whatever the size of its values.</summary>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static Moments Of(DesignRows rows, ColumnNames names)
    {
        Moments moments = Sum(rows, names);
        return PowerUnits.Of(moments.Minimum, moments.Maximum, moments.WeightSum / moments.Count) is { } units
            ? Sum(new ScaledRows(rows, units), names).In(units.Inverse())
            : moments;
    }

    /// <summary>The moments of one block, whatever the size of its values.</summary>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static Moments Of(RowBlock block, int features, int targets, ColumnNames names)
    {
        Moments moments = Sum(block, features, targets, names);
        return PowerUnits.Of(moments.Minimum, moments.Maximum, moments.WeightSum / moments.Count) is { } units
            ? Sum(ScaledRows.Of(block, features, targets, units, new BlockBuffer()), features, targets, names).In(units.Inverse())
            : moments;
    }

    private static Moments Sum(RowBlock block, int features, int targets, ColumnNames names)
    {
        MomentAccumulator accumulator = new(features, targets, block.Rows);
        accumulator.Add(block, names);
        return accumulator.Finish();
    }

    private static Moments Sum(DesignRows rows, ColumnNames names)
    {
        int width = rows.FeatureCount + rows.TargetCount;
        int ranges = SymmetricSums.Ranges(width, rows.Count);
        MomentAccumulator[] parts = [.. Enumerable.Range(0, ranges).Select(_ => new MomentAccumulator(rows.FeatureCount, rows.TargetCount, rows.Count))];
        if (rows.Count > 0)
        {
            parts[0].Start(rows.Read(0, (int)Math.Min(StartRows, rows.Count), new BlockBuffer()));
        }

        RowRanges.Run(ranges, range =>
        {
            MomentAccumulator part = parts[range];
            part.StartAs(parts[0]);
            BlockBuffer buffer = new();
            long end = rows.Count * (range + 1) / ranges;
            int size = Math.Max(1, (1 << 16) / width);
            for (long start = rows.Count * range / ranges; start < end; start += size)
            {
                part.Add(rows.Read(start, (int)Math.Min(size, end - start), buffer), names);
            }
        });

        foreach (MomentAccumulator part in parts[1..])
        {
            parts[0].Join(part);
            part.Release();
        }

        Moments moments = parts[0].Finish();
        parts[0].Release();
        return moments;
    }

    /// <summary>Adds a block of any number of rows.</summary>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public void Add(RowBlock block, ColumnNames names)
    {
        if (!started)
        {
            Start(block);
        }

        Add(block, default, block.Rows, names);
    }

    /// <summary>Adds some rows of a block, after <see cref="Start"/> or <see cref="StartAs"/>.</summary>
    /// <param name="block">The rows.</param>
    /// <param name="places">Which of them.</param>
    /// <param name="names">For messages.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public void Add(RowBlock block, ReadOnlySpan<int> places, ColumnNames names) => Add(block, places, places.Length, names);

    /// <summary>Gives the memory of the sums back.</summary>
    public void Release() => products.Dispose();

    public Moments Finish()
    {
        products.Flush();
        Moments result = new(width) { Count = count, WeightSum = weightSum, UnitWeights = unitWeights };
        for (int i = 0; weightSum > 0 && i < width; i++)
        {
            double offset = (sum[i] / weightSum).Value;
            for (int j = 0; j <= i; j++)
            {
                result.Products[i * width + j] = result.Products[j * width + i] = products.Sum(i, j) - sum[j].Value * offset;
            }
        }

        for (int j = 0; weightSum > 0 && j < width; j++)
        {
            DoubleDouble mean = shift[j] + new DoubleDouble(Math.ScaleB(sum[j].Hi / weightSum, exponent[j]), 0);
            (result.Shift[j], result.Offset[j]) = minimum[j] == maximum[j] ? (minimum[j], 0) : (mean.Hi, mean.Lo);
            (result.Minimum[j], result.Maximum[j], result.Exponent[j]) = (minimum[j], maximum[j], exponent[j]);
        }

        return result;
    }

    /// <summary>Takes the mean of the first rows as shift and their spread as the power of two.</summary>
    public void Start(RowBlock block)
    {
        started = true;
        int rows = Math.Min(block.Rows, StartRows);
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
            exponent[j] = double.IsNormal(spread[j]) ? Math.Clamp(Math.ILogB(spread[j]), LeastExponent, MostExponent) : 0;
            scale[j] = Math.ScaleB(1, -exponent[j]);
            shift[j] = double.IsFinite(shift[j]) ? shift[j] : 0;
        }
    }

    /// <summary>Takes shift and scale of another range, so that the sums of both add up.</summary>
    public void StartAs(MomentAccumulator other)
    {
        started = true;
        other.shift.CopyTo(shift, 0);
        other.scale.CopyTo(scale, 0);
        other.exponent.CopyTo(exponent, 0);
    }

    /// <summary>Adds the sums of another range that started alike.</summary>
    public void Join(MomentAccumulator other)
    {
        other.products.Flush();
        products.Flush();
        products.Add(other.products);
        count += other.count;
        weightSum += other.weightSum;
        unitWeights &= other.unitWeights;
        for (int j = 0; j < width; j++)
        {
            sum[j] += other.sum[j];
            minimum[j] = Math.Min(minimum[j], other.minimum[j]);
            maximum[j] = Math.Max(maximum[j], other.maximum[j]);
        }
    }

    private void Add(RowBlock block, ReadOnlySpan<int> places, int count, ColumnNames names)
    {
        for (int first = 0; first < count;)
        {
            int rows = Math.Min(products.Room, count - first);
            AddPart(block, places, first, rows, names);
            first += rows;
        }
    }

    /// <summary>Adds rows from some place on; without places these are the rows themselves.</summary>
    private void AddPart(RowBlock block, ReadOnlySpan<int> places, int first, int rows, ColumnNames names)
    {
        Array.Clear(blockSum);
        for (int at = first; at < first + rows; at++)
        {
            int i = places.IsEmpty ? at : places[at];
            double weight = block.Weight(i);
            Load(block, i);
            AddRow(weight);
            count += weight > 0 ? 1 : 0;
            weightSum += weight;
            unitWeights &= weight == 1.0;
        }

        for (int j = 0; j < width; j++)
        {
            if (!double.IsFinite(blockSum[j]) && BadValue.Find(block, places.IsEmpty ? first : 0, places.IsEmpty ? rows : block.Rows, features, width, names) is { } fault)
            {
                throw fault;
            }

            sum[j] += blockSum[j];
        }
    }

    private void Load(RowBlock block, int i)
    {
        block.Features(i, features).CopyTo(row);
        block.Targets(i, width - features).CopyTo(row.AsSpan(features));
    }

    /// <summary>√s · 2^(−e)(v − shift), and the running sums, minima and maxima. A row of weight 0 leaves no trace but its check for NaN.</summary>
    private void AddRow(double weight)
    {
        double root = Math.Sqrt(weight);
        for (int group = 0; group < row.Length; group += SymmetricSums.Lanes)
        {
            Span<double> place = products.Next(group);
            for (int lane = 0; lane < SymmetricSums.Lanes; lane += Vector<double>.Count)
            {
                int j = group + lane;
                Vector<double> value = new(row, j);
                Vector<double> part = root * ((value - new Vector<double>(shift, j)) * new Vector<double>(scale, j));
                part.CopyTo(place[lane..]);
                (new Vector<double>(blockSum, j) + root * part).CopyTo(blockSum, j);
                if (weight > 0)
                {
                    Vector.Min(new Vector<double>(minimum, j), value).CopyTo(minimum, j);
                    Vector.Max(new Vector<double>(maximum, j), value).CopyTo(maximum, j);
                }
            }
        }

        products.Commit();
    }
}
