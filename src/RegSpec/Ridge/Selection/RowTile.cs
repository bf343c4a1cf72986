namespace RegSpec;

/// <summary>Up to 64 consecutive rows as <see cref="RowTiles"/> computed them.</summary>
internal readonly ref struct RowTile(long start, ReadOnlySpan<double> weights, ReadOnlySpan<double> targets, CoordinateTiles.Points points)
{
    private readonly ReadOnlySpan<double> targets = targets;
    private readonly CoordinateTiles.Points points = points;

    /// <summary>Index of the first row among all rows.</summary>
    public long Start { get; } = start;

    /// <summary>s of each row.</summary>
    public ReadOnlySpan<double> Weights { get; } = weights;

    /// <summary>y less its mean.</summary>
    public double Target(int row) => targets[row];

    /// <summary>T·coordinates.</summary>
    public double Fit(int row, int column) => points.Product(row, column);

    /// <summary>T²·filters.</summary>
    public double Sum(int row, int column) => points.Sum(row, column);

    /// <summary>T·coordinates of sixteen rows, from a multiple of sixteen on.</summary>
    public ReadOnlySpan<double> Fits(int row, int column) => points.ProductsOf(row / CoordinateTiles.TilePoints, column);

    /// <summary>T²·filters of sixteen rows, from a multiple of sixteen on.</summary>
    public ReadOnlySpan<double> Sums(int row, int column) => points.SumsOf(row / CoordinateTiles.TilePoints, column);
}
