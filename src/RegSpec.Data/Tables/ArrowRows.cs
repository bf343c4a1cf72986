using Apache.Arrow;
using Apache.Arrow.Ipc;
using DuckDB.NET.Data;

namespace RegSpec;

/// <summary>Rows of DuckDB by its vectors of some 2,000 values, through Apache Arrow: a quarter of what its reader takes value by value.</summary>
internal sealed class ArrowRows : DoubleRows
{
    private readonly IArrowArrayStream stream;
    private readonly CancellationToken cancellation;
    private RecordBatch? batch;
    private int taken;

    public ArrowRows(DuckDBCommand command, CancellationToken cancellation)
    {
        this.cancellation = cancellation;
        stream = command.ExecuteArrowStream();
    }

    public override int Read(RowBlockBuffer block)
    {
        block.Rows = 0;
        while (block.Rows < block.Capacity && Next() is { } vectors)
        {
            int count = Math.Min(block.Capacity - block.Rows, vectors.Length - taken);
            Copy(vectors, block, count);
            taken += count;
            block.Rows += count;
        }

        return block.Rows;
    }

    public override void Dispose()
    {
        batch?.Dispose();
        stream.Dispose();
    }

    /// <summary>The vectors that have rows left; null at the end.</summary>
    private RecordBatch? Next()
    {
        while (batch is null || taken == batch.Length)
        {
            batch?.Dispose();
            batch = stream.ReadNextRecordBatchAsync(cancellation).AsTask().GetAwaiter().GetResult();   // DuckDB works in this call: nothing is awaited
            taken = 0;
            if (batch is null)
            {
                return null;
            }
        }

        return batch;
    }

    private void Copy(RecordBatch vectors, RowBlockBuffer block, int count)
    {
        int column = 0;
        for (; column < block.Width; column++)
        {
            ReadOnlySpan<double> values = Values(vectors, column).Slice(taken, count);
            Span<double> to = block.From(block.Rows)[column..];
            for (int i = 0; i < values.Length; i++)
            {
                to[i * block.Width] = values[i];
            }
        }

        if (block.HasWeights)
        {
            Values(vectors, column++).Slice(taken, count).CopyTo(block.WeightsFrom(block.Rows));
        }

        if (block.HasFolds)
        {
            Values(vectors, column).Slice(taken, count).CopyTo(block.FoldsFrom(block.Rows));
        }
    }

    private static ReadOnlySpan<double> Values(RecordBatch vectors, int column) => vectors.Column(column) switch
    {
        DoubleArray { NullCount: 0 } numbers => numbers.Values,
        IArrowArray other => throw new InvalidOperationException($"column {column} of the statement holds {other.Data.DataType.Name} with {other.NullCount} NULL where doubles without are due."),
    };
}
