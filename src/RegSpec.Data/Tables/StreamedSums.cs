namespace RegSpec;

/// <summary>Sums here: the engine hands its rows over in one pass, and while a block is read the one before is summed.</summary>
internal sealed class StreamedSums
{
    /// <summary>Doubles of a block: 2 MB.</summary>
    private const int BlockLength = 1 << 18;

    private readonly TableSource source;
    private readonly RowCells cells;
    private readonly RidgeStatistics[] folds;
    private readonly RowRouter router;

    private StreamedSums(TableSource source, RowCells cells)
    {
        this.source = source;
        this.cells = cells;
        folds = [.. Enumerable.Range(0, Math.Max(source.Folds, 1)).Select(_ => new RidgeStatistics(source.Layout))];
        router = new RowRouter(folds, cells, source.Weight is not null);
    }

    /// <summary>The statistics of each fold.</summary>
    /// <param name="session">Where the statement runs.</param>
    /// <param name="source">What it reads.</param>
    /// <param name="cells">How.</param>
    /// <param name="progress">Is told the rows read.</param>
    /// <param name="cancellation">Looked at once a block.</param>
    public static RidgeStatistics[] Read(TableSession session, TableSource source, RowCells cells, Action<long> progress, CancellationToken cancellation)
    {
        StreamedSums sums = new(source, cells);
        List<string> list = [.. cells.Expressions];
        if (source.Weight is { } weight)
        {
            list.Add(weight.Values[0]);
        }

        if (source.Fold is { } fold)
        {
            list.Add(source.Dialect.Known(source.Dialect.ToDouble(fold)));
        }

        session.Run(command => source.SelectUsable(command, list.Select((expression, i) => $"{expression} AS c{i}")), command =>
        {
            using DoubleRows rows = source.Dialect.Open(command, cancellation);
            sums.Add(rows, progress, cancellation);
            return true;
        });
        sums.router.Flush();
        return sums.folds;
    }

    private void Add(DoubleRows rows, Action<long> progress, CancellationToken cancellation)
    {
        RowBlockBuffer reading = new(BlockLength, cells.Count, source.Weight is not null, source.Folds > 0);
        RowBlockBuffer summing = new(BlockLength, cells.Count, source.Weight is not null, source.Folds > 0);
        Task pending = Task.CompletedTask;
        long total = 0;
        try
        {
            while (rows.Read(reading) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                total += reading.Rows;
                pending.GetAwaiter().GetResult();
                progress(total);
                (reading, summing) = (summing, reading);
                RowBlockBuffer block = summing;
                pending = Task.Run(() => router.Add(block), CancellationToken.None);
            }
        }
        finally
        {
            pending.GetAwaiter().GetResult();
        }
    }
}
