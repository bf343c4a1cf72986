namespace RegSpec;

/// <summary>
/// How the values of a row become columns once the levels of its strings are known and a fit has learned what it needs of its rows: numbers stay, a string becomes a column of 0 and 1 for each
/// level, a mean stands for what is missing, polynomials and products are computed. Immutable; it travels as the columns of solutions.
/// </summary>
public sealed class RidgeEncoding
{
    private readonly RidgeColumn[] columns;
    private RowExpansion? expansion;

    /// <param name="form">What the type makes of values.</param>
    /// <param name="columns">Its columns, with what a fit learned for them.</param>
    internal RidgeEncoding(RowForm form, RidgeColumn[] columns)
    {
        Form = form;
        this.columns = columns;
        Levels = new(form.Schema, form.LevelNames);
        Layout = new(columns, form.Layout.Targets);
        Options = new RidgeOptions
        {
            FitIntercept = form.Schema.FitIntercept,
            Columns = Layout.Columns,
            Scaling = [.. form.Columns.Select(column => column.Scaling)],
            PenaltyFactors = [.. form.Columns.Select(column => column.PenaltyFactor)],
            TargetNames = Layout.Targets,
        };
    }

    /// <summary>What the type declares.</summary>
    public RidgeSchema Schema => Form.Schema;

    /// <summary>The columns of a fit, with what it learned of its rows, and the targets.</summary>
    public RidgeLayout Layout { get; }

    /// <summary>
    /// The columns that statistics hold, and the targets: those of <see cref="Layout"/>, but a value that may be missing is 0 there, beside a column that says so; powers stand for polynomials and products of values for
    /// products. A fit makes its columns of them.
    /// </summary>
    public RidgeLayout StatisticsLayout => Form.SummedLayout;

    /// <summary>Names and treatment of the columns, for a <see cref="RidgeProblem"/> of one's own.</summary>
    public RidgeOptions Options { get; }

    /// <summary>Makes the columns.</summary>
    internal RowExpansion Expansion => expansion ??= new(columns.Length, [.. Operations()]);

    /// <summary>Whether columns are the values of a row as they are.</summary>
    internal bool IsPlain => Form.IsPlain;

    internal RowForm Form { get; }

    internal RidgeLevels Levels { get; }

    /// <summary>The encoding whose columns these are, as far as levels and what was learned go.</summary>
    internal static RidgeEncoding Of(RidgeSchema schema, RidgeLayout layout)
    {
        RowForm form = new(schema, LevelsIn(schema, layout));
        Dictionary<string, RidgeColumn> known = layout.Columns.ToDictionary(column => column.Name);
        return new(form, [.. form.Columns.Select(column => column.IsAdaptive && known.TryGetValue(column.Column.Name, out RidgeColumn? stored)
            ? column.Column with { Learned = stored.Learned }
            : column.Column)]);
    }

    /// <summary>The levels of strings that columns have.</summary>
    internal static IReadOnlyList<IReadOnlyList<string>> LevelsIn(RidgeSchema schema, RidgeLayout layout) => [.. schema.Categories.Select(feature =>
        layout.Columns.Where(column => column.Feature == feature.Name && column.Kind == RidgeColumnKind.Level).Select(column => column.Level!).Distinct().ToArray())];

    /// <summary>What was learned and cannot be, as a sentence; null if all can.</summary>
    internal string? LearnedFault()
    {
        for (int j = 0; j < columns.Length; j++)
        {
            FormColumn column = Form.Columns[j];
            int due = !column.IsAdaptive ? 0 : column.Kind switch { FormColumnKind.Value => 1, FormColumnKind.Product => 2, _ => column.Code + 4 };
            IReadOnlyList<double> learned = columns[j].Learned ?? [];
            if (learned.Count != due || learned.Any(value => !double.IsFinite(value)) || (column.Kind == FormColumnKind.Polynomial && !(learned[1] > 0)))
            {
                return $"what the fit learned for '{columns[j].Name}' is incomplete";
            }
        }

        return null;
    }

    /// <summary>The moments of these columns, from those of the columns that are summed.</summary>
    internal Moments Map(Moments summed) => Form.IsAdaptive || Form.Terms.Count != columns.Length
        ? MomentMap.Of(summed, Form.Terms.Count, Combined)
        : summed;

    /// <summary>The columns as made of those that are summed.</summary>
    internal IReadOnlyList<AffineColumn> Combined => [.. Form.Columns.Zip(columns, (column, learned) => Form.Combine(column, learned.Learned))];

    /// <summary>Numbers of levels as they were learned become their places, in a block of rows.</summary>
    /// <param name="schema">Where strings are.</param>
    /// <param name="rows">Rows of some length.</param>
    /// <param name="stride">That length.</param>
    /// <param name="places">For each string feature the place of each number.</param>
    internal static void Renumber(RidgeSchema schema, Span<double> rows, int stride, IReadOnlyList<int[]> places)
    {
        int[] fields = [.. schema.CategoryFields];
        for (int first = 0; first < rows.Length; first += stride)
        {
            for (int slot = 0; slot < fields.Length; slot++)
            {
                ref double code = ref rows[first + fields[slot]];
                code = double.IsNaN(code) ? code : places[slot][(int)code];
            }
        }
    }

    /// <summary>What makes the columns; the levels of a string together.</summary>
    private IEnumerable<(int Column, RowOperation Operation)> Operations()
    {
        for (int j = 0; j < columns.Length; j++)
        {
            FormColumn column = Form.Columns[j];
            IReadOnlyList<double>? learned = columns[j].Learned;
            bool mayBeMissing = column.Terms.Missing >= 0;
            switch (column.Kind)
            {
                case FormColumnKind.Value:
                    yield return (j, new ValueOperation(column.Field, 0, mayBeMissing, learned?[0] ?? 0));
                    break;
                case FormColumnKind.Missing:
                    yield return (j, new MissingOperation(column.Field));
                    break;
                case FormColumnKind.Polynomial:
                    yield return (j, OrthogonalPolynomial.Operation(column.Field, learned!, column.Code, mayBeMissing));
                    break;
                case FormColumnKind.Product:
                    yield return (j, new ProductOperation(column.First!.Operation(learned?[0] ?? 0), column.Second!.Operation(learned?[1] ?? 0)));
                    break;
                case FormColumnKind.Level when column.Code == 0:
                    yield return (j, new CategoryOperation(column.Field, Form.Columns.Count(other => other.Kind == FormColumnKind.Level && other.Field == column.Field)));
                    break;
            }
        }
    }
}
