using System.Data.Common;
using DuckDB.NET.Data;

namespace RegSpec;

/// <summary>
/// Ridge statistics of tables that are larger than memory: the engine sums, or hands its rows over block by block; either way what is fitted is as from the rows
/// themselves. Columns are found by the names of the members, or those of their <c>[Column]</c>, exactly or but for case.
/// </summary>
public static class RidgeTables
{
    /// <summary>Statistics of a table or view.</summary>
    /// <typeparam name="T">The annotated type.</typeparam>
    /// <param name="type">Its row type: <c>HouseRidge.Type</c>.</param>
    /// <param name="connection">A connection of DuckDB, PostgreSQL (Npgsql) or ClickHouse (ClickHouse.Driver); opened and closed again if it is closed.</param>
    /// <param name="table">The table: <c>houses</c>, <c>shop.houses</c>; parts that contain dots in double quotes. For DuckDB also the path of a Parquet or CSV file, or a glob.</param>
    /// <param name="options">Condition, folds, way; null for all rows in the way that costs less.</param>
    /// <param name="progress">Told after each statement, or block of rows.</param>
    /// <param name="cancellation">Cancels the running statement.</param>
    /// <exception cref="ArgumentException">The table lacks a column, one has another type than its member, a value is not among the declared levels, a weight is negative, or no row can be used.</exception>
    /// <exception cref="InvalidOperationException">The rows changed between statements in an engine without snapshots.</exception>
    /// <exception cref="DbException">The engine refused a statement or the connection broke.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static TableStatistics Statistics<T>(
        this RidgeRowType<T> type, DbConnection connection, string table, TableOptions? options = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentException.ThrowIfNullOrWhiteSpace(table);
        return TableReading.Run(type.Schema, connection, table, options ?? new TableOptions(), progress, cancellation);
    }

    /// <summary>The same on a thread of the pool, which waits for the engine.</summary>
    /// <inheritdoc cref="Statistics{T}(RidgeRowType{T}, DbConnection, string, TableOptions?, IProgress{RidgeProgress}?, CancellationToken)"/>
    public static Task<TableStatistics> StatisticsAsync<T>(
        this RidgeRowType<T> type, DbConnection connection, string table, TableOptions? options = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Task.Run(() => type.Statistics(connection, table, options, progress, cancellation), cancellation);

    /// <summary>Statistics of Parquet or CSV files, read by an embedded DuckDB in memory.</summary>
    /// <typeparam name="T">The annotated type.</typeparam>
    /// <param name="type">Its row type: <c>HouseRidge.Type</c>.</param>
    /// <param name="file">The path, or a glob of paths: <c>houses/*.parquet</c>. Endings: .parquet, .csv, .tsv, also .csv.gz.</param>
    /// <param name="options">As for tables.</param>
    /// <param name="progress">As for tables.</param>
    /// <param name="cancellation">As for tables.</param>
    /// <exception cref="ArgumentException">As for tables, or the file has another ending.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static TableStatistics Statistics<T>(
        this RidgeRowType<T> type, string file, TableOptions? options = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        if (DataFile.FormatOf(file) == DataFileFormat.None)
        {
            throw new ArgumentException($"file: '{file}' does not end in .parquet, .csv or .tsv; rename it, or make a view of it in DuckDB and read that.", nameof(file));
        }

        if (file.AsSpan().IndexOfAny("*?[") < 0 && !file.Contains("://", StringComparison.Ordinal) && !File.Exists(file))
        {
            throw new FileNotFoundException($"file: there is no '{file}'.", file);
        }

        using DuckDBConnection connection = new("DataSource=:memory:");
        return type.Statistics(connection, file, (options ?? new TableOptions()) with { Dialect = SqlDialect.DuckDb }, progress, cancellation);
    }
}
