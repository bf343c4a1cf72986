using System.Data.Common;
using System.Globalization;

namespace RegSpec;

/// <summary>Rows, weights and the range of each column, in one fold or in all rows.</summary>
/// <param name="width">p + t.</param>
internal sealed class ColumnRanges(int width)
{
    public long Count { get; private set; }

    public double WeightSum { get; private set; }

    public bool UnitWeights { get; private set; } = true;

    public double[] Minimum { get; } = Enumerable.Repeat(double.PositiveInfinity, width).ToArray();

    public double[] Maximum { get; } = Enumerable.Repeat(double.NegativeInfinity, width).ToArray();

    /// <summary>The share of each column's mean that these rows add, to the last digits but some, without weights.</summary>
    public double[] Mean { get; } = new double[width];

    /// <summary>The hash of all values of all rows; null where all statements see the same rows.</summary>
    public string? Hash { get; private set; }

    /// <summary>Reads the ranges of each fold, or of all rows as the only one.</summary>
    /// <param name="session">Where the statements run.</param>
    /// <param name="source">What they read.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <exception cref="InvalidOperationException">The statements did not see the same rows.</exception>
    public static ColumnRanges[] Read(TableSession session, TableSource source, long rows)
    {
        string share = source.Dialect.Number(1.0 / rows);   // of each value, for a sum of large ones would overflow
        ColumnRanges[] folds = [.. Enumerable.Range(0, Math.Max(source.Folds, 1)).Select(_ => new ColumnRanges(source.Width))];
        int atOnce = Math.Max(1, (source.Dialect.MostExpressions - 6) / 3);
        for (int first = 0; first < source.Width; first += atOnce)
        {
            int start = first;
            int count = Math.Min(atOnce, source.Width - first);
            StatementText text = new(source, Enumerable.Range(start, count), shifts: null);
            List<string> sums = [.. Enumerable.Range(start, count).SelectMany(j => new[] { $"MIN({StatementText.Value(j)})", $"MAX({StatementText.Value(j)})", $"SUM({StatementText.Value(j)} * {share})" })];
            if (source.Weight is not null)
            {
                sums.AddRange(["MIN(w)", "MAX(w)"]);
            }

            session.Rows(command => text.Write(command, sums), reader => StatementRow.Read(reader, source, sums.Count))
                .ForEach(row => folds[row.Fold].Add(row, source, start, count));
        }

        return folds;
    }

    /// <summary>The ranges of all rows of all folds.</summary>
    public static ColumnRanges Join(IReadOnlyList<ColumnRanges> folds)
    {
        int width = folds[0].Minimum.Length;
        ColumnRanges all = new(width);
        foreach (ColumnRanges fold in folds.Where(fold => fold.Count > 0))
        {
            all.Count += fold.Count;
            all.WeightSum += fold.WeightSum;
            all.UnitWeights &= fold.UnitWeights;
            for (int j = 0; j < width; j++)
            {
                all.Minimum[j] = Math.Min(all.Minimum[j], fold.Minimum[j]);
                all.Maximum[j] = Math.Max(all.Maximum[j], fold.Maximum[j]);
                all.Mean[j] += fold.Mean[j];
            }
        }

        return all;
    }

    /// <summary>Near the mean of each column: its only value where it is constant.</summary>
    public double[] Shifts() => [.. Enumerable.Range(0, Mean.Length).Select(j =>
        Minimum[j] == Maximum[j] ? Minimum[j] : double.IsFinite(Mean[j]) ? Math.Clamp(Mean[j], Minimum[j], Maximum[j]) : Minimum[j] / 2 + Maximum[j] / 2)];

    private void Add(StatementRow row, TableSource source, int start, int count)
    {
        if (start > 0)
        {
            TableChange.Check(source, row, this);
        }

        (Count, WeightSum, Hash) = (row.Count, row.WeightSum, row.Hash);
        for (int i = 0; i < count; i++)
        {
            (Minimum[start + i], Maximum[start + i], Mean[start + i]) = (row.Sums[3 * i], row.Sums[3 * i + 1], row.Sums[3 * i + 2]);
        }

        UnitWeights = source.Weight is null || (row.Sums[3 * count] == 1 && row.Sums[3 * count + 1] == 1);
    }
}
