using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace RegSpec;

/// <summary>The records of an ML.NET data view.</summary>
internal sealed class DataViewRecords : Records
{
    private readonly DataViewRowCursor cursor;
    private readonly Func<double>?[] numbers;
    private readonly Func<string?>?[] texts;
    private readonly Func<long?>?[] ticks;
    private readonly Func<IReadOnlyList<double>?>?[] arrays;

    /// <param name="view">The view.</param>
    /// <param name="wanted">Names of the columns that will be asked for, whatever their case.</param>
    public DataViewRecords(IDataView view, IEnumerable<string> wanted)
    {
        HashSet<string> names = new(wanted, StringComparer.OrdinalIgnoreCase);
        DataViewSchema.Column[] columns = [.. view.Schema.Where(column => !column.IsHidden)];
        Columns = [.. columns.Select(column => new TableColumn(column.Name, TypeOf(column.Type), column.Type.ToString()!))];
        cursor = view.GetRowCursor(columns.Where(column => names.Contains(column.Name)));
        numbers = new Func<double>?[columns.Length];
        texts = new Func<string?>?[columns.Length];
        ticks = new Func<long?>?[columns.Length];
        arrays = new Func<IReadOnlyList<double>?>?[columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            if (names.Contains(columns[i].Name))
            {
                Bind(columns[i], i);
            }
        }
    }

    public override string Argument => "data";

    public override IReadOnlyList<TableColumn> Columns { get; }

    public override bool Read() => cursor.MoveNext();

    public override double Number(int column) => numbers[column]!();

    public override string? Text(int column) => texts[column]!();

    public override long? Ticks(int column) => ticks[column]!();

    public override IReadOnlyList<double>? Numbers(int column) => arrays[column]!();

    public override object? Key(int column) => texts[column] is { } text ? text() : ticks[column] is { } time ? time()
        : throw new NotSupportedException($"data: column '{Columns[column].Name}' has {Columns[column].TypeName}, which cannot be groups; give texts, numbers or dates.");

    public override void Dispose() => cursor.Dispose();

    private static Type TypeOf(DataViewType type) => type switch
    {
        TextDataViewType => typeof(string),
        VectorDataViewType { ItemType: NumberDataViewType } => typeof(double[]),
        _ => type.RawType,
    };

    private void Bind(DataViewSchema.Column column, int place)
    {
        switch (column.Type)
        {
            case TextDataViewType:
                ValueGetter<ReadOnlyMemory<char>> text = cursor.GetGetter<ReadOnlyMemory<char>>(column);
                texts[place] = () =>
                {
                    ReadOnlyMemory<char> value = default;
                    text(ref value);
                    return value.IsEmpty ? null : value.ToString();
                };
                ticks[place] = () => texts[place]!() is { } value ? TicksOf(value) : null;
                numbers[place] = () => texts[place]!() is { } value ? double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture) : double.NaN;
                break;
            case BooleanDataViewType:
                ValueGetter<bool> truth = cursor.GetGetter<bool>(column);
                texts[place] = () =>
                {
                    bool value = false;
                    truth(ref value);
                    return value ? "1" : "0";
                };
                break;
            case VectorDataViewType { ItemType: NumberDataViewType item }:
                arrays[place] = item.RawType == typeof(float) ? Array(cursor.GetGetter<VBuffer<float>>(column), value => value)
                    : item.RawType == typeof(double) ? Array(cursor.GetGetter<VBuffer<double>>(column), value => value)
                    : item.RawType == typeof(int) ? Array(cursor.GetGetter<VBuffer<int>>(column), value => value)
                    : () => throw new NotSupportedException($"data: column '{column.Name}' has vectors of {item}; convert them to Single or Double.");
                break;
            case DateTimeDataViewType:
                BindTicks<DateTime>(column, place);
                break;
            case DateTimeOffsetDataViewType:
                BindTicks<DateTimeOffset>(column, place);
                break;
            case TimeSpanDataViewType:
                BindTicks<TimeSpan>(column, place);
                break;
            case NumberDataViewType number:
                BindNumber(column, place, number.RawType);
                break;
        }
    }

    private void BindTicks<TValue>(DataViewSchema.Column column, int place)
        where TValue : struct
    {
        ValueGetter<TValue> get = cursor.GetGetter<TValue>(column);
        ticks[place] = () =>
        {
            TValue value = default;
            get(ref value);
            return TicksOf(value);
        };
    }

    private void BindNumber(DataViewSchema.Column column, int place, Type type)
    {
        switch (Type.GetTypeCode(type))
        {
            case TypeCode.Single:
                // The shortest decimal of a float is not its value: it is widened as it is.
                Set<float>(value => value);
                break;
            case TypeCode.Double:
                Set<double>(value => value);
                break;
            case TypeCode.SByte:
                Set<sbyte>(value => value);
                break;
            case TypeCode.Byte:
                Set<byte>(value => value);
                break;
            case TypeCode.Int16:
                Set<short>(value => value);
                break;
            case TypeCode.UInt16:
                Set<ushort>(value => value);
                break;
            case TypeCode.Int32:
                Set<int>(value => value);
                break;
            case TypeCode.UInt32:
                Set<uint>(value => value);
                break;
            case TypeCode.Int64:
                Set<long>(value => value);
                break;
            default:
                Set<ulong>(value => value);
                break;
        }

        void Set<TValue>(Func<TValue, double> widen)
            where TValue : struct, IFormattable
        {
            ValueGetter<TValue> get = cursor.GetGetter<TValue>(column);
            numbers[place] = () =>
            {
                TValue value = default;
                get(ref value);
                return widen(value);
            };
            texts[place] = () =>
            {
                TValue value = default;
                get(ref value);
                return value.ToString(null, CultureInfo.InvariantCulture);
            };
        }
    }

    private static Func<IReadOnlyList<double>?> Array<TValue>(ValueGetter<VBuffer<TValue>> get, Func<TValue, double> widen)
    {
        VBuffer<TValue> buffer = default;
        return () =>
        {
            get(ref buffer);
            return [.. buffer.DenseValues().Select(widen)];
        };
    }
}
