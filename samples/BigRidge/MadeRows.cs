using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;

namespace BigRidge;

/// <summary>
/// Rows made from a seed in SQL: x_j = 1000·j + u, u uniform on [0, 1) times j + 1 and correlated with its neighbour, y = Σ c_j x_j + noise; one row in a thousand lacks a value.
/// </summary>
internal static class MadeRows
{
    public const int Features = 30;

    /// <summary>Parts that four machines could hold: a folder each.</summary>
    public const int Shards = 4;

    private const int MostRowsPerFile = 1_000_000;

    /// <summary>The coefficient of a feature in what makes y.</summary>
    public static double Coefficient(int j) => (j % 5 - 2) * 0.5 / (j + 1);

    /// <summary>Writes Parquet files of at most a million rows each, dealt to the folders of the shards.</summary>
    public static void Write(string folder, long rows)
    {
        long rowsPerFile = Math.Min(MostRowsPerFile, (rows + Shards - 1) / Shards);
        for (int shard = 0; shard < Shards; shard++)
        {
            Directory.CreateDirectory($"{folder}/shard{shard}");
        }

        using DuckDBConnection connection = new("DataSource=:memory:;memory_limit=400MB");
        connection.Open();
        for (long first = 0, part = 0; first < rows; first += rowsPerFile, part++)
        {
            long last = Math.Min(rows, first + rowsPerFile);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"COPY ({Select($"range({first}, {last}) r(i)")}) TO '{folder}/shard{part % Shards}/part{part:D3}.parquet' (FORMAT parquet)"));
            Console.Write($"\rwritten {last:N0} of {rows:N0} rows");
        }

        Console.WriteLine();
    }

    /// <summary>The same rows in a table of PostgreSQL.</summary>
    public static void Fill(DbConnection connection, string table, long rows)
    {
        Execute(connection, $"DROP TABLE IF EXISTS {table}");
        Execute(connection, $"CREATE TABLE {table} AS {Select(string.Create(CultureInfo.InvariantCulture, $"generate_series(0, {rows - 1}) r(i)"))}");
    }

    /// <summary>Uniform numbers from the fractional part of multiples of irrational numbers: the same in every engine, and spread evenly.</summary>
    private static string Select(string rows)
    {
        string[] uniform = [.. Enumerable.Range(0, Features + 1).Select(j => string.Create(CultureInfo.InvariantCulture, $"(i * {Step(j):R} - floor(i * {Step(j):R})) AS u{j}"))];
        string[] features = [.. Enumerable.Range(0, Features).Select(j => string.Create(CultureInfo.InvariantCulture,
            $"{(j == 7 ? "CASE WHEN CAST(i AS bigint) % 1000 = 17 THEN NULL ELSE " : "")}CAST({1000 * j} + {j + 1} * (u{j} + 0.5 * u{Math.Max(j - 1, 0)}) AS double precision){(j == 7 ? " END" : "")} AS \"X{j}\""))];
        string sum = string.Join(" + ", Enumerable.Range(0, Features).Select(j => string.Create(CultureInfo.InvariantCulture, $"({Coefficient(j):R}) * ({1000 * j} + {j + 1} * (u{j} + 0.5 * u{Math.Max(j - 1, 0)}))")));
        return $"SELECT {string.Join(", ", features)}, CAST({sum} + 0.1 * (u{Features} - 0.5) AS double precision) AS \"Y\" FROM (SELECT i, {string.Join(", ", uniform)} FROM (SELECT CAST(i AS double precision) AS i FROM {rows}) a) b";
    }

    private static double Step(int j) => Math.Sqrt(Primes[j]) % 1;

    private static int[] Primes { get; } = [.. Enumerable.Range(2, 140).Where(n => Enumerable.Range(2, n - 2).All(d => n % d != 0)).Take(Features + 1)];

    private static void Execute(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
