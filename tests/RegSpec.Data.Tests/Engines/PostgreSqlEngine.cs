using System.Data.Common;
using Npgsql;

namespace RegSpec.Data.Tests;

/// <summary>A PostgreSQL server by its connection string.</summary>
public sealed class PostgreSqlEngine(string connectionString) : Engine
{
    public override string Name => "PostgreSQL";

    public override SqlDialect Dialect => SqlDialect.PostgreSql;

    public override DbConnection Connect() => new NpgsqlConnection(connectionString);

    public override void Execute(string sql)
    {
        using NpgsqlConnection connection = new(connectionString);
        connection.Open();
        using NpgsqlCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }

    public override void Create(string table, TableData data)
    {
        string type(ColumnKind kind) => kind switch
        {
            ColumnKind.Number => "double precision",
            ColumnKind.Integer => "bigint",
            ColumnKind.Truth => "boolean",
            ColumnKind.Text => "text",
            ColumnKind.Date => "date",
            ColumnKind.Moment => "timestamp",
            ColumnKind.Zoned => "timestamptz",
            ColumnKind.Duration => "interval",
            ColumnKind.Decimal => "numeric(18, 4)",
            _ => "double precision[]",
        };
        Execute($"CREATE TABLE {Dialect.Quote(table)} ({ColumnList(data, type)})");
        using NpgsqlConnection connection = new(connectionString);
        connection.Open();
        using NpgsqlBinaryImporter import = connection.BeginBinaryImport($"COPY {Dialect.Quote(table)} FROM STDIN (FORMAT BINARY)");
        for (int i = 0; i < data.Rows; i++)
        {
            import.StartRow();
            foreach (DataColumn column in data.Columns)
            {
                if (column.Values[i] is { } value)
                {
                    import.Write(value);
                }
                else
                {
                    import.WriteNull();
                }
            }
        }

        import.Complete();
    }
}
