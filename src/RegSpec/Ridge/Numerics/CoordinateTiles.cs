using System.Numerics;
using System.Runtime.InteropServices;

namespace RegSpec;

/// <summary>
/// Points x in the coordinates t = Bᵀx of a basis, and from there t·c and (t∘t)·f for any number of columns c and f, 64 points at a time, so that of t nothing
/// leaves the cache. All of it is in tiles of sixteen points, value by value, which registers multiply with eight columns at a time.
/// </summary>
internal sealed class CoordinateTiles
{
    /// <summary>Points of a tile.</summary>
    public const int TilePoints = 2 * Lanes;

    /// <summary>Points on their way at the same time.</summary>
    public const int PointsAtOnce = Tiles * TilePoints;

    /// <summary>Values that are multiplied in one run: those of eight columns and of a tile lie in the first cache.</summary>
    public const int Depth = 128;

    /// <summary>From one tile of <see cref="Points.Inputs"/> to the next.</summary>
    public const int InputStride = Depth * TilePoints;

    private const int Lanes = SymmetricSums.Lanes;
    private const int Tiles = 4;
    private const int Parts = 16;

    private readonly int inputs;
    private readonly int directions;
    private readonly Lazy<double[]> basis;
    private readonly double[] products;
    private readonly double[] filters;

    /// <param name="inputs">Values of a point.</param>
    /// <param name="directions">Values of its coordinates.</param>
    /// <param name="basis">B, inputs × directions, row-major; asked for when a point comes without its coordinates.</param>
    /// <param name="products">Columns c.</param>
    /// <param name="filters">Columns f.</param>
    public CoordinateTiles(int inputs, int directions, Func<double[]> basis, double[][] products, double[][] filters)
    {
        this.inputs = inputs;
        this.directions = directions;
        this.basis = new(() => Packed(basis(), inputs, directions));
        (ProductColumns, FilterColumns) = (products.Length, filters.Length);
        this.products = Packed(products, directions);
        this.filters = Packed(filters, directions);
    }

    public int ProductColumns { get; }

    public int FilterColumns { get; }

    /// <summary>Room for one thread.</summary>
    public Points NewPoints() => new(Padded(directions), Padded(ProductColumns), Padded(FilterColumns));

    /// <summary>Begins with other points, which bring their values.</summary>
    public static void Begin(Points points) => Array.Clear(points.Coordinates);

    /// <summary>Takes some values that were written to <see cref="Points.Inputs"/>: the coordinates grow by their products with B.</summary>
    /// <param name="points">The points.</param>
    /// <param name="count">How many.</param>
    /// <param name="from">The first value, a multiple of <see cref="Depth"/>.</param>
    /// <param name="depth">How many values, at most <see cref="Depth"/>.</param>
    public void Add(Points points, int count, int from, int depth) =>
        AddProducts(basis.Value, inputs, from, depth, points.Inputs, InputStride, 0, points.Coordinates, TilesOf(count));

    /// <summary>From the coordinates to the results.</summary>
    public void Finish(Points points, int count)
    {
        int tiles = TilesOf(count);
        int stride = CoordinateStride;
        AddAll(products, points.Coordinates, stride, points.Products, tiles);
        if (FilterColumns > 0)
        {
            Square(points.Coordinates.AsSpan(0, tiles * stride));
            AddAll(filters, points.Coordinates, stride, points.Sums, tiles);
        }
    }

    /// <summary>The results for points whose coordinates are rows of a matrix.</summary>
    /// <param name="points">The points.</param>
    /// <param name="matrix">Row-major, a column for each direction.</param>
    /// <param name="first">The row of the first point.</param>
    /// <param name="count">How many.</param>
    public void FinishRows(Points points, double[] matrix, int first, int count)
    {
        Begin(points);
        for (int i = 0; i < count; i++)
        {
            int at = i / TilePoints * CoordinateStride + i % TilePoints;
            foreach (double value in matrix.AsSpan((first + i) * directions, directions))
            {
                points.Coordinates[at] = value;
                at += TilePoints;
            }
        }

        Finish(points, count);
    }

    /// <summary>The sixteen values of a tile in some column.</summary>
    public delegate ReadOnlySpan<double> Column(int tile, int column);

    /// <summary>Some points at a time, on all cores; what becomes of a point does not depend on their number.</summary>
    /// <param name="count">Points.</param>
    /// <param name="compute">Computes some of them, from the given one on.</param>
    public void ForEach(int count, Action<Points, int, int> compute)
    {
        int blocks = (count + PointsAtOnce - 1) / PointsAtOnce;
        int parts = Math.Min(Parts, blocks);
        Parallel.For(0, parts, part =>
        {
            Points points = NewPoints();
            for (int block = blocks * part / parts; block < blocks * (part + 1) / parts; block++)
            {
                compute(points, block * PointsAtOnce, Math.Min(PointsAtOnce, count - block * PointsAtOnce));
            }
        });
    }

