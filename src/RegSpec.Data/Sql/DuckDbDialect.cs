using System.Data;
using System.Data.Common;
using DuckDB.NET.Data;

namespace RegSpec;

/// <summary>DuckDB: tables, and files by their path, which is read as Parquet or CSV by its ending.</summary>
internal sealed class DuckDbDialect : SqlDialect
{
    public override string Name => "DuckDB";

    public override IsolationLevel? Snapshot => IsolationLevel.Unspecified;   // every transaction is a snapshot; the provider takes no other level

    public override EngineRates Rates { get; } = new(Column: 4, Product: 2.5, Cell: 6);

    public override int MostExpressions => 1500;

    public override int MostCharacters => 1 << 20;

    protected override string ParameterMark => "$";

    public override string Table(string table) => DataFile.FormatOf(table) switch
    {
        DataFileFormat.Parquet => "read_parquet(" + Literal(table) + ")",
        DataFileFormat.Csv => "read_csv(" + Literal(table) + ")",
        _ => base.Table(table),
    };

    public override string ToDouble(string expression) => "CAST(" + expression + " AS DOUBLE)";

    public override string IsFinite(string number) => "isfinite(" + number + ")";

    public override string ToText(string expression) => "(CAST(" + expression + " AS VARCHAR) COLLATE C)";

    public override string? Ticks(string expression, string typeName) => typeName switch
    {
        "Date" or "Timestamp" or "TimestampTz" or "TimestampS" or "TimestampMs" or "Time" or "Interval" => "epoch_us(" + expression + ") * 10",
        "TimestampNs" => "epoch_ns(" + expression + ") // 100",
        _ => null,
    };

    public override string IsFiniteTime(string expression, string typeName) =>
        typeName is "Time" or "Interval" ? base.IsFiniteTime(expression, typeName) : "isfinite(" + expression + ")";

    public override string? HasNoTicks(string expression, string typeName) => typeName switch
    {
        "Time" => null,
        "Interval" => "(date_part('year', " + expression + ") <> 0 OR date_part('month', " + expression + ") <> 0)",
        _ => "date_part('year', " + expression + ") NOT BETWEEN 1 AND 9999",
    };

    public override string Number(double value) => "(" + Decimal(value) + ")";

    public override string Hash(string text) => "CAST(CAST('0x' || substr(md5(" + text + "), 1, 8) AS UINTEGER) AS BIGINT)";

    public override string Length(string array) => "len(" + array + ")";

    /// <summary>A sum of 64-bit hashes in 128 bits: needed where rows lie in files, which anybody may write anew between two statements.</summary>
    public override string RowHash(IReadOnlyList<string> numbers) => "hash(" + string.Join(", ", numbers) + ")";

    public override string SumOfHashes(string hash) => "CAST(SUM(" + hash + ") AS VARCHAR)";

    internal override bool HasSnapshotOf(string table) => DataFile.FormatOf(table) == DataFileFormat.None;

    internal override DoubleRows Open(DbCommand command, CancellationToken cancellation)
    {
        if (command is not DuckDBCommand duck)
        {
            return base.Open(command, cancellation);   // another provider of DuckDB
        }

        duck.UseStreamingMode = true;
        return new ArrowRows(duck, cancellation);
    }
}
