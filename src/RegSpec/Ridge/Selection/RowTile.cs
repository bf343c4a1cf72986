namespace RegSpec;

/// <summary>Up to 64 consecutive rows as <see cref="RowTiles"/> computed them, in tiles of sixteen rows, column by column.</summary>
internal readonly ref struct RowTile(long start, ReadOnlySpan<double> weights, ReadOnlySpan<double> targets, ReadOnlySpan<double> fits, ReadOnlySpan<double> sums, int fitColumns, int sumColumns)
{
    private const int TileRows = 2 * SymmetricSums.Lanes;

    private readonly ReadOnlySpan<double> targets = targets;
    private readonly ReadOnlySpan<double> fits = fits;
    private readonly ReadOnlySpan<double> sums = sums;

    /// <summary>Index of the first row among all rows.</summary>
    public long Start { get; } = start;

    /// <summary>s of each row.</summary>
    public ReadOnlySpan<double> Weights { get; } = weights;

    /// <summary>y less its mean.</summary>
    public double Target(int row) => targets[row];

    /// <summary>T·coordinates.</summary>
    public double Fit(int row, int column) => fits[(row / TileRows * fitColumns + column) * TileRows + row % TileRows];

    /// <summary>T²·filters.</summary>
    public double Sum(int row, int column) => sums[(row / TileRows * sumColumns + column) * TileRows + row % TileRows];
}
