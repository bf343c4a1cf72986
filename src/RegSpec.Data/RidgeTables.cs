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

    /// <summary>
    /// Selects λ by k-fold errors from the statistics of the folds, of <see cref="TableStatistics.Folds"/> or merged over machines; no row is read again. Over a grid, then within
    /// the best bracket. What needs the rows one by one, leave-one-out above all, does not come from statistics.
    /// </summary>
    /// <typeparam name="T">The annotated type.</typeparam>
    /// <param name="type">Its row type: <c>HouseRidge.Type</c>.</param>
    /// <param name="folds">The statistics of k ≥ 2 folds.</param>
    /// <param name="lambdas">λ &gt; 0 of the grid; null for 100 that span the eigenvalues.</param>
    /// <exception cref="ArgumentException">Fewer than two folds have rows, they are of other columns, or the type has several targets.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is not positive and finite.</exception>
    /// <exception cref="NotSupportedException">The type has powers, products, or values whose place a mean takes: what each fold learns of them, it learns from rows.</exception>
    public static FoldSelection<T> SelectByFolds<T>(this RidgeRowType<T> type, IReadOnlyList<RidgeStatistics> folds, IReadOnlyList<double>? lambdas = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(folds);
        DeclaredColumns.Check(type.Schema, nameof(folds), isTable: true);
        DeclaredColumns.CheckFolds(type.Schema);
        if (type.Schema.Targets.Count > 1)
        {
            throw new ArgumentException($"folds: {typeof(T).Name} has {type.Schema.Targets.Count} targets, whose λ are selected one by one; fit the rows, or a type with one target.", nameof(folds));
        }

        RidgeOptions options = TableLevels.OptionsOf(type.Schema, folds.Count == 0 ? null : folds[0].Layout);
        HeldOutErrors heldOut = new(folds, options);
        RidgeStatistics all = folds.Aggregate(RidgeStatistics.Merge);
        double[] grid = [.. (lambdas ?? [.. RidgeProblem.FromStatistics(all, options).Path().Select(point => point.Lambda)]).Order()];
        if (grid.Length == 0 || Array.Exists(grid, lambda => !(lambda > 0) || double.IsInfinity(lambda)))
        {
            throw new ArgumentOutOfRangeException(nameof(lambdas), "lambdas: the search is over log λ; give at least one, each positive and finite.");
        }

        (double[] errors, double[] deviations) = heldOut.Of(grid);
        int best = Array.IndexOf(errors, errors.Min());
        double lambda = best == 0 || best == grid.Length - 1 ? grid[best] : Bracketed(heldOut, grid[best - 1], grid[best + 1], grid[best], errors[best]);
        return new(type.Fit(all, lambda), lambda, heldOut.Of([lambda]).Errors[0], grid, errors, deviations);
    }

    /// <summary>Golden section over log λ, never worse than the start.</summary>
    private static double Bracketed(HeldOutErrors heldOut, double low, double high, double start, double startError)
    {
        const int Steps = 30;   // brackets shrink by 0.618 a step: to 1e-6 of a grid step
        double ratio = (Math.Sqrt(5) - 1) / 2;
        (double a, double b) = (Math.Log(low), Math.Log(high));
        (double left, double right) = (b - ratio * (b - a), a + ratio * (b - a));
        (double atLeft, double atRight) = (Error(left), Error(right));
        for (int step = 0; step < Steps; step++)
        {
            if (atLeft <= atRight)
            {
                (b, right, atRight) = (right, left, atLeft);
                left = b - ratio * (b - a);
                atLeft = Error(left);
            }
            else
            {
                (a, left, atLeft) = (left, right, atRight);
                right = a + ratio * (b - a);
                atRight = Error(right);
            }
        }

        return Math.Min(atLeft, atRight) < startError ? Math.Exp(atLeft <= atRight ? left : right) : start;

        double Error(double logLambda) => heldOut.Of([Math.Exp(logLambda)]).Errors[0];
    }
}
