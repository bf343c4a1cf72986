using System.Globalization;
using Microsoft.Data.Analysis;
using Microsoft.ML.Data;

namespace RegSpec;

/// <summary>The records of a data frame, read from its columns: as a data view it says 0, false or the first of January of the year 1 where a whole number, truth value or date is missing.</summary>
internal sealed class DataFrameRecords(DataFrame frame) : Records
{
    private readonly DataFrameColumn[] columns = [.. frame.Columns];
    private long row = -1;

    public override string Argument => "data";

    public override IReadOnlyList<TableColumn> Columns { get; } = [.. frame.Columns.Select(column => new TableColumn(column.Name, TypeOf(column.DataType), column.DataType.Name))];

    public override bool Read() => ++row < frame.Rows.Count;

    public override double Number(int column) => Key(column) switch
    {
        null => double.NaN,
        float number => number,   // the shortest decimal of a float is not its value: it is widened as it is
        string text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        { } value => Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };

    public override string? Text(int column) => Key(column) is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    public override long? Ticks(int column) => Key(column) is { } value ? TicksOf(value) : null;

    public override IReadOnlyList<double>? Numbers(int column) => Key(column) switch
    {
        null => null,
        VBuffer<float> numbers => [.. numbers.DenseValues().Select(number => (double)number)],
        VBuffer<double> numbers => [.. numbers.DenseValues()],
        VBuffer<int> numbers => [.. numbers.DenseValues().Select(number => (double)number)],
        { } value => throw new NotSupportedException($"data: column '{columns[column].Name}' has vectors of {value.GetType().GenericTypeArguments[0].Name}; convert them to Single or Double."),
    };

    /// <summary>An empty text is missing, as in files.</summary>
    public override object? Key(int column) => columns[column][row] switch
    {
        string { Length: 0 } => null,
        object value => value,
        null => null,
    };

    private static Type TypeOf(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>) ? typeof(double[]) : type;
}
