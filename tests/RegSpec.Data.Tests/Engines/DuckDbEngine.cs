using System.Data.Common;
using DuckDB.NET.Data;

namespace RegSpec.Data.Tests;

/// <summary>DuckDB in a file of its own, so that several connections see one database.</summary>
public sealed class DuckDbEngine : Engine
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"regspec-{Environment.ProcessId}-{Guid.NewGuid():N}.duckdb");
    private readonly DuckDBConnection kept;   // the database stays open between tests

    public DuckDbEngine()
    {
        kept = new DuckDBConnection($"DataSource={file}");
        kept.Open();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            kept.Dispose();
            File.Delete(file);
        };
    }

    public override string Name => "DuckDB";

    public override SqlDialect Dialect => SqlDialect.DuckDb;

    public override DbConnection Connect() => new DuckDBConnection($"DataSource={file}");

    public override void Execute(string sql)
    {
        using DuckDBConnection connection = new($"DataSource={file}");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public override void Create(string table, TableData data)
    {
        string type(ColumnKind kind) => kind switch
        {
            ColumnKind.Number => "DOUBLE",
            ColumnKind.Integer => "BIGINT",
            ColumnKind.Truth => "BOOLEAN",
            ColumnKind.Text => "VARCHAR",
            ColumnKind.Date => "DATE",
            ColumnKind.Moment => "TIMESTAMP",
            ColumnKind.Zoned => "TIMESTAMPTZ",
            ColumnKind.Duration => "INTERVAL",
            ColumnKind.Decimal => "DECIMAL(18, 4)",
            _ => "DOUBLE[]",
        };
        Execute($"CREATE TABLE {Dialect.Quote(table)} ({ColumnList(data, type)})");
        using DuckDBConnection connection = new($"DataSource={file}");
        connection.Open();
        using DuckDBAppender appender = connection.CreateAppender(table);
        for (int i = 0; i < data.Rows; i++)
        {
            IDuckDBAppenderRow row = appender.CreateRow();
            foreach (DataColumn column in data.Columns)
            {
                _ = column.Values[i] switch
                {
                    null => row.AppendNullValue(),
                    double number => row.AppendValue(number),
                    long integer => row.AppendValue(integer),
                    bool truth => row.AppendValue(truth),
                    string text => row.AppendValue(text),
                    double[] numbers => row.AppendValue(numbers),
                    DateOnly day => row.AppendValue(day),
                    DateTime moment => row.AppendValue(moment),
                    DateTimeOffset moment => row.AppendValue(moment),
                    TimeSpan duration => row.AppendValue(duration),
                    decimal number => row.AppendValue(number),
                    object other => throw new ArgumentException(other.GetType().Name),
                };
            }

            row.EndRow();
        }
    }
}
