using System.Data;
using System.Data.Common;
using ClickHouse.Driver.ADO;
using Npgsql;

namespace RegSpec.Data.Tests;

/// <summary>What goes wrong is an exception that says what, and leaves neither a transaction nor an open connection behind.</summary>
public class FaultTests
{
    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Missing_columns_are_all_named(string engineName)
    {
        Engine engine = Engines.Of(engineName);
        TableData data = Houses.Table(Houses.Rows(5));
        string table = engine.Create(new TableData([.. data.Columns.Where(column => column.Name is not "year built" and not "PRICE")]));
        ArgumentException fault = Refused<ArgumentException>(engine, table);
        Assert.Contains("has no column for feature 'Year' (column 'year built'), target 'Price'; it has 'id', 'Area', 'rooms'", fault.Message);
        engine.Drop(table);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void A_column_of_another_type_is_named_with_its_type(string engineName)
    {
        Engine engine = Engines.Of(engineName);
        TableData data = Houses.Table(Houses.Rows(5));
        string table = engine.Create(new TableData([.. data.Columns.Select(column => column.Name == "Area" ? new DataColumn("Area", ColumnKind.Text, ["a", "b", "c", "d", "e"]) : column)]));
        ArgumentException fault = Refused<ArgumentException>(engine, table);
        Assert.Contains("feature 'Area' needs numbers, its column 'Area' is of type", fault.Message);
        engine.Drop(table);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Two_columns_that_differ_from_a_name_in_case_alone(string engineName)
    {
        if (engineName == "DuckDB")
        {
            return;   // its own names do not differ in case
        }

        Engine engine = Engines.Of(engineName);
        TableData data = Houses.Table(Houses.Rows(5));
        string table = engine.Create(new TableData([.. data.Columns, data.Columns[^1] with { Name = "price" }]));
        Assert.Contains("target 'Price' could be any of the columns 'PRICE', 'price'", Refused<ArgumentException>(engine, table).Message);
        engine.Drop(table);
    }

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void An_empty_table_and_one_without_a_row_that_can_be_used(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        TableData data = Houses.Table(Houses.Rows(8));
        string table = engine.Create(data);
        Assert.Contains("no row can be used: it has none", Refused<ArgumentException>(engine, table, new TableOptions { Way = way, Where = $"id < {0L}" }).Message);
        engine.Drop(table);
        string spoiled = engine.Create(data.With("Area", (_, i) => i % 2 == 0 ? null : double.NaN));
        Assert.Contains("no row can be used: of 8, values are missing, NaN or infinite in 'Area' (8)", Refused<ArgumentException>(engine, spoiled, new TableOptions { Way = way }).Message);
        engine.Drop(spoiled);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Undeclared_levels_are_shown_and_hostile_ones_harm_nothing(string engineName)
    {
        Engine engine = Engines.Of(engineName);
        string hostile = "x'); DROP TABLE houses; --\\";
        string table = engine.Create(Houses.Table(Houses.Rows(20)).With("Heating", (value, i) => i switch { 3 => hostile, 4 => hostile, 5 => "Coal", _ => value }));
        ArgumentException fault = Refused<ArgumentException>(engine, table);
        Assert.Contains($"3 rows have 'Coal', '{hostile}' in the column", fault.Message);
        Assert.Contains("feature 'Heating' declares no such level", fault.Message);
        string numbered = engine.Create(Houses.Table(Houses.Rows(20), levelsByNumber: true).With("Heating", (value, i) => i == 3 ? 77L : value));
        Assert.Contains("1 rows have '77' in the column", Refused<ArgumentException>(engine, numbered).Message);
        engine.Drop(table);
        engine.Drop(numbered);
    }

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void Hostile_names_of_tables_and_columns_are_names(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        Hostile[] rows = [.. Enumerable.Range(0, 50).Select(i => new Hostile { X = i % 7, Y = i % 7 * 2 + i % 3 })];
        TableData data = new(
            new DataColumn("x\"; DROP TABLE y; --", ColumnKind.Number, [.. rows.Select(row => (object)row.X)]),
            new DataColumn("y`'\\ {0}", ColumnKind.Number, [.. rows.Select(row => (object)row.Y)]));
        string name = $"t\"'`; DROP TABLE x; -- {way}";
        engine.Create(name, data);
        using DbConnection connection = engine.Connect();
        TableStatistics read = HostileRidge.Statistics(connection, name, new TableOptions { Way = way });
        SameCoefficientsTests.AssertSame(HostileRidge.Fit(rows).Solution, HostileRidge.Fit(read.Statistics).Solution);
        engine.Drop(name);
        Assert.ThrowsAny<DbException>(() => HostileRidge.Statistics(connection, name, new TableOptions { Way = way }));
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Negative_weights(string engineName)
    {
        Engine engine = Engines.Of(engineName);
        string table = engine.Create(Houses.Table(Houses.Weighed(Houses.Rows(20))).With("weight", (value, i) => i < 2 ? -1.0 : value));
        using DbConnection connection = engine.Connect();
        Assert.Contains("weight 'Weight' is negative in 2 rows", Assert.Throws<ArgumentException>(() => WeighedHouseRidge.Statistics(connection, table)).Message);
        engine.Drop(table);
    }

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void A_column_beyond_the_range_of_squares(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        House[] rows = [.. Houses.Rows(200).Select(row => row with { Area = row.Area * 1e200 })];
        string table = engine.Create(Houses.Table(rows));
        if (way == TableWay.PushDown)
        {
            Assert.Contains("would leave the range of a double", Refused<InvalidOperationException>(engine, table, new TableOptions { Way = way }).Message);
        }

        using DbConnection connection = engine.Connect();
        TableStatistics read = HouseRidge.Statistics(connection, table, new TableOptions { Way = way == TableWay.PushDown ? TableWay.Automatic : way });
        Assert.Equal(TableWay.Streaming, read.Way);
        SameCoefficientsTests.AssertSame(HouseRidge.Fit(rows).Solution, HouseRidge.Fit(read.Statistics).Solution);
        engine.Drop(table);
    }

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public async Task Cancelled_while_a_statement_runs(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        using DbConnection connection = engine.Connect();
        using CancellationTokenSource source = new();
        // The view is long: a statement over it takes seconds.
        string view = LongView(engine);
        Task<TableStatistics> running = HostileRidge.StatisticsAsync(connection, view, new TableOptions { Way = way }, cancellation: source.Token);
        await Task.Delay(300);
        Assert.False(running.IsCompleted);
        long before = Environment.TickCount64;
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.InRange(Environment.TickCount64 - before, 0, 2000);
        Assert.Equal(ConnectionState.Closed, connection.State);
        DropView(engine, view);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => HostileRidge.StatisticsAsync(connection, view, cancellation: new CancellationToken(true)));
    }

    [Theory]
    [MemberData(nameof(Engines.AllWays), MemberType = typeof(Engines))]
    public void Rows_written_between_statements(string engineName, TableWay way)
    {
        Engine engine = Engines.Of(engineName);
        House[] rows = Houses.Rows(500);
        string table = engine.Create(Houses.Table(rows));
        bool written = false;
        Reporter write = new(_ =>
        {
            if (!written)
            {
                written = true;
                engine.Execute($"INSERT INTO {engine.Dialect.Quote(table)} SELECT * FROM {engine.Dialect.Quote(table)} WHERE id < 5");
            }
        });
        using DbConnection connection = engine.Connect();
        if (engineName == "ClickHouse")
        {
            Assert.Contains("its rows changed while it was read", Assert.Throws<InvalidOperationException>(() => HouseRidge.Statistics(connection, table, new TableOptions { Way = way }, write)).Message);
        }
        else
        {
            TableStatistics read = HouseRidge.Statistics(connection, table, new TableOptions { Way = way }, write);
            SameCoefficientsTests.AssertSameStatistics(HouseRidge.Statistics(rows), read.Statistics);
        }

        Assert.True(written);
        Assert.Equal(505, HouseRidge.Statistics(connection, table).Rows);
        engine.Drop(table);
    }

    [ServerFact("ClickHouse", Engines.ClickHouseVariable)]
    public void A_value_changed_between_statements_of_an_engine_without_snapshots()
    {
        ClickHouseEngine engine = (ClickHouseEngine)Engines.Of("ClickHouse");
        TableData data = Houses.Table(Houses.Rows(500));
        string table = engine.Create(data);
        using ClickHouseRelay relay = engine.Relay();
        int statement = 0;
        relay.OnStatement = _ =>
        {
            if (++statement == 4)   // columns, contents, ranges, sums
            {
                engine.Drop(table);
                engine.Create(table, data.With("Area", (value, i) => i == 77 ? (double)value! + 1e-9 : value));
            }
        };
        using DbConnection connection = ClickHouseEngine.Connect(relay);
        Assert.Contains("other values in a later statement", Assert.Throws<InvalidOperationException>(() => HouseRidge.Statistics(connection, table, new TableOptions { Way = TableWay.PushDown })).Message);
        engine.Drop(table);
    }

    [ServerTheory("PostgreSQL", Engines.PostgreSqlVariable)]
    [InlineData(TableWay.PushDown)]
    [InlineData(TableWay.Streaming)]
    public async Task A_PostgreSql_backend_that_is_ended_while_it_works(TableWay way)
    {
        Engine engine = Engines.Of("PostgreSQL");
        string view = LongView(engine);
        using NpgsqlConnection connection = (NpgsqlConnection)engine.Connect();
        connection.Open();
        int process = connection.ProcessID;
        Task<TableStatistics> running = HostileRidge.StatisticsAsync(connection, view, new TableOptions { Way = way });
        await Task.Delay(300);
        engine.Execute($"SELECT pg_terminate_backend({process})");
        await Assert.ThrowsAnyAsync<DbException>(() => running);
        Assert.NotEqual(ConnectionState.Open, connection.State);
        DropView(engine, view);
    }

    [ServerTheory("ClickHouse", Engines.ClickHouseVariable)]
    [InlineData(TableWay.PushDown)]
    [InlineData(TableWay.Streaming)]
    public async Task A_ClickHouse_connection_that_breaks_while_it_works(TableWay way)
    {
        ClickHouseEngine engine = (ClickHouseEngine)Engines.Of("ClickHouse");
        string view = LongView(engine);
        using ClickHouseRelay relay = engine.Relay();
        using DbConnection connection = ClickHouseEngine.Connect(relay);
        Task<TableStatistics> running = HostileRidge.StatisticsAsync(connection, view, new TableOptions { Way = way });
        await Task.Delay(300);
        relay.Dispose();
        Exception fault = await Assert.ThrowsAnyAsync<Exception>(() => running);
        Assert.IsNotType<OperationCanceledException>(fault);
        Assert.Equal(ConnectionState.Closed, connection.State);
        DropView(engine, view);
    }

    /// <summary>Once the first block of rows is here: the engine is interrupted, its backend ended, or its door closed.</summary>
    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Cut_while_rows_come(string engineName)
    {
        Engine engine = Engines.Of(engineName);
        string view = LongView(engine, 3_000_000);
        using ClickHouseRelay? relay = (engine as ClickHouseEngine)?.Relay();
        using DbConnection connection = relay is null ? engine.Connect() : ClickHouseEngine.Connect(relay);
        connection.Open();
        long rows = 0;
        Reporter cut = new(at =>
        {
            if (at.Stage != "rows" || rows > 0)
            {
                return;
            }

            rows = at.Done;
            switch (connection)
            {
                case DuckDB.NET.Data.DuckDBConnection duck:
                    DuckDB.NET.Native.NativeMethods.Startup.DuckDBInterrupt(duck.NativeConnection);
                    break;
                case NpgsqlConnection npgsql:
                    engine.Execute($"SELECT pg_terminate_backend({npgsql.ProcessID})");
                    break;
                default:
                    relay!.Dispose();
                    break;
            }
        });
        Exception fault = Assert.ThrowsAny<Exception>(() => HostileRidge.Statistics(connection, view, new TableOptions { Way = TableWay.Streaming }, cut));
        Assert.True(fault is DbException or IOException or HttpRequestException or OperationCanceledException or InvalidOperationException, fault.ToString());
        Assert.InRange(rows, 1, 2_999_999);
        DropView(engine, view);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Cancelled_while_rows_come(string engineName)
    {
        Engine engine = Engines.Of(engineName);
        string view = LongView(engine, 3_000_000);
        using DbConnection connection = engine.Connect();
        using CancellationTokenSource source = new();
        long rows = 0;
        Reporter cancel = new(at =>
        {
            if (at.Stage == "rows")
            {
                rows = at.Done;
                source.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => HostileRidge.Statistics(connection, view, new TableOptions { Way = TableWay.Streaming }, cancel, source.Token));
        Assert.InRange(rows, 1, 2_999_999);
        Assert.Equal(ConnectionState.Closed, connection.State);
        DropView(engine, view);
    }

    [Fact]
    public void Options_that_contradict_each_other()
    {
        using DbConnection connection = Engines.Of("DuckDB").Connect();
        Assert.Contains("Folds must be at least 2", Assert.Throws<ArgumentOutOfRangeException>(() => HouseRidge.Statistics(connection, "t", new TableOptions { Folds = 1, FoldKey = "id" })).Message);
        Assert.Contains("Folds and FoldKey belong together", Assert.Throws<ArgumentException>(() => HouseRidge.Statistics(connection, "t", new TableOptions { Folds = 3 })).Message);
        Assert.Contains("empty part between dots", Assert.Throws<ArgumentException>(() => HouseRidge.Statistics(connection, "a..b")).Message);
        Assert.Contains("double quote that ends nowhere", Assert.Throws<ArgumentException>(() => HouseRidge.Statistics(connection, "\"a")).Message);
        Assert.Contains("NUL", Assert.Throws<ArgumentException>(() => HouseRidge.Statistics(connection, "a\0b")).Message);
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void Files_that_are_not_there_or_no_tables()
    {
        Assert.Throws<FileNotFoundException>(() => HouseRidge.Statistics("nowhere.parquet"));
        Assert.Contains("does not end in", Assert.Throws<ArgumentException>(() => HouseRidge.Statistics("rows.xlsx")).Message);
    }

    /// <summary>A view of so many rows, made up as they are read, that a statement over it takes seconds.</summary>
    internal static string LongView(Engine engine, int? count = null)
    {
        string view = $"long_{Guid.NewGuid():N}";
        string rows = engine.Name switch
        {
            "DuckDB" => $"SELECT CAST(range AS DOUBLE) AS x, CAST(range AS DOUBLE) AS y FROM range({count ?? 400_000_000})",
            "PostgreSQL" => $"SELECT CAST(i AS double precision) AS x, CAST(i AS double precision) AS y FROM generate_series(1, {count ?? 400_000_000}) i",
            _ => $"SELECT toFloat64(number) AS x, sipHash64(toString(sipHash64(toString(number)))) / 1e9 AS y FROM (SELECT number FROM system.numbers LIMIT {count ?? 20_000_000})",
        };
        foreach ((string from, string to) in new[] { ("AS x", $"AS {engine.Dialect.Quote("x\"; DROP TABLE y; --")}"), ("AS y", $"AS {engine.Dialect.Quote("y`'\\ {0}")}") })
        {
            rows = rows.Replace(from, to);
        }

        engine.Execute($"CREATE VIEW {view} AS {rows}");
        return view;
    }

    /// <summary>To older ClickHouse servers a view is a table here.</summary>
    internal static void DropView(Engine engine, string view) => engine.Execute($"DROP {(engine.Name == "ClickHouse" ? "TABLE" : "VIEW")} {view}");

    private static T Refused<T>(Engine engine, string table, TableOptions? options = null)
        where T : Exception
    {
        using DbConnection connection = engine.Connect();
        T fault = Assert.Throws<T>(() => HouseRidge.Statistics(connection, table, options));
        Assert.Equal(ConnectionState.Closed, connection.State);
        connection.Open();   // one that is open stays open, and no transaction is left in it
        Assert.Throws<T>(() => HouseRidge.Statistics(connection, table, options));
        Assert.Equal(ConnectionState.Open, connection.State);
        if (engine.Dialect.Snapshot is not null)
        {
            connection.BeginTransaction().Dispose();
        }

        return fault;
    }

    /// <summary>Reports on the thread that reads, unlike <see cref="Progress{T}"/>.</summary>
    internal sealed class Reporter(Action<RidgeProgress> report) : IProgress<RidgeProgress>
    {
        public void Report(RidgeProgress value) => report(value);
    }
}

/// <summary>A row whose columns have names that would harm who does not quote them.</summary>
[RidgeRegression]
public sealed record Hostile
{
    [Feature, System.ComponentModel.DataAnnotations.Schema.Column("x\"; DROP TABLE y; --")]
    public required double X { get; init; }

    [Target, System.ComponentModel.DataAnnotations.Schema.Column("y`'\\ {0}")]
    public required double Y { get; init; }
}
