using System.Data;
using System.Data.Common;

namespace RegSpec;

/// <summary>Rows by plain ADO.NET, value by value: what every provider has.</summary>
internal sealed class ReaderRows(DbCommand command) : DoubleRows
{
    private readonly DbDataReader reader = command.ExecuteReader(CommandBehavior.SequentialAccess);

    public override int Read(RowBlockBuffer block)
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

    public override void Dispose() => reader.Dispose();
}
