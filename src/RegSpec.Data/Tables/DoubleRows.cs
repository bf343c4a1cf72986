using System.Data;
using System.Data.Common;

namespace RegSpec;

/// <summary>The rows of a command whose columns are doubles, read once, in blocks, by plain ADO.NET.</summary>
internal sealed class DoubleRows(DbCommand command) : IDisposable
{
    private readonly DbDataReader reader = command.ExecuteReader(CommandBehavior.SequentialAccess);

    /// <summary>Fills a block with the next rows.</summary>
    /// <returns>Rows read; 0 at the end.</returns>
    public int Read(RowBlockBuffer block)
    {
        block.Rows = 0;
        while (block.Rows < block.Capacity && reader.Read())
        {
            Span<double> row = block.Row(block.Rows);
            int column = 0;
            for (; column < row.Length; column++)
            {
                row[column] = reader.GetDouble(column);
            }

            if (block.HasWeights)
            {
                block.Weight(block.Rows) = reader.GetDouble(column++);
            }

            if (block.HasFolds)
            {
                block.Fold(block.Rows) = reader.GetDouble(column);
            }

            block.Rows++;
        }

        return block.Rows;
    }

    public void Dispose() => reader.Dispose();
}