    /// <summary>The results for each of many points.</summary>
    /// <param name="count">Points.</param>
    /// <param name="compute">Computes the results of some of them, from the given one on.</param>
    public (double[][] Products, double[][] Squares) Collect(int count, Action<Points, int, int> compute)
    {
        double[][] Results(int columns) => [.. Enumerable.Range(0, columns).Select(_ => new double[count])];
        double[][] collected = Results(ProductColumns), squares = Results(FilterColumns);
        ForEach(count, (points, first, some) =>
        {
            compute(points, first, some);
            CopyTo(collected, points.ProductsOf, first, some);
            CopyTo(squares, points.SumsOf, first, some);
        });
        return (collected, squares);
    }

    /// <summary>Copies values of points to where they belong among those of all.</summary>
    /// <param name="results">A value for each point, for each column.</param>
    /// <param name="column">Gives the values.</param>
    /// <param name="first">The first point.</param>
    /// <param name="count">How many.</param>
    public static void CopyTo(double[][] results, Column column, int first, int count)
    {
        for (int at = 0; at < count; at += TilePoints)
        {
            for (int c = 0; c < results.Length; c++)
            {
                column(at / TilePoints, c)[..Math.Min(TilePoints, count - at)].CopyTo(results[c].AsSpan(first + at));
            }
        }
    }

    private void AddAll(double[] left, double[] right, int stride, double[] result, int tiles)
    {
        Array.Clear(result);
        for (int from = 0; from < directions; from += Depth)
        {
            AddProducts(left, directions, from, Math.Min(Depth, directions - from), right, stride, from * TilePoints, result, tiles);
        }
    }

    /// <summary>Each tile of the result += some rows of the left · as many values of the tile on the right.</summary>
    private static void AddProducts(double[] left, int rows, int from, int depth, double[] right, int stride, int offset, double[] result, int tiles)
    {
        int groups = left.Length / (rows * Lanes);
        for (int group = 0; group < groups; group++)
        {
            for (int tile = 0; tile < tiles; tile++)
            {
                ref double place = ref MemoryMarshal.GetReference(result.AsSpan((tile * groups + group) * Lanes * TilePoints, Lanes * TilePoints));
                TileKernels.Add(ref left[(group * rows + from) * Lanes], ref right[tile * stride + offset], TilePoints, Lanes, depth, ref place);
            }
        }
    }

    private static void Square(Span<double> values)
    {
        Span<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);   // sixteen to a tile: a whole number
        for (int k = 0; k < vectors.Length; k++)
        {
            vectors[k] *= vectors[k];
        }
    }

    private int CoordinateStride => Padded(directions) * TilePoints;

    private static int TilesOf(int points) => (points + TilePoints - 1) / TilePoints;

    private static int Padded(int columns) => (columns + Lanes - 1) / Lanes * Lanes;

    /// <summary>A row-major matrix in groups of eight columns, each row by row; zeros beyond the last column.</summary>
    private static double[] Packed(double[] matrix, int rows, int columns)
    {
        double[] packed = new double[Padded(columns) * rows];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column += Lanes)
            {
                matrix.AsSpan(row * columns + column, Math.Min(Lanes, columns - column)).CopyTo(packed.AsSpan((column / Lanes * rows + row) * Lanes));
            }
        }

        return packed;
    }

    private static double[] Packed(double[][] columns, int rows)
    {
        double[] packed = new double[Padded(columns.Length) * rows];
        for (int column = 0; column < columns.Length; column++)
        {
            int at = column / Lanes * rows * Lanes + column % Lanes;
            foreach (double value in columns[column])
            {
                packed[at] = value;
                at += Lanes;
            }
        }

        return packed;
    }

    /// <summary>64 points on their way, and what became of them.</summary>
    public sealed class Points
    {
        private readonly int directions;
        private readonly int productColumns;
        private readonly int filterColumns;

        internal Points(int paddedDirections, int paddedProducts, int paddedFilters)
        {
            (directions, productColumns, filterColumns) = (paddedDirections, paddedProducts, paddedFilters);
            Coordinates = new double[PointsAtOnce * paddedDirections];
            Products = new double[PointsAtOnce * paddedProducts];
            Sums = new double[PointsAtOnce * paddedFilters];
        }

        /// <summary>For some values of the points: tiles of sixteen, value by value.</summary>
        public double[] Inputs { get; } = new double[Tiles * InputStride];

        internal double[] Coordinates { get; }

        internal double[] Products { get; }

        internal double[] Sums { get; }

        /// <summary>t of the sixteen points of a tile; its square once the results are there.</summary>
        public ReadOnlySpan<double> CoordinatesOf(int tile, int direction) => Coordinates.AsSpan((tile * directions + direction) * TilePoints, TilePoints);

        /// <summary>t·c of a point.</summary>
        public double Product(int point, int column) => Products[(point / TilePoints * productColumns + column) * TilePoints + point % TilePoints];

        /// <summary>(t∘t)·f of a point.</summary>
        public double Sum(int point, int column) => Sums[(point / TilePoints * filterColumns + column) * TilePoints + point % TilePoints];

        /// <summary>t·c of the sixteen points of a tile.</summary>
        public ReadOnlySpan<double> ProductsOf(int tile, int column) => Products.AsSpan((tile * productColumns + column) * TilePoints, TilePoints);

        /// <summary>(t∘t)·f of the sixteen points of a tile.</summary>
        public ReadOnlySpan<double> SumsOf(int tile, int column) => Sums.AsSpan((tile * filterColumns + column) * TilePoints, TilePoints);
    }
}
