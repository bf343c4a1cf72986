namespace RegSpec;

/// <summary>Rows that are records.</summary>
/// <param name="schema">What is declared of them.</param>
/// <param name="records">The records.</param>
internal sealed class RecordSource(RidgeSchema schema, RidgeRecords records) : RowSource
{
    /// <summary>Most records between two looks at whether to go on.</summary>
    private const int RowsPerLook = 1 << 12;

    public override string Argument => records.Argument;

    public override int? Count => null;

    public override long Read(RowCollector collector, RidgeLevels levels, RowNotes? notes, RidgeWatch watch)
    {
        int stride = schema.FieldCount + schema.Targets.Count;
        long read = 0;
        for (bool more = true; more;)
        {
            Span<double> values = collector.Reserve(RowsPerLook, out Span<double> weights, out int room);
            (int kept, long before) = (0, read);
            while (kept < room && (more = records.Read(values.Slice(kept * stride, stride), levels, out double weight, out object? group)))
            {
                long place = read++;
                if (schema.IsSkipped(values.Slice(kept * stride, stride)))
                {
                    continue;
                }

                if (!weights.IsEmpty)
                {
                    weights[kept] = weight;
                }

                if (notes is { HasGroups: true } && group is not null)
                {
                    notes.AddGroup(group);
                }

                if (notes is { HasPlaces: true })
                {
                    notes.AddPlace(place);
                }

                kept++;
            }

            collector.Commit(kept);
            watch.Read(read - before);
        }

        return read - collector.Count;
    }
}
