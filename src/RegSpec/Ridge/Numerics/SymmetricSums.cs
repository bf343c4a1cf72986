using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace RegSpec;

/// <summary>
/// The lower triangle of Σ zzᵀ over rows z, in tiles of 8 × 16 sums that stay in registers over a block of rows (libtorch has no symmetric
/// product). Rows are packed eight columns side by side, so that a tile reads consecutive memory. Sums start anew in each block, which
/// keeps their rounding small.
/// </summary>
internal sealed class SymmetricSums : IDisposable
{
    /// <summary>Columns that lie side by side.</summary>
    public const int Lanes = 8;

    /// <summary>Up to this width ranges of rows have sums of their own; above, all processors share the tiles of a single range.</summary>
    private const int NarrowWidth = 512;

    private const int MostRanges = 8;

    /// <summary>Rows that are worth sums of their own.</summary>
    private const int RowsOfRange = 1024;

    private const int TileColumns = 2 * Lanes;
    private const int TileSize = Lanes * TileColumns;
    private readonly int groups;
    private readonly int pairs;
    private readonly int capacity;
    private readonly int stride;
    private double[] packed;
    private double[] tiles;
    private int rows;

    /// <param name="width">Columns.</param>
    /// <param name="rows">Most rows there will be.</param>
    public SymmetricSums(int width, long rows)
    {
        Width = width;
        pairs = (width + TileColumns - 1) / TileColumns;
        groups = 2 * pairs;
        IsShared = width > NarrowWidth;
        capacity = (int)Math.Clamp(rows, 1, IsShared ? 512 : 128);
        stride = (capacity + 1) * Lanes;   // one row more: groups a power of two apart would compete for the same places of the cache
        packed = ArrayPool<double>.Shared.Rent(groups * stride);   // megabytes that the system would clear page by page, fit after fit
        tiles = ArrayPool<double>.Shared.Rent(TileCount * TileSize);
        packed.AsSpan(width / Lanes * stride, groups * stride - width / Lanes * stride).Clear();
        tiles.AsSpan(0, TileCount * TileSize).Clear();
    }

    /// <summary>Into how many ranges rows are best divided. It depends on the sizes alone, so that results do not depend on the number of processors.</summary>
    public static int Ranges(int width, long rows) => width > NarrowWidth ? 1 : (int)Math.Clamp(rows / RowsOfRange, 1, MostRanges);

    /// <summary>Doubles that sums of some width hold, about.</summary>
    public static long LengthOf(int width, long rows)
    {
        long padded = (width + TileColumns - 1) / TileColumns * TileColumns;
        return padded * Math.Clamp(rows, 1, width > NarrowWidth ? 512 : 128) + padded * (padded + TileColumns) / 2;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Whether all processors work on these sums.</summary>
    public bool IsShared { get; }

    /// <summary>Columns with the padding of the last tile.</summary>
    public int PaddedWidth => groups * Lanes;

    /// <summary>Rows there is room for until the block is summed.</summary>
    public int Room => capacity - rows;

    /// <summary>Room for the values of some columns in the next rows, one row after the other.</summary>
    /// <param name="column">The first column, a multiple of <see cref="Lanes"/>.</param>
    /// <param name="count">Rows, at most <see cref="Room"/>.</param>
    public Span<double> Next(int column, int count = 1) => packed.AsSpan(column / Lanes * stride + rows * Lanes, count * Lanes);

    /// <summary>Takes the rows that were written to <see cref="Next"/>; sums the block when it is full.</summary>
    public void Commit(int count = 1)
    {
        rows += count;
        if (rows == capacity)
        {
            Flush();
        }
    }

    /// <summary>Sums the rows of an unfinished block.</summary>
    public void Flush()
    {
        if (IsShared)
        {
            Parallel.For(0, pairs, AddTiles);
        }
        else
        {
            for (int pair = 0; pair < pairs; pair++)
            {
                AddTiles(pair);
            }
        }

        rows = 0;
    }

    /// <summary>Σ zᵢzⱼ over all flushed rows, j ≤ i.</summary>
    public double Sum(int i, int j) => tiles[Tile(i / Lanes, j / TileColumns) + i % Lanes * TileColumns + j % TileColumns];

    /// <summary>Row i of the lower triangle.</summary>
    /// <param name="i">The row.</param>
    /// <param name="row">Its first values, at most i + 1.</param>
    public void CopyRow(int i, Span<double> row)
    {
        for (int j = 0; j < row.Length; j += TileColumns)
        {
            int count = Math.Min(TileColumns, row.Length - j);
            tiles.AsSpan(Tile(i / Lanes, j / TileColumns) + i % Lanes * TileColumns, count).CopyTo(row[j..]);
        }
    }

    /// <summary>Adds the sums of other rows of the same width.</summary>
    public void Add(SymmetricSums other)
    {
        for (int k = 0; k < TileCount * TileSize; k += Vector<double>.Count)   // a tile is a whole number of vectors
        {
            (new Vector<double>(tiles, k) + new Vector<double>(other.tiles, k)).CopyTo(tiles, k);
        }
    }

    /// <summary>The 8 × 16 sums of a group of eight rows and a pair of groups of columns, row-major.</summary>
    public ReadOnlySpan<double> TileOf(int group, int pair) => tiles.AsSpan(Tile(group, pair), TileSize);

    /// <summary>Gives the memory back; the sums are lost.</summary>
    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(packed);
        ArrayPool<double>.Shared.Return(tiles);
        (packed, tiles) = ([], []);
    }

    private int TileCount => pairs * (pairs + 1);

    private void AddTiles(int pair)
    {
        ref double right = ref packed[2 * pair * stride];
        for (int group = 2 * pair; group < groups; group++)
        {
            ref double left = ref packed[group * stride];
            ref double sums = ref MemoryMarshal.GetReference(tiles.AsSpan(Tile(group, pair), TileSize));
            TileKernels.Add(ref left, ref right, Lanes, stride, rows, ref sums);
        }
    }

    /// <summary>Pair after pair, the groups from the diagonal down.</summary>
    private int Tile(int group, int pair) => (pair * (groups - pair + 1) + group - 2 * pair) * TileSize;
}
