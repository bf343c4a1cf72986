using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// All rows in one pass that keeps nothing: rows go through the coordinates T = X̂B of a spectrum, 64 at a time, to T·coordinates and T²·filters for any number
/// of columns of both, in tiles.
/// </summary>
internal sealed class RowTiles
{
    private const int Lanes = SymmetricSums.Lanes;
    private const int TileRows = 2 * Lanes;
    private const int Tiles = 4;
    private const int RowsAtOnce = Tiles * TileRows;

    private readonly RidgeData data;
    private readonly DesignRows design;
    private readonly int target;
    private readonly RidgeSpectrum spectrum;
    private readonly int directions;
    private readonly int fitColumns;
    private readonly int sumColumns;
    private readonly double[] mean;
    private readonly double[] meanLow;
    private readonly double[] scale;
    private readonly Lazy<double[]> basis;
    private readonly double[] coordinates;
    private readonly double[] filters;

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
        directions = spectrum.Directions;
        (fitColumns, sumColumns) = (coordinates.Length, filters.Length);
        int[] active = data.Columns.Active;
        mean = Array.ConvertAll(active, j => data.Columns.Mean[j].Hi);
        meanLow = Array.ConvertAll(active, j => data.Columns.Mean[j].Lo);
        scale = Array.ConvertAll(active, j => 1 / data.Columns.Deviation[j]);
        basis = new(() => Pack(spectrum.Size, directions, (k, d) => spectrum.Basis[k * directions + d]));
        this.coordinates = Pack(directions, fitColumns, (d, l) => coordinates[l][d]);
        this.filters = Pack(directions, sumColumns, (d, l) => filters[l][d]);
    }

    /// <summary>What is done with some rows.</summary>
    public delegate void Visitor(in RowTile rows);

    /// <summary>Visits the rows of a range in order.</summary>
    public void Visit(long from, long to, Visitor visitor)
    {
        Scratch scratch = new(mean.Length, Padded(directions), Padded(fitColumns), Padded(sumColumns));
        BlockBuffer buffer = new();
        int size = Math.Max(RowsAtOnce, (1 << 16) / data.FeatureCount / RowsAtOnce * RowsAtOnce);
        DoubleDouble centre = data.Columns.Intercept ? data.Summary.Mean[data.FeatureCount + target] : DoubleDouble.Zero;
        for (long start = from; start < to; start += size)
        {
            RowBlock block = design.Read(start, (int)Math.Min(size, to - start), buffer);
            double[]? known = Known(start, block.Rows);
            for (int first = 0; first < block.Rows; first += RowsAtOnce)
            {
                int rows = Math.Min(RowsAtOnce, block.Rows - first);
                Compute(block, known, first, rows, scratch);
                for (int i = 0; i < rows; i++)
                {
                    scratch.Weights[i] = block.Weight(first + i);
                    scratch.Targets[i] = (block.Targets(first + i, data.TargetCount)[target] - centre.Hi) - centre.Lo;
                }

                visitor(new RowTile(start + first, scratch.Weights.AsSpan(0, rows), scratch.Targets, scratch.Fits, scratch.Sums, Padded(fitColumns), Padded(sumColumns)));
            }
        }
    }

    private static int Padded(int columns) => (columns + Lanes - 1) / Lanes * Lanes;

    /// <summary>A matrix in groups of eight columns, each row by row; zeros beyond the last column.</summary>
    private static double[] Pack(int rows, int columns, Func<int, int, double> value)
    {
        double[] packed = new double[Padded(columns) * rows];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                packed[(column / Lanes * rows + row) * Lanes + column % Lanes] = value(row, column);
            }
        }

        return packed;
    }

    /// <summary>T of some rows, row by row, where wide data have it without B.</summary>
    private double[]? Known(long start, int count)
    {
        using Tensor? scores = (spectrum as KernelSpectrum)?.Scores(design, start, count);
        return scores?.ToDoubles();
    }

    private void Compute(RowBlock block, double[]? known, int first, int rows, Scratch scratch)
    {
        int tiles = (rows + TileRows - 1) / TileRows;
        if (known is null)
        {
            Standardize(block, first, rows, scratch.Unit);
            Multiply(basis.Value, mean.Length, scratch.Unit, scratch.Scores, tiles);
        }
        else
        {
            Array.Clear(scratch.Scores);
            for (int i = 0; i < rows; i++)
            {
                int at = i / TileRows * Padded(directions) * TileRows + i % TileRows;
                foreach (double score in known.AsSpan((first + i) * directions, directions))
                {
                    scratch.Scores[at] = score;
                    at += TileRows;
                }
            }
        }

        Multiply(coordinates, directions, scratch.Scores, scratch.Fits, tiles, Padded(directions));
        for (int k = 0; k < scratch.Scores.Length; k++)
        {
            scratch.Scores[k] *= scratch.Scores[k];
        }

        Multiply(filters, directions, scratch.Scores, scratch.Sums, tiles, Padded(directions));
    }

    /// <summary>Rows to tiles of sixteen, feature by feature.</summary>
    private void Standardize(RowBlock block, int first, int rows, double[] unit)
    {
        int p = mean.Length;
        int[] active = data.Columns.Active;
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<double> x = block.Features(first + i, data.FeatureCount);
            int at = i / TileRows * p * TileRows + i % TileRows;
            for (int k = 0; k < p; k++, at += TileRows)
            {
                unit[at] = ((x[active[k]] - mean[k]) - meanLow[k]) * scale[k];
            }
        }
    }

    /// <summary>Each tile of the result = left · the tile of the right.</summary>
    /// <param name="left">Packed in groups of eight columns.</param>
    /// <param name="depth">Rows of the left, and values of a row on the right that count.</param>
    /// <param name="right">Tiles of sixteen rows, value by value.</param>
    /// <param name="result">Likewise.</param>
    /// <param name="tiles">How many tiles.</param>
    /// <param name="rightDepth">Values of a row on the right with their padding; 0 for none.</param>
    private static void Multiply(double[] left, int depth, double[] right, double[] result, int tiles, int rightDepth = 0)
    {
        int groups = depth == 0 ? 0 : left.Length / (depth * Lanes);
        Array.Clear(result);
        for (int group = 0; group < groups; group++)
        {
            for (int tile = 0; tile < tiles; tile++)
            {
                ref double place = ref MemoryMarshal.GetReference(result.AsSpan((tile * groups + group) * Lanes * TileRows, Lanes * TileRows));
                TileKernels.Add(ref left[group * depth * Lanes], ref right[tile * (rightDepth == 0 ? depth : rightDepth) * TileRows], TileRows, Lanes, depth, ref place);
            }
        }
    }

    /// <summary>Room for 64 rows on their way.</summary>
    private sealed class Scratch(int features, int paddedDirections, int paddedFits, int paddedSums)
    {
        public double[] Unit { get; } = new double[RowsAtOnce * features];

        public double[] Scores { get; } = new double[RowsAtOnce * paddedDirections];

        public double[] Fits { get; } = new double[RowsAtOnce * paddedFits];

        public double[] Sums { get; } = new double[RowsAtOnce * paddedSums];

        public double[] Weights { get; } = new double[RowsAtOnce];

        public double[] Targets { get; } = new double[RowsAtOnce];
    }
}
