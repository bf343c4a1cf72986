namespace RegSpec;

/// <summary>What the engine hands over of a row, a cell where the design has a column: but a feature with levels is one cell, the place of its level.</summary>
internal sealed class RowCells
{
    private readonly int[] firsts;
    private readonly int[] levels;

    public RowCells(TableSource source)
    {
        List<string> expressions = [];
        List<int> starts = [];
        List<int> counts = [];
        int first = 0;
        foreach (MemberSql member in source.Features.Concat(source.Targets))
        {
            if (member.Code is { } code)
            {
                expressions.Add(code);
                starts.Add(first);
                counts.Add(member.Values.Count);
            }
            else
            {
                expressions.AddRange(member.Values);
                starts.AddRange(Enumerable.Range(first, member.Values.Count));
                counts.AddRange(Enumerable.Repeat(0, member.Values.Count));
            }

            first += member.Values.Count;
        }

        Expressions = expressions;
        firsts = [.. starts];
        levels = [.. counts];
        Width = first;
        IsPlain = !levels.Any(count => count > 0);
    }

    /// <summary>The cells as SQL.</summary>
    public IReadOnlyList<string> Expressions { get; }

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
