using System.Runtime.InteropServices;

namespace RegSpec;

/// <summary>
/// Σs(r/(1 − h))² over all rows for many λ in one pass that keeps nothing: rows go through the coordinates T = X̂B of the spectrum, 64 at a time,
/// to fits T·(filter · projection) and leverages T²·filter, in tiles.
/// </summary>
internal sealed class LeverageSums
{
    private const int Lanes = SymmetricSums.Lanes;
    private const int TileRows = 2 * Lanes;
    private const int Tiles = 4;

    /// <summary>A constant, so that results do not depend on the number of processors.</summary>
    private const int Ranges = 8;

    private readonly RidgeData data;
    private readonly int target;
    private readonly int lambdaCount;
    private readonly int directions;
    private readonly double[] mean;
    private readonly double[] meanLow;
    private readonly double[] scale;
    private readonly double[] basis;
    private readonly double[] coordinates;
    private readonly double[] filters;

    public LeverageSums(RidgeData data, int target, SpectralFit fit, double[] lambdas)
    {
        this.data = data;
        this.target = target;
        lambdaCount = lambdas.Length;
        RidgeSpectrum spectrum = fit.Spectrum;
        directions = spectrum.Directions;
        int[] active = data.Columns.Active;
        mean = Array.ConvertAll(active, j => data.Columns.Mean[j].Hi);
        meanLow = Array.ConvertAll(active, j => data.Columns.Mean[j].Lo);
        scale = Array.ConvertAll(active, j => 1 / data.Columns.Deviation[j]);
        basis = Pack(spectrum.Size, directions, (k, d) => spectrum.Basis[k * directions + d]);
        double[][] solutions = Array.ConvertAll(lambdas, fit.Coordinates);
        double[][] factors = Array.ConvertAll(lambdas, spectrum.Filter);
        coordinates = Pack(directions, lambdaCount, (d, l) => solutions[l][d]);
        filters = Pack(directions, lambdaCount, (d, l) => factors[l][d]);
    }

    /// <summary>The sums for each λ; NaN where a row determines its own fit.</summary>
    public double[] Run()
    {
        double[][] parts = new double[Ranges][];
        Parallel.For(0, Ranges, range => parts[range] = RunRange(data.Rows!.Count * range / Ranges, data.Rows.Count * (range + 1) / Ranges));
        double[] sums = new double[lambdaCount];
        foreach (double[] part in parts)
        {
            for (int l = 0; l < sums.Length; l++)
            {
                sums[l] += part[l];
            }
        }

        return sums;
    }

    /// <summary>A matrix in groups of eight columns, each row by row; zeros beyond the last column.</summary>
    private static double[] Pack(int rows, int columns, Func<int, int, double> value)
    {
        int groups = (columns + Lanes - 1) / Lanes;
        double[] packed = new double[groups * rows * Lanes];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                packed[(column / Lanes * rows + row) * Lanes + column % Lanes] = value(row, column);
            }
        }

        return packed;
    }

    private double[] RunRange(long from, long to)
    {
        double[] sums = new double[lambdaCount];
        Scratch scratch = new(mean.Length, (directions + Lanes - 1) / Lanes * Lanes, (lambdaCount + Lanes - 1) / Lanes * Lanes);
        BlockBuffer buffer = new();
        int size = Math.Max(Tiles * TileRows, (1 << 16) / data.FeatureCount / (Tiles * TileRows) * (Tiles * TileRows));
        for (long start = from; start < to; start += size)
        {
            RowBlock block = data.Rows!.Read(start, (int)Math.Min(size, to - start), buffer);
            for (int first = 0; first < block.Rows; first += Tiles * TileRows)
            {
                Add(block, first, Math.Min(Tiles * TileRows, block.Rows - first), scratch, sums);
            }
        }

        return sums;
    }

    private void Add(RowBlock block, int first, int rows, Scratch scratch, double[] sums)
    {
        int tiles = (rows + TileRows - 1) / TileRows;
        Standardize(block, first, rows, scratch.Unit);
        Multiply(basis, mean.Length, scratch.Unit, scratch.Scores, tiles);
        Multiply(coordinates, directions, scratch.Scores, scratch.Fits, tiles, scratch.PaddedDirections);
        for (int k = 0; k < scratch.Scores.Length; k++)
        {
            scratch.Scores[k] *= scratch.Scores[k];
        }

        Multiply(filters, directions, scratch.Scores, scratch.Leverages, tiles, scratch.PaddedDirections);
        int lambdas = scratch.PaddedLambdas;
        double intercept = data.Columns.Intercept ? 1 / data.Columns.WeightSum : 0;
        DoubleDouble centre = data.Columns.Intercept ? data.Summary.Mean[data.FeatureCount + target] : DoubleDouble.Zero;
        for (int i = 0; i < rows; i++)
        {
            double weight = block.Weight(first + i);
            double y = (block.Targets(first + i, data.TargetCount)[target] - centre.Hi) - centre.Lo;
            int at = i / TileRows * lambdas * TileRows + i % TileRows;
            for (int l = 0; l < sums.Length; l++, at += TileRows)
            {
                double left = 1 - weight * (scratch.Leverages[at] + intercept);
                double error = left <= LeaveOneOut.FullLeverage ? double.NaN : (y - scratch.Fits[at]) / left;
                sums[l] += weight * error * error;
            }
        }
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
    private sealed class Scratch(int features, int paddedDirections, int paddedLambdas)
    {
        public int PaddedDirections => paddedDirections;

        public int PaddedLambdas => paddedLambdas;

        public double[] Unit { get; } = new double[Tiles * TileRows * features];

        public double[] Scores { get; } = new double[Tiles * TileRows * paddedDirections];

        public double[] Fits { get; } = new double[Tiles * TileRows * paddedLambdas];

        public double[] Leverages { get; } = new double[Tiles * TileRows * paddedLambdas];
    }
}
