using System.Numerics;
using System.Runtime.InteropServices;

namespace RegSpec;

/// <summary>
/// The rows Z = √s·x̂/√φ of wide data as an operator: they are standardised in registers, straight from the data, and never stored. A column
/// stands for each feature, zero for one that does not vary.
/// </summary>
internal sealed class UnitRows
{
    /// <summary>Rows that share one reading of means and scales.</summary>
    private const int Group = UnitRowKernels.Group;

    private const int Parts = 8;
    private const long SmallWork = 1 << 16;

    /// <summary>So long a piece of each row is read at memory speed.</summary>
    private const int StreamedFeatures = 2048;

    /// <summary>As many vectors are multiplied in tiles; fewer while the rows stream by.</summary>
    private const int ManyVectors = 3;

    private readonly DesignRows design;
    private readonly double[] mean;
    private readonly double[] meanLow;
    private readonly double[] scale;

    /// <param name="design">Rows that lie in memory as doubles.</param>
    /// <param name="columns">Means and deviations.</param>
    /// <param name="factors">1/√φ of the active features.</param>
    public UnitRows(DesignRows design, Standardization columns, double[] factors)
    {
        this.design = design;
        mean = Array.ConvertAll(columns.Mean, value => value.Hi);
        meanLow = Array.ConvertAll(columns.Mean, value => value.Lo);
        scale = new double[design.FeatureCount];
        for (int k = 0; k < columns.Active.Length; k++)
        {
            scale[columns.Active[k]] = factors[k] / columns.Deviation[columns.Active[k]];
        }
    }

    /// <summary>n.</summary>
    public int Count => (int)design.Count;

    /// <summary>p.</summary>
    public int FeatureCount => design.FeatureCount;

    /// <summary>Zx of some vectors x, in one pass.</summary>
    /// <param name="vectors">p values each.</param>
    /// <returns>n values each.</returns>
    public double[][] Multiply(params double[][] vectors)
    {
        double[][] products = Array.ConvertAll(vectors, _ => new double[Count]);
        ForEachRange(Count, Group, Parts, (from, to) =>
        {
            RowBlock block = Read();
            Span<double> sums = stackalloc double[Group];
            for (int first = from; first < to; first += Group)
            {
                for (int v = 0; v < vectors.Length; v++)
                {
                    UnitRowKernels.Dot(
                        ref Row(block, first), ref Row(block, first + 1), ref Row(block, first + 2), ref Row(block, first + 3),
                        ref mean[0], ref meanLow[0], ref scale[0], ref vectors[v][0], FeatureCount, sums);
                    for (int i = first; i < Math.Min(first + Group, to); i++)
                    {
                        products[v][i] = Math.Sqrt(block.Weight(i)) * sums[i - first];
                    }
                }
            }
        });
        return products;
    }

    /// <summary>Zᵀy of some vectors y, in one pass.</summary>
    /// <param name="vectors">n values each.</param>
    /// <returns>p values each.</returns>
    public double[][] MultiplyTransposed(params double[][] vectors)
    {
        if (vectors.Length >= ManyVectors)
        {
            return MultiplyManyTransposed(vectors);
        }

        double[][] products = Array.ConvertAll(vectors, _ => new double[FeatureCount]);
        ForEachRange(FeatureCount, SymmetricSums.Lanes, Math.Clamp(FeatureCount / StreamedFeatures, 1, Parts), (first, end) =>
        {
            RowBlock block = Read();
            Span<double> factors = stackalloc double[Group];
            for (int i = 0; i < Count; i += Group)
            {
                for (int v = 0; v < vectors.Length; v++)
                {
                    for (int k = 0; k < Group; k++)
                    {
                        factors[k] = i + k < Count ? Math.Sqrt(block.Weight(i + k)) * vectors[v][i + k] : 0;
                    }

                    UnitRowKernels.AddScaled(
                        ref Row(block, i, first), ref Row(block, i + 1, first), ref Row(block, i + 2, first), ref Row(block, i + 3, first),
                        ref mean[first], ref meanLow[first], ref scale[first], factors, ref products[v][first], end - first);
                }
            }
        });
        return products;
    }

