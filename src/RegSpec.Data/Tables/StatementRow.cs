using System.Data.Common;
using System.Globalization;

namespace RegSpec;

/// <summary>A row that a statement of sums gives: those of one fold, or of all rows.</summary>
internal sealed record StatementRow(int Fold, long Count, double WeightSum, string? Hash, double[] Sums)
{
    public static StatementRow Read(DbDataReader reader, TableSource source, int sums)
    {
        int at = 0;
        int fold = source.Fold is null ? 0 : Convert.ToInt32(reader.GetValue(at++), CultureInfo.InvariantCulture);
        long count = Convert.ToInt64(reader.GetValue(at++), CultureInfo.InvariantCulture);
        double weights = count;
        if (source.Weight is not null)
        {
            weights = count == 0 ? 0 : reader.GetDouble(at);
            at++;
        }

        string? hash = reader.FieldCount - at > sums ? Convert.ToString(reader.GetValue(at++), CultureInfo.InvariantCulture) : null;
        double[] values = count == 0 ? new double[sums] : [.. Enumerable.Range(at, sums).Select(reader.GetDouble)];
        return new(fold, count, weights, hash, values);
    }
}
