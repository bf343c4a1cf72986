using System.Data.Common;

namespace RegSpec.Data.Tests;

/// <summary>A database engine that tests run on.</summary>
public abstract class Engine
{
    private static int tables;

    public abstract string Name { get; }

    public abstract SqlDialect Dialect { get; }

    /// <summary>A closed connection to the database of the tests.</summary>
    public abstract DbConnection Connect();

    /// <summary>Creates a table of this name, whatever the name contains, and fills it.</summary>
    public abstract void Create(string table, TableData data);

    public abstract void Execute(string sql);

    /// <summary>Creates a table under a new name.</summary>
    public string Create(TableData data)
    {
        string name = $"regspec_{Environment.ProcessId}_{Interlocked.Increment(ref tables)}";
        Create(name, data);
        return name;
    }

    public void Drop(string table) => Execute($"DROP TABLE {Dialect.Quote(table)}");

    public override string ToString() => Name;

    protected string ColumnList(TableData data, Func<ColumnKind, string> type) =>
        string.Join(", ", data.Columns.Select(column => $"{Dialect.Quote(column.Name)} {type(column.Kind)}"));
}
