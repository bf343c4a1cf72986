namespace RegSpec;

/// <summary>
/// Sums in the engine: M = Σs(x − k)(y − l) − Σs(x − k)Σs(y − l)/Σs with literal shifts k, l near the means, so that an offset of the columns costs no digits. Products are
/// dealt to as many statements as the engine's limits ask for; each repeats the condition, n, Σs and the first moments of its columns.
/// </summary>
internal sealed class PushedSums
{
    /// <summary>Beyond these, squares of deviations would leave the range of a double.</summary>
    private const double LargestSpread = 1e140;

    private readonly TableSource source;
    private readonly ColumnRanges[] folds;
    private readonly double[] shifts;
    private readonly double[][] first;
    private readonly double[][] products;

    private PushedSums(TableSource source, ColumnRanges[] folds)
    {
        this.source = source;
        this.folds = folds;
        shifts = ColumnRanges.Join(folds).Shifts();
        first = [.. folds.Select(_ => new double[source.Width])];
        products = [.. folds.Select(_ => new double[source.Width * source.Width])];
    }

    /// <summary>The columns that each statement multiplies: those of <c>Rows</c> with those of <c>Columns</c>.</summary>
    public static IReadOnlyList<(int[] Rows, int[] Columns)> Batches(TableSource source)
    {
        int width = source.Width;
        int perProduct = 12 + 2 * width.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        int condition = source.Counts.Length + (source.RowHash?.Length ?? 0);
        int perColumn = 80 + source.Values.Max(value => value.Length) * (source.Weight is null ? 1 : 2);
        int group = width;
        while (group > 1 && !Fits(group))
        {
            group--;
        }

        int[][] groups = [.. Enumerable.Range(0, width).Chunk(group)];
        return [.. groups.SelectMany((rows, i) => groups.Take(i + 1).Select(columns => (rows, columns)))];

        bool Fits(int size)
        {
            int columns = size == width ? width : 2 * size;
            int terms = size == width ? width * (width + 1) / 2 : size * size;
            return terms + columns + 5 <= source.Dialect.MostExpressions
                && terms * perProduct + columns * perColumn + condition + 1000 <= source.Dialect.MostCharacters;
        }
    }

    /// <summary>Whether a column varies so much or so little that its squares would not fit into a double.</summary>
    public static bool IsOutOfRange(IReadOnlyList<ColumnRanges> folds)
    {
        ColumnRanges all = ColumnRanges.Join(folds);
        return Enumerable.Range(0, all.Mean.Length).Any(j => all.Maximum[j] / 2 - all.Minimum[j] / 2 is > LargestSpread or > 0 and < 1 / LargestSpread);
    }

    /// <summary>The statistics of each fold.</summary>
    /// <exception cref="InvalidOperationException">The statements did not see the same rows.</exception>
    public static RidgeStatistics[] Read(TableSession session, TableSource source, ColumnRanges[] folds, IReadOnlyList<(int[] Rows, int[] Columns)> batches, Action<int> progress)
    {
        PushedSums sums = new(source, folds);
        for (int i = 0; i < batches.Count; i++)
        {
            sums.Add(session, batches[i].Rows, batches[i].Columns);
            progress(i + 1);
        }

        return [.. folds.Select((_, fold) => sums.Statistics(fold))];
    }

    private void Add(TableSession session, int[] rows, int[] columns)
    {
        int[] all = [.. rows.Union(columns).Order()];
        (int I, int J)[] pairs = [.. rows.SelectMany(i => columns.Where(j => j <= i).Select(j => (i, j)))];
        StatementText text = new(source, all, shifts);
        string[] expressions =
        [
            .. all.Select(j => $"SUM({StatementText.Weighted(source, j)})"),
            .. pairs.Select(pair => $"SUM({StatementText.Weighted(source, pair.I)} * {StatementText.Value(pair.J)})"),
        ];
        List<StatementRow> read = session.Rows(command => text.Write(command, expressions), reader => StatementRow.Read(reader, source, expressions.Length));
        TableChange.Check(source, folds.Count(fold => fold.Count > 0), read.Count(row => row.Count > 0));
        foreach (StatementRow row in read.Where(row => row.Count > 0))
        {
            TableChange.Check(source, row, folds[row.Fold]);
            Dictionary<int, double> firsts = all.Zip(row.Sums).ToDictionary(pair => pair.First, pair => pair.Second);
            foreach (int j in all)
            {
                first[row.Fold][j] = firsts[j];
            }

            for (int k = 0; k < pairs.Length; k++)
            {
                (int i, int j) = pairs[k];
                double centred = row.Sums[all.Length + k] - firsts[i] * (firsts[j] / row.WeightSum);
                products[row.Fold][i * source.Width + j] = products[row.Fold][j * source.Width + i] = centred;
            }
        }
    }

    private RidgeStatistics Statistics(int fold)
    {
        ColumnRanges ranges = folds[fold];
        if (ranges.Count == 0)
        {
            return new(source.Layout);
        }

        int width = source.Width;
        double[] means = new double[width];
        double[] rests = new double[width];
        for (int j = 0; j < width; j++)
        {
            bool constant = ranges.Minimum[j] == ranges.Maximum[j];
            (means[j], rests[j]) = constant ? (ranges.Minimum[j], 0) : (shifts[j], first[fold][j] / ranges.WeightSum);
            for (int i = 0; constant && i < width; i++)
            {
                products[fold][i * width + j] = products[fold][j * width + i] = 0;   // exactly, whatever the sums were rounded to
            }
        }

        return RidgeStatistics.FromMoments(source.Layout, ranges.Count, ranges.WeightSum, means, products[fold], ranges.Minimum, ranges.Maximum, ranges.UnitWeights, rests);
    }
}
