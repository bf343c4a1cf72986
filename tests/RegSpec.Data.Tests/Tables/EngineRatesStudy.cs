using System.Data.Common;
using System.Diagnostics;
using System.Globalization;

namespace RegSpec.Data.Tests;

/// <summary>
/// What <see cref="EngineRates"/> are made from: seconds of both ways for p = 5 … 300 on each engine, a line of CSV each in the file that REGSPEC_RATES names.
/// Runs only where that is set: <c>REGSPEC_RATES=rates.csv .ci/servers dotnet test tests/RegSpec.Data.Tests -c Release --filter EngineRatesStudy</c>.
/// </summary>
public class EngineRatesStudy
{
    private const string Variable = "REGSPEC_RATES";

    [Fact]
    public void Both_ways_for_many_widths()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } file)
        {
            return;
        }

        Dictionary<string, (int P, int Rows)[]> sizes = new()
        {
            ["DuckDB"] = [(5, 4_000_000), (10, 2_000_000), (30, 1_000_000), (100, 150_000), (300, 20_000)],
            ["PostgreSQL"] = [(5, 400_000), (10, 250_000), (30, 60_000), (100, 8_000), (300, 1_500)],
            ["ClickHouse"] = [(5, 1_000_000), (10, 500_000), (30, 200_000), (100, 50_000), (300, 8_000)],
        };
        foreach (string name in Engines.Names)
        {
            foreach ((int p, int rows) in sizes[name])
            {
                Engine engine = Engines.Of(name);
                RidgeColumns columns = new();
                for (int j = 0; j < p; j++)
                {
                    columns.Number($"x{j}");
                }

                RidgeSchema schema = columns.Target("y").Build(1, fitIntercept: true);
                string table = $"rates_{p}";
                engine.Execute(Fill(engine, table, p, rows));
                using ClickHouseRelay? relay = (engine as ClickHouseEngine)?.Relay();
                using DbConnection connection = relay is null ? engine.Connect() : ClickHouseEngine.Connect(relay);
                foreach (TableWay way in new[] { TableWay.PushDown, TableWay.Streaming })
                {
                    // The relay's own work is no part of what an engine takes: its answers are kept and given again.
                    if (relay is not null)
                    {
                        relay.KeepsAnswers = way == TableWay.Streaming;
                    }

                    double best = double.PositiveInfinity;
                    int statements = 0;
                    for (int run = 0; run < 3; run++)
                    {
                        Stopwatch watch = Stopwatch.StartNew();
                        statements = TableReading.Run(schema, connection, table, new TableOptions { Way = way }, null, CancellationToken.None).Statements;
                        best = Math.Min(best, watch.Elapsed.TotalSeconds);
                    }

                    string server = relay is null || way == TableWay.PushDown ? "" : string.Create(CultureInfo.InvariantCulture, $",{((ClickHouseEngine)engine).SecondsOf($"SELECT * FROM {table} FORMAT RowBinary"):F4}");
                    File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{name},{p},{way},{rows},{best:F4},{statements}{server}\n"));
                }

                engine.Drop(table);
            }
        }
    }

    private static string Fill(Engine engine, string table, int p, int rows)
    {
        (string number, string source, string create) = engine.Name switch
        {
            "DuckDB" => ("CAST(i AS DOUBLE)", $"range({rows}) r(i)", $"CREATE TABLE {table} AS"),
            "PostgreSQL" => ("CAST(i AS double precision)", $"generate_series(1, {rows}) r(i)", $"CREATE TABLE {table} AS"),
            _ => ("toFloat64(i)", $"(SELECT number AS i FROM system.numbers LIMIT {rows})", $"CREATE TABLE {table} ENGINE = MergeTree ORDER BY tuple() AS"),
        };
        IEnumerable<string> list = Enumerable.Range(0, p + 1).Select(j => $"{number} * {(Math.Sqrt(j + 2) % 1).ToString("R", CultureInfo.InvariantCulture)} - floor({number} * {(Math.Sqrt(j + 2) % 1).ToString("R", CultureInfo.InvariantCulture)}) AS {(j < p ? $"x{j}" : "y")}");
        return $"{create} SELECT {string.Join(", ", list)} FROM {source}";
    }
}
