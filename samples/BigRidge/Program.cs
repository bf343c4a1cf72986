using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BigRidge;
using DuckDB.NET.Data;
using Npgsql;
using RegSpec;

// dotnet run --project samples/BigRidge                              200,000 rows
// dotnet run -c Release --project samples/BigRidge -- 20000000       20 million rows, 5 GB on disk: fitted in less than 1 GB
// dotnet run --project samples/BigRidge -- 200000 "Host=…"           the same against PostgreSQL
// BIGRIDGE_FOLDER keeps the files and finds them again; BIGRIDGE_STEP does one thing alone: Write, Streaming, PushDown, Shards, PostgreSQL.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["shard", string file])
{
    // One process of four: reads its files and writes their statistics, one line of JSON.
    Console.WriteLine(JsonSerializer.Serialize(MeasurementRidge.Statistics(file).Statistics));
    return 0;
}

long rows = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 200_000;
string? kept = Environment.GetEnvironmentVariable("BIGRIDGE_FOLDER");
string? step = Environment.GetEnvironmentVariable("BIGRIDGE_STEP");
string folder = kept ?? Path.Combine(Path.GetTempPath(), $"bigridge-{Environment.ProcessId}");
if (!Directory.Exists(folder))
{
    MadeRows.Write(folder, rows);
}

try
{
    bool good = true;
    foreach (TableWay way in new[] { TableWay.Streaming, TableWay.PushDown })
    {
        if (IsDue(way.ToString()))
        {
            // The engine may use 400 MB; what is fitted needs a few.
            using DuckDBConnection connection = new("DataSource=:memory:;memory_limit=400MB");
            good &= Fit(way.ToString(), () => MeasurementRidge.Statistics(connection, $"{folder}/*/*.parquet", new TableOptions { Way = way }, new Display()));
        }
    }

    if (args.Length > 1 && IsDue("PostgreSQL"))
    {
        using NpgsqlConnection connection = new(args[1]);
        connection.Open();
        MadeRows.Fill(connection, "bigridge", rows);
        foreach (TableWay way in new[] { TableWay.Automatic, TableWay.Streaming, TableWay.PushDown })
        {
            good &= Fit($"PostgreSQL, {way}", () => MeasurementRidge.Statistics(connection, "bigridge", new TableOptions { Way = way }, new Display()));
        }

        using DbCommand drop = connection.CreateCommand();
        drop.CommandText = "DROP TABLE bigridge";
        drop.ExecuteNonQuery();
    }

    if (IsDue("Shards"))
    {
        good &= MergeShards();
    }

    return good ? 0 : 1;
}
finally
{
    if (kept is null)
    {
        Directory.Delete(folder, recursive: true);
    }
}

bool IsDue(string name) => step is null || step == name;

bool Fit(string name, Func<TableStatistics> read)
{
    Stopwatch watch = Stopwatch.StartNew();
    TableStatistics table = read();
    double seconds = watch.Elapsed.TotalSeconds;
    using Process process = Process.GetCurrentProcess();
    Console.WriteLine($"\r{name}: {table}");
    Console.WriteLine($"{name}: {seconds:F1} s, {table.Rows / seconds / 1e6:F2} million rows a second, peak memory {process.PeakWorkingSet64 / 1e6:F0} MB");
    return Check(name, MeasurementRidge.Fit(table.Statistics));
}

// λ = 1 beside a sum over all rows: the coefficients are those that made y, to the noise.
bool Check(string name, RidgeModel<Measurement> model)
{
    double worst = Enumerable.Range(0, MadeRows.Features).Max(j => Math.Abs(model.Solution.RawCoefficients[j] - MadeRows.Coefficient(j)) * (j + 1));
    Console.WriteLine($"{name}: largest difference from the true coefficients {worst:G2}");
    return worst < 1e-3;
}

// Four processes, as on four machines: each sends its statistics as JSON, and three lines merge and fit them.
bool MergeShards()
{
    Stopwatch watch = Stopwatch.StartNew();
    Process[] processes = [.. Enumerable.Range(0, MadeRows.Shards).Select(shard => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["shard", $"{folder}/shard{shard}/*.parquet"]) { RedirectStandardOutput = true })!)];
    string[] lines = [.. processes.Select(process => process.StandardOutput.ReadToEnd())];
    Array.ForEach(processes, process => process.WaitForExit());

    IEnumerable<RidgeStatistics> shards = lines.Select(line => JsonSerializer.Deserialize<RidgeStatistics>(line)!);
    RidgeStatistics merged = shards.Aggregate(RidgeStatistics.Merge);
    RidgeModel<Measurement> model = MeasurementRidge.Fit(merged);

    Array.ForEach(processes, process => process.Dispose());
    Console.WriteLine($"four processes: {merged.Count:N0} rows in {lines.Sum(line => line.Length):N0} characters of JSON, {watch.Elapsed.TotalSeconds:F1} s");
    return Check("four processes", model);
}

/// <summary>One line that is written over.</summary>
internal sealed class Display : IProgress<RidgeProgress>
{
    private long shown;

    public void Report(RidgeProgress value)
    {
        if (Environment.TickCount64 - shown > 200)
        {
            shown = Environment.TickCount64;
            Console.Write($"\r{value.Stage}: {value.Done:N0}{(value.Total is { } total ? $" of {total:N0}" : "")}   ");
        }
    }
}
