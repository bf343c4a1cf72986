using System.Data;
using System.Globalization;

namespace RegSpec;

/// <summary>PostgreSQL, and what speaks its protocol and SQL.</summary>
internal sealed class PostgreSqlDialect : SqlDialect
{
    public override string Name => "PostgreSQL";

    public override IsolationLevel? Snapshot => IsolationLevel.RepeatableRead;

    public override EngineRates Rates { get; } = new(Column: 40, Product: 29, Cell: 110);

    public override int MostExpressions => 1600;   // of 1664

    public override int MostCharacters => 1 << 20;

    public override string ToDouble(string expression) => "CAST(" + expression + " AS double precision)";

    /// <summary>NaN is larger than every number in PostgreSQL.</summary>
    public override string IsFinite(string number) =>
        "(" + number + " BETWEEN double precision '-1.7976931348623157e308' AND double precision '1.7976931348623157e308')";

    public override string IsInfinite(string number) => "(" + number + " IN (double precision 'Infinity', double precision '-Infinity'))";

    public override string ToText(string expression) => "(CAST(" + expression + " AS text) COLLATE \"C\")";

    /// <summary>Microseconds, which is what it keeps; EXTRACT gives them as a decimal, or before version 14 as a double that has to be rounded.</summary>
    public override string? Ticks(string expression, string typeName) => IsMoment(typeName) || typeName is "interval" or "time without time zone"
        ? "CAST(round(EXTRACT(EPOCH FROM " + expression + ") * 1000000) AS bigint) * 10"
        : null;

    public override string IsFiniteTime(string expression, string typeName) => IsMoment(typeName) ? "isfinite(" + expression + ")" : base.IsFiniteTime(expression, typeName);

    public override string? HasNoTicks(string expression, string typeName) => IsMoment(typeName) ? "EXTRACT(YEAR FROM " + expression + ") NOT BETWEEN 1 AND 9999"
        : typeName == "interval" ? "(EXTRACT(YEAR FROM " + expression + ") <> 0 OR EXTRACT(MONTH FROM " + expression + ") <> 0)"
        : null;

    public override string Number(double value) => "double precision '" + Decimal(value) + "'";

    /// <summary>Escape strings mean the same whatever <c>standard_conforming_strings</c> is.</summary>
    public override string Literal(string text) => "E'" + WithoutNul(text).Replace("\\", "\\\\").Replace("'", "''") + "'";

    public override string Hash(string text) => "CAST(CAST('x' || substr(md5(" + text + "), 1, 8) AS bit(32)) AS bigint)";

    public override string Length(string array) => "coalesce(array_length(" + array + ", 1), 0)";

    public override string Element(string array, int index) => "(" + array + ")" + base.Element("", index);

    /// <summary>Npgsql sends one request for each statement, and the server forgets one that comes before it has begun the statement.</summary>
    internal override string CancelMarked(string mark) =>
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND left(query, "
        + mark.Length.ToString(CultureInfo.InvariantCulture) + ") = " + Literal(mark);

    private static bool IsMoment(string typeName) => typeName is "date" or "timestamp without time zone" or "timestamp with time zone";

    /// <summary>Without OFFSET the planner would write each column's expression into every product.</summary>
    public override string Subquery(string select) => "(" + select + " OFFSET 0)";
}
