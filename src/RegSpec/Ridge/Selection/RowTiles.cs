using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// All rows in one pass that keeps nothing: rows go through the coordinates T = X̂B of a spectrum, 64 at a time, to T·coordinates and T²·filters for any number
/// of columns of both.
/// </summary>
internal sealed class RowTiles
{
    /// <summary>A constant, so that results do not depend on the number of processors.</summary>
    private const int Ranges = 8;

    private readonly RidgeData data;
    private readonly DesignRows design;
    private readonly int target;
    private readonly RidgeSpectrum spectrum;
    private readonly CoordinateTiles tiles;
    private readonly double[] mean;
    private readonly double[] meanLow;
    private readonly double[] scale;

    /// <param name="data">The standardisation, and the rows unless others are given.</param>
    /// <param name="target">Which target.</param>
    /// <param name="spectrum">B.</param>
    /// <param name="coordinates">Columns that T is multiplied by.</param>
    /// <param name="filters">Columns that T², element by element, is multiplied by.</param>
    /// <param name="rows">Other rows than those of the data; null for these.</param>
    public RowTiles(RidgeData data, int target, RidgeSpectrum spectrum, double[][] coordinates, double[][] filters, DesignRows? rows = null)
    {
        this.data = data;
        design = rows ?? data.Rows!;
        this.target = target;
        this.spectrum = spectrum;
        int[] active = data.Columns.Active;
        mean = Array.ConvertAll(active, j => data.Columns.Mean[j].Hi);
        meanLow = Array.ConvertAll(active, j => data.Columns.Mean[j].Lo);
        scale = Array.ConvertAll(active, j => 1 / data.Columns.Deviation[j]);
        tiles = new(spectrum.Size, spectrum.Directions, () => spectrum.Basis, coordinates, filters);
    }

    /// <summary>What is done with some rows.</summary>
    public delegate void Visitor(in RowTile rows);

    /// <summary>What some rows add to sums.</summary>
    public delegate void Summand(in RowTile rows, double[] sums);

    /// <summary>Sums over all rows, on all cores.</summary>
    /// <param name="count">How many sums.</param>
    /// <param name="add">Adds some rows.</param>
    public double[] Sum(int count, Summand add)
    {
        double[][] parts = new double[Ranges][];
        Parallel.For(0, Ranges, range =>
        {
            double[] part = new double[count];
            Visit(design.Count * range / Ranges, design.Count * (range + 1) / Ranges, (in RowTile rows) => add(rows, part));
            parts[range] = part;
        });
        return [.. Enumerable.Range(0, count).Select(l => parts.Sum(part => part[l]))];
    }

    /// <summary>Visits the rows of a range in order.</summary>
    public void Visit(long from, long to, Visitor visitor)
    {
        const int AtOnce = CoordinateTiles.PointsAtOnce;
        CoordinateTiles.Points points = tiles.NewPoints();
        double[] weights = new double[AtOnce];
        double[] targets = new double[AtOnce];
        BlockBuffer buffer = new();
        int size = Math.Max(AtOnce, (1 << 16) / data.FeatureCount / AtOnce * AtOnce);
        DoubleDouble centre = data.Columns.Intercept ? data.Summary.Mean[data.FeatureCount + target] : DoubleDouble.Zero;
        for (long start = from; start < to; start += size)
        {
            RowBlock block = design.Read(start, (int)Math.Min(size, to - start), buffer);
            double[]? known = Known(start, block.Rows);
            for (int first = 0; first < block.Rows; first += AtOnce)
            {
                int rows = Math.Min(AtOnce, block.Rows - first);
                if (known is null)
                {
                    CoordinateTiles.Begin(points);
                    for (int k = 0; k < mean.Length; k += CoordinateTiles.Depth)
                    {
                        int count = Math.Min(CoordinateTiles.Depth, mean.Length - k);
                        Standardize(block, first, rows, k, count, points.Inputs);
                        tiles.Add(points, rows, k, count);
                    }

                    tiles.Finish(points, rows);
                }
                else
                {
                    tiles.FinishRows(points, known, first, rows);
                }

                for (int i = 0; i < rows; i++)
                {
                    weights[i] = block.Weight(first + i);
                    targets[i] = (block.Targets(first + i, data.TargetCount)[target] - centre.Hi) - centre.Lo;
                }

                visitor(new RowTile(start + first, weights.AsSpan(0, rows), targets, points));
            }
        }
    }

    /// <summary>T of some rows, row by row, where wide data have it without B.</summary>
    private double[]? Known(long start, int count)
    {
        using Tensor? scores = (spectrum as KernelSpectrum)?.Scores(design, start, count);
        return scores?.ToDoubles();
    }

    /// <summary>Some features of rows to tiles of sixteen.</summary>
    private void Standardize(RowBlock block, int first, int rows, int from, int count, Span<double> tiles)
    {
        ReadOnlySpan<int> active = data.Columns.Active.AsSpan(from, count);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<double> x = block.Features(first + i, data.FeatureCount);
            Span<double> place = tiles[(i / CoordinateTiles.TilePoints * CoordinateTiles.InputStride + i % CoordinateTiles.TilePoints)..];
            for (int k = 0; k < active.Length; k++)
            {
                place[k * CoordinateTiles.TilePoints] = ((x[active[k]] - mean[from + k]) - meanLow[from + k]) * scale[from + k];
            }
        }
    }
}
