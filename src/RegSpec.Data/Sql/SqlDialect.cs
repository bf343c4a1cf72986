using System.Collections;
using System.Data;
using System.Data.Common;
using System.Globalization;

namespace RegSpec;

/// <summary>
/// How one database engine writes what ridge statistics ask of it. To add an engine, derive, override what differs from the SQL standard and give
/// an instance as <see cref="TableOptions.Dialect"/>; the README of the package shows one. Expressions go in and come out as SQL text; all names
/// pass through <see cref="Quote"/> and all values through <see cref="Number"/>, <see cref="Literal(string)"/> or <see cref="Bind"/>.
/// </summary>
public abstract class SqlDialect
{
    /// <summary>DuckDB, embedded.</summary>
    public static SqlDialect DuckDb { get; } = new DuckDbDialect();

    /// <summary>PostgreSQL 10 and later.</summary>
    public static SqlDialect PostgreSql { get; } = new PostgreSqlDialect();

    /// <summary>ClickHouse, single servers and <c>Distributed</c> tables.</summary>
    public static SqlDialect ClickHouse { get; } = new ClickHouseDialect();

    /// <summary>Name of the engine, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>The isolation level at which all statements of a transaction see the same rows; null if the engine has none. Then every statement is checked against the first.</summary>
    public abstract IsolationLevel? Snapshot { get; }

    /// <summary>What the engine takes for a row, from which the way is chosen.</summary>
    public abstract EngineRates Rates { get; }

    /// <summary>Most expressions in the list of one SELECT.</summary>
    public abstract int MostExpressions { get; }

    /// <summary>Most characters of one statement.</summary>
    public abstract int MostCharacters { get; }

    /// <summary>The dialect of a connection, by the name of its provider.</summary>
    /// <exception cref="ArgumentException">The provider is none of those known here.</exception>
    public static SqlDialect Of(DbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        for (Type? type = connection.GetType(); type is not null; type = type.BaseType)
        {
            switch (type.FullName)
            {
                case "DuckDB.NET.Data.DuckDBConnection":
                    return DuckDb;
                case "Npgsql.NpgsqlConnection":
                    return PostgreSql;
                case "ClickHouse.Driver.ADO.ClickHouseConnection":
                    return ClickHouse;
            }
        }

        throw new ArgumentException(
            $"connection: is a {connection.GetType().FullName}, whose SQL is not known; set TableOptions.Dialect to the dialect it speaks, or to one of your own.", nameof(connection));
    }

    /// <summary>An identifier in quotes, whatever it contains.</summary>
    /// <exception cref="ArgumentException">It contains the character NUL, which no engine takes.</exception>
    public virtual string Quote(string identifier) => "\"" + WithoutNul(identifier).Replace("\"", "\"\"") + "\"";

    /// <summary>The FROM item of a table: its parts between dots, each quoted. A part that contains a dot is written in double quotes, as in SQL.</summary>
    /// <exception cref="ArgumentException">A part is empty or its quote is not closed.</exception>
    public virtual string Table(string table) => string.Join(".", TableName.Parts(table).Select(Quote));

    /// <summary>The expression as a double; NULL stays NULL.</summary>
    public abstract string ToDouble(string expression);

    /// <summary>Whether a double is neither NULL, NaN nor infinite: a condition that is never NULL where it matters, in WHERE and CASE.</summary>
    public abstract string IsFinite(string number);

    /// <summary>Whether a double that is not NULL is infinite.</summary>
    public virtual string IsInfinite(string number) => "(" + number + " > " + Number(double.MaxValue) + " OR " + number + " < " + Number(double.MinValue) + ")";

    /// <summary>The expression as text that equals itself alone, character by character, whatever the collation of its column. In parentheses where it is more than a call.</summary>
    public abstract string ToText(string expression);

    /// <summary>Exactly this double, as a double. Invariant, with an exponent.</summary>
    public abstract string Number(double value);

    /// <summary>A value that is known to be there: what the engine needs to stop carrying NULL along.</summary>
    public virtual string Known(string expression) => expression;

    /// <summary>A string.</summary>
    /// <exception cref="ArgumentException">It contains the character NUL.</exception>
    public virtual string Literal(string text) => "'" + WithoutNul(text).Replace("'", "''") + "'";

    /// <summary>A truth value of a column of truth values.</summary>
    public virtual string Literal(bool value) => value ? "TRUE" : "FALSE";

