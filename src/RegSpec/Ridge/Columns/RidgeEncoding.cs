namespace RegSpec;

/// <summary>
/// How the values of a row become columns once the levels of its strings are known: numbers stay, a string becomes a column of 0 and 1 for each level.
/// Immutable; it travels as the columns of statistics and solutions.
/// </summary>
public sealed class RidgeEncoding
{
    private readonly int[] fields;
    private readonly int[] categories;
    private readonly int[] starts;
    private readonly int[] counts;

    internal RidgeEncoding(RidgeSchema schema, IReadOnlyList<IReadOnlyList<string>> levels)
    {
        Schema = schema;
        Levels = new(schema, levels);
        List<RidgeColumn> columns = [];
        List<FeatureScaling> scaling = [];
        List<double> factors = [];
        List<int> numbers = [];
        List<int> places = [];
        List<int> begins = [];
        int slot = 0;
        int field = 0;
        foreach (RidgeFeature feature in schema.Features)
        {
            RidgeColumn[] own = [.. feature.Columns(feature.Kind == RidgeFeatureKind.Category ? levels[slot++] : feature.Levels)];
            if (feature.Kind == RidgeFeatureKind.Category)
            {
                places.Add(field++);
                begins.Add(columns.Count);
                numbers.AddRange(Enumerable.Repeat(-1, own.Length));
            }
            else
            {
                numbers.AddRange(Enumerable.Range(field, own.Length));
                field += own.Length;
            }

            columns.AddRange(own);
            scaling.AddRange(Enumerable.Repeat(feature.Scaling, own.Length));
            factors.AddRange(Enumerable.Repeat(feature.PenaltyFactor, own.Length));
        }

        fields = [.. numbers];
        categories = [.. places];
        starts = [.. begins];
        counts = [.. levels.Select(own => own.Count)];
        Layout = columns.Count > 0
            ? new(columns, [.. schema.Targets.Select(target => target.Name)])
            : throw new ArgumentException("rows: no feature has a level; there must be at least one row.", nameof(levels));
        Options = new RidgeOptions
        {
            FitIntercept = schema.FitIntercept,
            Columns = Layout.Columns,
            Scaling = scaling.ToArray(),
            PenaltyFactors = factors.ToArray(),
            TargetNames = Layout.Targets,
        };
    }

    /// <summary>What the type declares.</summary>
    public RidgeSchema Schema { get; }

    /// <summary>The columns, and the targets.</summary>
    public RidgeLayout Layout { get; }

    /// <summary>Names and treatment of the columns, for a <see cref="RidgeProblem"/> of one's own.</summary>
    public RidgeOptions Options { get; }

    /// <summary>Whether columns are the values of a row as they are.</summary>
    internal bool IsPlain => categories.Length == 0;

    internal RidgeLevels Levels { get; }

    /// <summary>The encoding whose columns these are, as far as levels go.</summary>
    internal static RidgeEncoding Of(RidgeSchema schema, RidgeLayout layout) => new(schema, [.. schema.Categories.Select(feature =>
        layout.Columns.Where(column => column.Feature == feature.Name && column.Kind == RidgeColumnKind.Level).Select(column => column.Level!).Distinct().ToArray())]);

    /// <summary>The columns of one row.</summary>
    /// <param name="values">Its values, a string as the number of its level or −1.</param>
    /// <param name="columns">Receives p values.</param>
    internal void Expand(ReadOnlySpan<double> values, Span<double> columns)
    {
        for (int j = 0; j < columns.Length; j++)
        {
            columns[j] = fields[j] < 0 ? 0 : values[fields[j]];
        }

        for (int slot = 0; slot < categories.Length; slot++)
        {
            int place = (int)values[categories[slot]];
            if ((uint)place < (uint)counts[slot])
            {
                columns[starts[slot] + place] = 1;
            }
        }
    }

    /// <summary>Numbers of levels as they were learned become their places, in a block of rows.</summary>
    /// <param name="rows">Rows of some length.</param>
    /// <param name="stride">That length.</param>
    /// <param name="places">For each string feature the place of each number.</param>
    internal void Renumber(Span<double> rows, int stride, IReadOnlyList<int[]> places)
    {
        for (int first = 0; first < rows.Length; first += stride)
        {
            for (int slot = 0; slot < categories.Length; slot++)
            {
                rows[first + categories[slot]] = places[slot][(int)rows[first + categories[slot]]];
            }
        }
    }
}
