namespace RegSpec;

/// <summary>Cells of a row as it is read: one where the design has a column, but a feature with levels is one cell, the place of its level or −1.</summary>
internal sealed class RowCells
{
    private readonly int[] firsts;
    private readonly int[] levels;

    /// <param name="parts">What the row consists of: so many columns, a cell each, or so many levels, one cell.</param>
    public RowCells(IEnumerable<(int Columns, bool AreLevels)> parts)
    {
        List<int> starts = [];
        List<int> counts = [];
        int first = 0;
        foreach ((int columns, bool areLevels) in parts)
        {
            starts.AddRange(areLevels ? [first] : Enumerable.Range(first, columns));
            counts.AddRange(areLevels ? [columns] : Enumerable.Repeat(0, columns));
            first += columns;
        }

        firsts = [.. starts];
        levels = [.. counts];
        Width = first;
        IsPlain = first == firsts.Length && counts.TrueForAll(count => count == 0);
    }

    /// <summary>Cells of a row.</summary>
    public int Count => firsts.Length;

    /// <summary>Columns of a row of the design, with targets.</summary>
    public int Width { get; }

    /// <summary>Whether cells are the row as it is.</summary>
    public bool IsPlain { get; }

    /// <summary>Writes a row of the design.</summary>
    public void Expand(ReadOnlySpan<double> cells, Span<double> row)
    {
        for (int k = 0; k < firsts.Length; k++)
        {
            if (levels[k] == 0)
            {
                row[firsts[k]] = cells[k];
                continue;
            }

            Span<double> indicators = row.Slice(firsts[k], levels[k]);
            indicators.Clear();
            if ((uint)(int)cells[k] < (uint)indicators.Length)
            {
                indicators[(int)cells[k]] = 1;
            }
        }
    }
}
