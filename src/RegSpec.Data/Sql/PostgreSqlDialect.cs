using System.Data;

namespace RegSpec;

/// <summary>PostgreSQL, and what speaks its protocol and SQL.</summary>
internal sealed class PostgreSqlDialect : SqlDialect
{
    public override string Name => "PostgreSQL";

    public override IsolationLevel? Snapshot => IsolationLevel.RepeatableRead;

    public override EngineRates Rates { get; } = new(Column: 40, Product: 60, Cell: 60);

    public override int MostExpressions => 1600;   // of 1664

    public override int MostCharacters => 1 << 20;

    public override string ToDouble(string expression) => "CAST(" + expression + " AS double precision)";

    /// <summary>NaN is larger than every number in PostgreSQL.</summary>
    public override string IsFinite(string number) =>
        "(" + number + " BETWEEN double precision '-1.7976931348623157e308' AND double precision '1.7976931348623157e308')";

    public override string ToText(string expression) => "CAST(" + expression + " AS text)";

    public override string Number(double value) => "double precision '" + Decimal(value) + "'";

    /// <summary>Escape strings mean the same whatever <c>standard_conforming_strings</c> is.</summary>
    public override string Literal(string text) => "E'" + WithoutNul(text).Replace("\\", "\\\\").Replace("'", "''") + "'";

    public override string Hash(string text) => "CAST(CAST('x' || substr(md5(" + text + "), 1, 8) AS bit(32)) AS bigint)";

    public override string Length(string array) => "coalesce(array_length(" + array + ", 1), 0)";

    public override string Element(string array, int index) => "(" + array + ")" + base.Element("", index);

    /// <summary>Without OFFSET the planner would write each column's expression into every product.</summary>
    public override string Subquery(string select) => "(" + select + " OFFSET 0)";
}
