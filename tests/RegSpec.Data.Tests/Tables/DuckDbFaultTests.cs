using System.Data;
using System.Data.Common;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace RegSpec.Data.Tests;

/// <summary>What can go wrong with an embedded engine and with files: never a result of a part of the rows.</summary>
public class DuckDbFaultTests
{
    private const int Rows = 20_000;

    [Theory]
    [InlineData(TableWay.PushDown)]
    [InlineData(TableWay.Streaming)]
    public async Task Interrupted_by_somebody_else(TableWay way)
    {
        Engine engine = Engines.Of("DuckDB");
        string view = FaultTests.LongView(engine);
        using DuckDBConnection connection = (DuckDBConnection)engine.Connect();
        connection.Open();
        Task<TableStatistics> running = HostileRidge.StatisticsAsync(connection, view, new TableOptions { Way = way });
        await Task.Delay(300);
        Assert.False(running.IsCompleted);
        NativeMethods.Startup.DuckDBInterrupt(connection.NativeConnection);
        Exception fault = await Assert.ThrowsAnyAsync<Exception>(() => running);
        Assert.True(fault is DbException or OperationCanceledException, fault.ToString());
        Assert.Equal(ConnectionState.Open, connection.State);
        connection.BeginTransaction().Dispose();   // none was left
        FaultTests.DropView(engine, view);
    }

    [Theory]
    [InlineData(TableWay.PushDown)]
    [InlineData(TableWay.Streaming)]
    public async Task A_connection_closed_by_another_thread(TableWay way)
    {
        const int count = 20_000_000;
        Engine engine = Engines.Of("DuckDB");
        string view = FaultTests.LongView(engine, count);
        using DbConnection connection = engine.Connect();
        connection.Open();
        Task<TableStatistics> running = HostileRidge.StatisticsAsync(connection, view, new TableOptions { Way = way });
        await Task.Delay(30);
        connection.Close();
        Exception? fault = await Record.ExceptionAsync(() => running);
        if (fault is null)
        {
            Assert.Equal(count, (await running).Statistics.Count);   // DuckDB finishes what has begun
        }

        Assert.Equal(ConnectionState.Closed, connection.State);
        using DbConnection another = engine.Connect();   // the provider keeps the transaction of one that was closed under it
        Assert.Equal(count, HostileRidge.Statistics(another, view).Rows);
        FaultTests.DropView(engine, view);
    }

    [Theory]
    [InlineData(TableWay.PushDown, "vanishes")]
    [InlineData(TableWay.Streaming, "vanishes")]
    [InlineData(TableWay.PushDown, "is cut")]
    [InlineData(TableWay.Streaming, "is cut")]
    [InlineData(TableWay.PushDown, "is emptied")]
    [InlineData(TableWay.Streaming, "is emptied")]
    public void A_file_that_changes_after_the_first_statement(TableWay way, string what)
    {
        string file = Parquet();
        FaultTests.Reporter change = new(at =>
        {
            if (at.Stage != "inspect")
            {
                return;
            }

            if (what == "vanishes")
            {
                File.Delete(file);
                return;
            }

            using FileStream open = new(file, FileMode.Open, FileAccess.ReadWrite);
            open.SetLength(what == "is cut" ? open.Length / 2 : 0);
        });
        Exception fault = Assert.ThrowsAny<Exception>(() => HostileRidge.Statistics(file, new TableOptions { Way = way }, change));
        Assert.IsAssignableFrom<DbException>(fault);
        Assert.Contains(Path.GetFileName(file), fault.Message);
        File.Delete(file);
    }

    [Theory]
    [InlineData(TableWay.PushDown)]
    [InlineData(TableWay.Streaming)]
    public void A_file_cut_while_its_rows_come(TableWay way)
    {
        string file = Parquet(3_000_000);
        bool cut = false;
        FaultTests.Reporter change = new(at =>
        {
            if (!cut && at.Stage is "rows" or "inspect" && (way == TableWay.PushDown || at.Stage == "rows"))
            {
                cut = true;
                using FileStream open = new(file, FileMode.Open, FileAccess.ReadWrite);
                open.SetLength(open.Length / 2);
            }
        });
        Exception? fault = Record.Exception(() => HostileRidge.Statistics(file, new TableOptions { Way = way }, change));
        Assert.True(cut);
        Assert.IsAssignableFrom<DbException>(fault);
        File.Delete(file);
    }

    /// <summary>No transaction is a snapshot of files: the hash of all values is.</summary>
    [Theory]
    [InlineData(TableWay.PushDown)]
    [InlineData(TableWay.Streaming)]
    public void A_file_written_anew_between_statements(TableWay way)
    {
        string file = Parquet();
        string other = Parquet(Rows, 1e-6);
        int statement = 0;
        FaultTests.Reporter change = new(at =>
        {
            // After the counts nothing is known of the values yet; after the first sums everything is.
            if (at.Stage is "sums" or "ranges" && ++statement == 1)
            {
                File.Move(other, file, overwrite: true);
            }
        });
        if (way == TableWay.Streaming)
        {
            TableStatistics read = HostileRidge.Statistics(file, new TableOptions { Way = way }, change);   // a single pass over values
            Assert.Equal((Rows, 0), (read.Statistics.Count, statement));
        }
        else
        {
            Assert.Contains("other values in a later statement", Assert.Throws<InvalidOperationException>(() => HostileRidge.Statistics(file, new TableOptions { Way = way }, change)).Message);
        }

        File.Delete(file);
        File.Delete(other);
    }

    [Fact]
    public void A_file_that_is_no_Parquet()
    {
        string file = Path.Combine(Path.GetTempPath(), $"regspec-{Guid.NewGuid():N}.parquet");
        File.WriteAllText(file, "no parquet at all");
        Assert.Contains(Path.GetFileName(file), Assert.ThrowsAny<DbException>(() => HostileRidge.Statistics(file)).Message);
        File.WriteAllText(file, "");
        Assert.ThrowsAny<DbException>(() => HostileRidge.Statistics(file));
        File.Delete(file);
    }

    [Fact]
    public void More_memory_than_the_engine_may_use()
    {
        using DuckDBConnection connection = new("DataSource=:memory:;memory_limit=8MB;threads=1");
        connection.Open();
        string file = Parquet(2_000_000);
        Exception? fault = Record.Exception(() => HostileRidge.Statistics(connection, file, new TableOptions { Way = TableWay.Streaming }));
        Assert.True(fault is null or DbException, fault?.ToString());
        if (fault is null)
        {
            Assert.Equal(2_000_000, HostileRidge.Statistics(connection, file).Statistics.Count);
        }

        File.Delete(file);
    }

    private static string Parquet(int rows = Rows, double added = 0)
    {
        string file = Path.Combine(Path.GetTempPath(), $"regspec-{Guid.NewGuid():N}.parquet");
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"COPY (SELECT CAST(hash(range) % 1000000 AS DOUBLE) + {added:F9} AS \"x\"\"; DROP TABLE y; --\", CAST(range AS DOUBLE) AS \"y`'\\ {{0}}\" FROM range({rows})) TO '{file}' (FORMAT parquet, ROW_GROUP_SIZE 20000)");
        command.ExecuteNonQuery();
        return file;
    }
}
