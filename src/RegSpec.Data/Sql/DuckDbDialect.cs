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

    public override string ToText(string expression) => "CAST(" + expression + " AS VARCHAR)";

    public override string Number(double value) => "(" + Decimal(value) + ")";

    public override string Hash(string text) => "CAST(CAST('0x' || substr(md5(" + text + "), 1, 8) AS UINTEGER) AS BIGINT)";

    public override string Length(string array) => "len(" + array + ")";

    protected internal override void StreamRows(DbCommand command)
    {
        if (command is DuckDBCommand duck)
        {
            duck.UseStreamingMode = true;
        }
    }
}
