using System.Collections;
using System.Data.Common;
using System.Globalization;

namespace RegSpec;

/// <summary>The records of a data reader.</summary>
internal sealed class ReaderRecords(DbDataReader reader, string argument) : Records
{
    public override string Argument => argument;

    public override IReadOnlyList<TableColumn> Columns { get; } =
        [.. Enumerable.Range(0, reader.FieldCount).Select(i => new TableColumn(reader.GetName(i), reader.GetFieldType(i), reader.GetDataTypeName(i)))];

    public override bool Read() => reader.Read();

    public override double Number(int column) => IsMissing(column) ? double.NaN : reader.GetValue(column) switch
    {
        double number => number,
        string text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        System.Numerics.BigInteger number => (double)number,
        object other => Convert.ToDouble(other, CultureInfo.InvariantCulture),
    };

    public override string? Text(int column) => IsMissing(column) ? null : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture);

    public override long? Ticks(int column) => IsMissing(column) ? null : TicksOf(reader.GetValue(column));

    public override IReadOnlyList<double>? Numbers(int column) => IsMissing(column) ? null
        : [.. ((IEnumerable)reader.GetValue(column)).Cast<object?>().Select(value => value is null or DBNull ? double.NaN : Convert.ToDouble(value, CultureInfo.InvariantCulture))];

    public override object? Key(int column) => IsMissing(column) ? null : reader.GetValue(column);

    /// <summary>An empty text is missing: so it stands in files.</summary>
    private bool IsMissing(int column) => reader.IsDBNull(column) || (Columns[column].Type == typeof(string) && reader.GetString(column).Length == 0);
}