    /// <summary>
    /// Ticks of 100 ns of a column as an exact integer: of a date or moment from 1970-01-01, in UTC where the column has a zone; of a duration or time of day. Null if the
    /// type is none of these or the dialect does not write it.
    /// </summary>
    /// <param name="expression">The column.</param>
    /// <param name="typeName">Its type in the engine, as the provider names it.</param>
    public virtual string? Ticks(string expression, string typeName) => null;

    /// <summary>Whether a date, moment or duration is there and not infinite: never NULL where it matters, in WHERE and CASE.</summary>
    /// <param name="expression">The column.</param>
    /// <param name="typeName">Its type in the engine.</param>
    public virtual string IsFiniteTime(string expression, string typeName) => expression + " IS NOT NULL";

    /// <summary>Whether one that is there has no number of ticks in .NET: a year beyond 1 to 9999, a duration of months. Null if the engine has none such.</summary>
    /// <param name="expression">The column.</param>
    /// <param name="typeName">Its type in the engine.</param>
    public virtual string? HasNoTicks(string expression, string typeName) => null;

    /// <summary>The first 32 bits, high byte first, of the MD5 of a text in UTF-8, as an integer from 0 to 2³² − 1.</summary>
    public abstract string Hash(string text);

    /// <summary>An element of an array, counted from 0.</summary>
    public virtual string Element(string array, int index) => array + "[" + (index + 1).ToString(CultureInfo.InvariantCulture) + "]";

    /// <summary>The number of elements of an array.</summary>
    public abstract string Length(string array);

    /// <summary>A SELECT in parentheses that the engine evaluates once a row, however often its columns are used.</summary>
    public virtual string Subquery(string select) => "(" + select + ")";

    /// <summary>A hash of the values of a row; null if the engine has none. Where there is no snapshot, its sums show whether two statements saw the same rows.</summary>
    public virtual string? RowHash(IReadOnlyList<string> numbers) => null;

    /// <summary>The sum of hashes as text, the same in whatever order the rows come.</summary>
    public virtual string SumOfHashes(string hash) => throw new NotSupportedException($"The dialect of {Name} has a RowHash and no SumOfHashes; override both.");

    /// <summary>Puts a value into a command and gives what stands for it in the text.</summary>
    /// <param name="command">The command.</param>
    /// <param name="index">The place of the value among all.</param>
    /// <param name="value">The value; null for NULL.</param>
    public virtual string Bind(DbCommand command, int index, object? value)
    {
        ArgumentNullException.ThrowIfNull(command);
        DbParameter parameter = command.CreateParameter();
        string name = "regspec" + index.ToString(CultureInfo.InvariantCulture);
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return ParameterMark + name;
    }

    /// <summary>What stands before the name of a parameter.</summary>
    protected virtual string ParameterMark => "@";

    /// <summary>Makes a command hand over its rows while it runs, rather than keep them all first; most providers always do.</summary>
    protected internal virtual void StreamRows(DbCommand command)
    {
    }

    /// <summary>Whether all statements of a transaction see the same rows of a table.</summary>
    internal virtual bool HasSnapshotOf(string table) => Snapshot is not null;

    /// <summary>A statement that cancels, over another connection, those that run and begin with a mark; null where the provider itself asks as often as it is told to.</summary>
    /// <param name="mark">A comment.</param>
    internal virtual string? CancelMarked(string mark) => null;

    /// <summary>Runs a command for its rows, whose columns are doubles.</summary>
    internal virtual DoubleRows Open(DbCommand command, CancellationToken cancellation)
    {
        StreamRows(command);
        return new ReaderRows(command);
    }

    /// <summary>Whether a column holds numbers, by the .NET type of its values.</summary>
    internal static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal
        || type == typeof(System.Numerics.BigInteger) || type == typeof(Int128) || type == typeof(UInt128) || type == typeof(Half)
        || type.FullName == "ClickHouse.Driver.Numerics.ClickHouseDecimal";   // has more digits than decimal

    /// <summary>Whether a column holds integers.</summary>
    internal static bool IsInteger(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64
        || type == typeof(System.Numerics.BigInteger) || type == typeof(Int128) || type == typeof(UInt128);

    /// <summary>Whether a column holds arrays.</summary>
    internal static bool IsArray(Type type) => type != typeof(string) && type != typeof(byte[]) && (type.IsArray || type == typeof(Array) || typeof(IEnumerable).IsAssignableFrom(type));

    /// <summary>A double in the shortest decimal form that reads back as itself, with an exponent.</summary>
    private protected static string Decimal(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? text : text + "E0";
    }

    private protected static string WithoutNul(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new ArgumentException($"'{text.Replace("\0", "\\0")}' contains the character NUL, which no name or text in a database may contain.", nameof(text))
            : text;
    }
}