    /// <summary>Writes some columns of eight rows side by side: the eight values of the first column, then those of the next.</summary>
    /// <param name="block">From <see cref="Read"/>.</param>
    /// <param name="row">The first row; beyond the last one nothing is written.</param>
    /// <param name="column">The first column.</param>
    /// <param name="place">Eight values for each column.</param>
    public void Pack(RowBlock block, int row, int column, Span<double> place)
    {
        int count = place.Length / SymmetricSums.Lanes;
        Span<double> roots = stackalloc double[Group];
        for (int half = 0; half < SymmetricSums.Lanes && row + half < Count; half += Group)
        {
            int rows = Math.Min(Group, Count - row - half);
            for (int k = 0; k < rows; k++)
            {
                roots[k] = Math.Sqrt(block.Weight(row + half + k));
            }

            UnitRowKernels.Transpose(
                ref Row(block, row + half, column), ref Row(block, row + half + 1, column), ref Row(block, row + half + 2, column), ref Row(block, row + half + 3, column),
                ref mean[column], ref meanLow[column], ref scale[column], roots, rows, count, ref place[half]);
        }
    }

    /// <summary>Takes up to 64 features as points of tiles whose values are the rows: their coordinates.</summary>
    /// <param name="tiles">The tiles.</param>
    /// <param name="points">The points.</param>
    /// <param name="first">The first feature.</param>
    /// <param name="count">How many.</param>
    public void PutFeatures(CoordinateTiles tiles, CoordinateTiles.Points points, int first, int count)
    {
        CoordinateTiles.Begin(points);
        for (int row = 0; row < Count; row += CoordinateTiles.Depth)
        {
            int some = Math.Min(CoordinateTiles.Depth, Count - row);
            PackFeatures(first, count, row, some, points.Inputs);
            tiles.Add(points, count, row, some);
        }
    }

    /// <summary>Writes features as points of <see cref="CoordinateTiles"/>, some rows of them.</summary>
    /// <param name="feature">The first feature.</param>
    /// <param name="features">How many.</param>
    /// <param name="row">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="tiles">Tiles of sixteen features, row by row.</param>
    private void PackFeatures(int feature, int features, int row, int count, double[] tiles)
    {
        const int TilePoints = CoordinateTiles.TilePoints;
        RowBlock block = Read();
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> x = block.Features(row + i, FeatureCount);
            double root = Math.Sqrt(block.Weight(row + i));
            for (int at = 0; at < features; at += TilePoints)
            {
                int first = feature + at, some = Math.Min(TilePoints, features - at), j = 0;
                Span<double> place = tiles.AsSpan(at / TilePoints * CoordinateTiles.InputStride + i * TilePoints, TilePoints);
                for (; j <= some - Vector<double>.Count; j += Vector<double>.Count)
                {
                    Vector<double> centred = (new Vector<double>(x[(first + j)..]) - new Vector<double>(mean, first + j)) - new Vector<double>(meanLow, first + j);
                    (root * (centred * new Vector<double>(scale, first + j))).CopyTo(place[j..]);
                }

                for (; j < some; j++)
                {
                    place[j] = root * (((x[first + j] - mean[first + j]) - meanLow[first + j]) * scale[first + j]);
                }
            }
        }
    }

    /// <summary>All rows, in place.</summary>
    public RowBlock Read() => design.Read(0, Count, new BlockBuffer());

    /// <summary>The same for so many vectors that it pays to hold features in tiles.</summary>
    private double[][] MultiplyManyTransposed(double[][] vectors)
    {
        double[] matrix = new double[Count * vectors.Length];
        for (int at = 0; at < matrix.Length; at++)
        {
            matrix[at] = vectors[at % vectors.Length][at / vectors.Length];
        }

        CoordinateTiles tiles = new(Count, vectors.Length, () => matrix, [], []);
        double[][] products = Array.ConvertAll(vectors, _ => new double[FeatureCount]);
        tiles.ForEach(FeatureCount, (points, first, count) =>
        {
            PutFeatures(tiles, points, first, count);
            CoordinateTiles.CopyTo(products, points.CoordinatesOf, first, count);
        });
        return products;
    }

    /// <summary>The values of a row from some column on; for rows beyond the last those of the last, whose results go nowhere.</summary>
    private ref double Row(RowBlock block, int row, int column = 0) =>
        ref MemoryMarshal.GetReference(block.Features(Math.Min(row, Count - 1), FeatureCount)[column..]);

    /// <summary>Ranges that are multiples of a unit long, but for the last. What is computed of one row or of one feature does not depend on them.</summary>
    private void ForEachRange(int length, int unit, int parts, Action<int, int> action)
    {
        if ((long)Count * FeatureCount < SmallWork)
        {
            action(0, length);
            return;
        }

        int units = (length + unit - 1) / unit;
        Parallel.For(0, parts, part => action(unit * (units * part / parts), Math.Min(length, unit * (units * (part + 1) / parts))));
    }
}
