using System.Data.Common;

namespace RegSpec;

/// <summary>One reading of a table from end to end.</summary>
internal static class TableReading
{
    public static TableStatistics Run(RidgeSchema schema, DbConnection connection, string table, TableOptions options, IProgress<RidgeProgress>? progress, CancellationToken cancellation)
    {
        Check(schema, options);
        SqlDialect dialect = options.Dialect ?? SqlDialect.Of(connection);
        string from = dialect.Table(table);
        using TableSession session = new(connection, dialect, options, cancellation);
        session.Begin();
        IReadOnlyList<TableColumn> columns = session.Run(_ => $"SELECT * FROM {from} WHERE 1 = 0", Columns);
        TableRows rows = new(schema, table, dialect, options, columns);
        TableContents contents = TableContents.Read(session, rows);
        progress?.Report(new("inspect", 1, 1));
        int strings = schema.Features.Count(feature => feature.Kind == RidgeFeatureKind.Category);
        TableSource source = new(rows, options.Encoding ?? TableLevels.Read(session, schema, rows, done => progress?.Report(new("levels", done, strings))));
        RowCells cells = new(source);
        IReadOnlyList<(int[] Rows, int[] Columns)> batches = PushedSums.Batches(source);
        (TableWay way, string reason) = options.Way == TableWay.Automatic
            ? CostRule.Choose(dialect.Rates, source.Width, cells.Count + (source.Weight is null ? 0 : 1), batches.Count)
            : (options.Way, "as TableOptions.Way says");
        ColumnRanges[]? ranges = way == TableWay.PushDown ? ColumnRanges.Read(session, source, contents.Counting) : null;
        if (ranges is not null)
        {
            progress?.Report(new("ranges", 1, 1));
        }

        if (ranges is not null && PushedSums.IsOutOfRange(ranges))
        {
            (way, reason) = options.Way == TableWay.Automatic
                ? (TableWay.Streaming, "the squares of some column would leave the range of a double in the engine")
                : throw new InvalidOperationException($"{table}: the squares of some column would leave the range of a double in the engine; set TableOptions.Way to Streaming.");
        }

        RidgeStatistics[] folds = way == TableWay.PushDown
            ? PushedSums.Read(session, source, ranges!, batches, done => progress?.Report(new("sums", done, batches.Count)))
            : StreamedSums.Read(session, source, cells, done => progress?.Report(new("rows", done, contents.Counting)), cancellation);
        RidgeStatistics all = folds[0];
        for (int fold = 1; fold < folds.Length; fold++)
        {
            all = RidgeStatistics.Merge(all, folds[fold]);
        }

        TableChange.Check(source, contents.Counting, all.Count);
        TableChange.CheckLevels(source, all);
        return new(
            all, source.Folds == 0 ? [] : folds, contents.Rows, contents.Rows - contents.Counting - contents.Weightless, contents.Weightless, contents.SkippedBy, way, reason, session.Statements);
    }

    private static void Check(RidgeSchema schema, TableOptions options)
    {
        if (options.Encoding is { } encoding && encoding.Schema != schema)
        {
            throw new ArgumentException("options: Encoding is that of another type; use Encode of this type's Schema, or that of a model of it.", nameof(options));
        }

        if (options.Folds is < 0 or 1)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Folds, "options: Folds must be at least 2, or 0 for none.");
        }

        if ((options.Folds > 0) != (options.FoldKey is not null))
        {
            throw new ArgumentException("options: Folds and FoldKey belong together; give both or none.", nameof(options));
        }

        if (options.CommandTimeout < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.CommandTimeout, "options: CommandTimeout is in seconds and must be ≥ 0.");
        }
    }

    private static List<TableColumn> Columns(DbCommand command)
    {
        using DbDataReader reader = command.ExecuteReader();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => new TableColumn(reader.GetName(i), reader.GetFieldType(i), reader.GetDataTypeName(i)))];
    }
}
