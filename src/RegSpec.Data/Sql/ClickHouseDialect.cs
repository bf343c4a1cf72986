using System.Buffers.Binary;
using System.Data;
using System.Data.Common;
using System.Globalization;

namespace RegSpec;

/// <summary>
/// ClickHouse, from 18 on. It has no snapshot over statements: a fingerprint of all values shows whether they saw the same rows. Values in a WHERE of the
/// caller become literals, since older servers have no parameters.
/// </summary>
internal sealed class ClickHouseDialect : SqlDialect
{
    public override string Name => "ClickHouse";

    public override IsolationLevel? Snapshot => null;

    public override EngineRates Rates { get; } = new(Column: 6, Product: 3, Cell: 30);

    public override int MostExpressions => 1000;   // each product is six of 50,000 nodes of syntax

    public override int MostCharacters => 200_000;   // of 262,144, the default max_query_size

    public override string Quote(string identifier) => "`" + WithoutNul(identifier).Replace("\\", "\\\\").Replace("`", "\\`") + "`";

    public override string ToDouble(string expression) => "CAST(" + expression + " AS Nullable(Float64))";

    public override string IsFinite(string number) => "ifNull(isFinite(" + number + "), 0) = 1";

    public override string ToText(string expression) => "toString(" + expression + ")";

    /// <summary>Days or seconds, as it keeps them; those with a fraction come from 20.1 on.</summary>
    public override string? Ticks(string expression, string typeName)
    {
        string type = typeName.StartsWith("Nullable(", StringComparison.Ordinal) ? typeName["Nullable(".Length..^1] : typeName;
        return type is "Date" or "Date32" ? "toInt64(" + expression + ") * 864000000000"
            : type == "DateTime" || type.StartsWith("DateTime(", StringComparison.Ordinal) ? "toInt64(" + expression + ") * 10000000"
            : type.StartsWith("DateTime64(", StringComparison.Ordinal) ? "intDiv(toUnixTimestamp64Nano(" + expression + "), 100)"
            : null;
    }

    public override string Known(string expression) => "assumeNotNull(" + expression + ")";

    /// <summary>By its bytes: older servers read decimals to the last digit but one.</summary>
    public override string Number(double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return "reinterpretAsFloat64(unhex('" + Convert.ToHexString(bytes) + "'))";
    }

    public override string Literal(string text) => "'" + WithoutNul(text).Replace("\\", "\\\\").Replace("'", "\\'") + "'";

    public override string Literal(bool value) => value ? "1" : "0";

    public override string Hash(string text) => "toInt64(reinterpretAsUInt32(reverse(substring(MD5(" + text + "), 1, 4))))";

    public override string Length(string array) => "length(" + array + ")";

    /// <summary>A sum of 64-bit hashes of whole rows, modulo 2⁶⁴: the order of the rows and how they are spread over servers does not matter.</summary>
    public override string RowHash(IReadOnlyList<string> numbers) => "cityHash64(" + string.Join(", ", numbers) + ")";

    public override string SumOfHashes(string hash) => "toString(sum(" + hash + "))";

    public override string Bind(DbCommand command, int index, object? value) => value switch
    {
        null or DBNull => "NULL",
        string text => Literal(text),
        bool truth => Literal(truth),
        double number => Number(number),
        float number => Number(number),
        DateTime moment => "toDateTime('" + moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + "')",
        DateOnly day => "toDate('" + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "')",
        Guid id => "toUUID('" + id.ToString("D") + "')",
        Enum level => ((IFormattable)level).ToString("D", CultureInfo.InvariantCulture),
        IFormattable number when IsNumber(value.GetType()) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"Where: a value of type {value.GetType().Name} cannot be written for ClickHouse; give a number, string, bool, date or Guid.", nameof(value)),
    };
}
