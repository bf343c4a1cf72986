using System.Globalization;
using System.Runtime.InteropServices;

namespace RegSpec;

/// <content>Reads rows into a collector.</content>
public abstract partial class RidgeRowType<T>
{
    /// <summary>Most rows between two looks at whether to go on.</summary>
    private const int RowsPerLook = 1 << 14;

    /// <summary>Rows read at a time from what is neither an array nor a list.</summary>
    private const int ChunkRows = 256;

    private ObjectSource Of(IEnumerable<T> rows) => new(this, rows);

    /// <summary>Rows that are objects.</summary>
    private sealed class ObjectSource : RowSource
    {
        private readonly RidgeRowType<T> type;
        private readonly IEnumerable<T> rows;

        public ObjectSource(RidgeRowType<T> type, IEnumerable<T> rows)
        {
            ArgumentNullException.ThrowIfNull(rows);
            (this.type, this.rows) = (type, rows);
            Count = rows.TryGetNonEnumeratedCount(out int count) ? count : null;
        }

        public override string Argument => "rows";

        public override int? Count { get; }

        public override long Read(RowCollector collector, RidgeLevels levels, RowNotes? notes, RidgeWatch watch) => type.Read(rows, collector, levels, notes, watch);
    }

    /// <summary>Reads all rows.</summary>
    /// <returns>Rows that were left out for want of a value.</returns>
    private long Read(IEnumerable<T> rows, RowCollector collector, RidgeLevels levels, RowNotes? notes, RidgeWatch watch)
    {
        long read = 0;
        switch (rows)
        {
            case T[] array:
                Add(array, collector, levels, notes, watch, ref read);
                break;
            case List<T> list:
                Add(CollectionsMarshal.AsSpan(list), collector, levels, notes, watch, ref read);
                break;
            default:
                T[] chunk = new T[ChunkRows];
                int filled = 0;
                foreach (T row in rows)
                {
                    chunk[filled++] = row;
                    if (filled == chunk.Length)
                    {
                        Add(chunk, collector, levels, notes, watch, ref read);
                        filled = 0;
                    }
                }

                Add(chunk.AsSpan(0, filled), collector, levels, notes, watch, ref read);
                break;
        }

        return read - collector.Count;
    }

    private void Add(ReadOnlySpan<T> rows, RowCollector collector, RidgeLevels levels, RowNotes? notes, RidgeWatch watch, ref long read)
    {
        while (!rows.IsEmpty)
        {
            Span<double> values = collector.Reserve(Math.Min(rows.Length, RowsPerLook), out Span<double> weights, out int count);
            watch.Read(count);
            long index = read;
            try
            {
                WriteRows(rows[..count], ref index, values, weights, levels);
                if (notes is { HasGroups: true } or { HasPlaces: true })
                {
                    Note(rows[..count], values, notes, ref index, read);
                }
            }
            catch (Exception exception) when (!RowFault.Is(exception))
            {
                throw Unreadable(exception, index);
            }

            CheckWeights(weights, read);
            collector.Commit(Schema.SkipFields.IsEmpty ? count : Compact(values, weights, count, read));
            read += count;
            rows = rows[count..];
        }
    }

    private void Note(ReadOnlySpan<T> rows, ReadOnlySpan<double> values, RowNotes notes, ref long index, long first)
    {
        int stride = Schema.FieldCount + Schema.Targets.Count;
        for (int i = 0; i < rows.Length; i++)
        {
            index = first + i;
            if (Schema.IsSkipped(values.Slice(i * stride, stride)))
            {
                continue;
            }

            if (notes.HasGroups)
            {
                notes.AddGroup(GroupOf(rows[i]) ?? throw NullValue($"group '{Schema.Group!.Name}'", index));
            }

            if (notes.HasPlaces)
            {
                notes.AddPlace(index);
            }
        }
    }

    /// <summary>Moves rows over those that are left out; what cannot be used is refused here, where rows still have their places.</summary>
    /// <returns>Rows that stay.</returns>
    private int Compact(Span<double> values, Span<double> weights, int count, long first)
    {
        int stride = Schema.FieldCount + Schema.Targets.Count;
        int kept = 0;
        int to = 0;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> row = values.Slice(i * stride, stride);
            if (Schema.IsSkipped(row))
            {
                continue;
            }

            double check = 0;
            foreach (double value in row)
            {
                values[to++] = value;   // behind the row, or where it is
                check += 0 * value;
            }

            if (double.IsNaN(check) && (weights.IsEmpty || weights[i] > 0))
            {
                CheckFinite(values.Slice(to - stride, stride), first + i);
            }

            if (!weights.IsEmpty)
            {
                weights[kept] = weights[i];
            }

            kept++;
        }

        return kept;
    }

    private void CheckFinite(ReadOnlySpan<double> row, long index)
    {
        for (int field = 0; field < row.Length; field++)
        {
            if (double.IsInfinity(row[field]) || (double.IsNaN(row[field]) && !(field < Schema.FieldCount && Schema.MissingFields.Span[field])))
            {
                string column = field < Schema.FieldCount ? $"feature '{FeatureOf(field).Name}'" : $"target '{Schema.Targets[field - Schema.FieldCount].Name}'";
                throw Fault($"{Place(index)}{column} is {(double.IsNaN(row[field]) ? "NaN" : "infinite")}; remove the row or replace the value before the fit.", index);
            }
        }
    }

    private RidgeFeature FeatureOf(int field)
    {
        int first = 0;
        return Schema.Features.First(feature => field < (first += feature.FieldCount));
    }

    private ArgumentException NothingToPredictBy(int field, long index) =>
        Fault($"{Place(index)}feature '{FeatureOf(field).Name}' has no value, and fits leave rows without one out; give it a value, or declare Missing.Mean or Missing.Indicator.", index);

    private void CheckWeights(ReadOnlySpan<double> weights, long first)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"rows: row {first + i}, weight '{Schema.Weight!.Name}' is {weights[i]}; weights must be finite and ≥ 0."), "rows");
            }
        }
    }
}
