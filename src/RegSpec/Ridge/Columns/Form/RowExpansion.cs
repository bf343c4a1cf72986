namespace RegSpec;

/// <summary>Makes columns of the values that are read of rows: a string as the number of its level or −1, what is missing as NaN. Column by column, for rows in cache.</summary>
/// <param name="columnCount">How many columns.</param>
/// <param name="operations">What makes them, each with its first column.</param>
internal sealed class RowExpansion(int columnCount, (int Column, RowOperation Operation)[] operations)
{
    /// <summary>Most rows that an operation is given.</summary>
    public const int RowsAtOnce = 128;

    /// <summary>How many columns.</summary>
    public int ColumnCount => columnCount;

    /// <summary>The columns of one row.</summary>
    public void Expand(ReadOnlySpan<double> values, Span<double> columns) => Expand(values, values.Length, 1, columns, columns.Length);

    /// <summary>The columns of rows.</summary>
    /// <param name="values">The values.</param>
    /// <param name="stride">From the values of a row to those of the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">Receives the columns.</param>
    /// <param name="step">From the columns of a row to those of the next.</param>
    public void Expand(ReadOnlySpan<double> values, int stride, int rows, Span<double> columns, int step)
    {
        for (int first = 0; first < rows; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows - first);
            foreach ((int column, RowOperation operation) in operations)
            {
                operation.Write(values[(first * stride)..], stride, count, columns[(first * step + column)..], step);
            }
        }
    }
}
