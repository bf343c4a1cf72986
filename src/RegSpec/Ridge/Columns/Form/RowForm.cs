using System.Globalization;

namespace RegSpec;

/// <summary>
/// What a row type makes of the values of a row once the levels of its strings are known. Sums are made of columns that need no other row (<see cref="Terms"/>); the columns of a fit are
/// affine in them, with coefficients that follow from the sums: means for what is missing, orthogonal polynomials, products about means. So parts can be summed apart, and each
/// fold learns from its own rows.
/// </summary>
internal sealed class RowForm
{
    private readonly List<SummedTerm> terms = [];
    private readonly List<RidgeColumn> summed = [];
    private readonly List<FormColumn> columns = [];
    private readonly (double Origin, double Unit)[] origins;
    private RowExpansion? expansion;

    /// <param name="schema">What the type declares.</param>
    /// <param name="levels">The levels of its strings.</param>
    /// <param name="origins">For each value from where, and in what, powers and products count it, so that their sums keep their digits; null for what the type declares.</param>
    public RowForm(RidgeSchema schema, IReadOnlyList<IReadOnlyList<string>> levels, (double Origin, double Unit)[]? origins = null)
    {
        Schema = schema;
        LevelNames = levels;
        this.origins = origins ?? [.. schema.Features.SelectMany(feature => Enumerable.Repeat((feature.About, 1.0), feature.FieldCount))];
        Dictionary<string, ProductPart[]> parts = [];
        int field = 0;
        int slot = 0;
        foreach (RidgeFeature feature in schema.Features)
        {
            RidgeColumn[] own = [.. feature.Columns(feature.Kind == RidgeFeatureKind.Category ? levels[slot++] : feature.Levels)];
            parts[feature.Name] = feature.Kind is RidgeFeatureKind.Category or RidgeFeatureKind.Levels ? AddLevels(feature, own, field) : AddValues(feature, own, field);
            field += feature.FieldCount;
        }

        foreach (RidgeInteraction interaction in schema.Interactions)
        {
            AddProducts(interaction, parts);
        }

        if (columns.Count == 0)
        {
            throw new ArgumentException("rows: no feature has a level; there must be at least one row.", nameof(levels));
        }

        string[] targets = [.. schema.Targets.Select(target => target.Name)];
        SummedLayout = new(summed, targets);
        Layout = new([.. columns.Select(column => column.Column)], targets);
        IsAdaptive = columns.Exists(column => column.IsAdaptive);
        IsPlain = !IsAdaptive && columns.Count == schema.FieldCount && columns.TrueForAll(column => column is { Kind: FormColumnKind.Value, Terms.Missing: < 0 });
    }

    /// <summary>What the type declares.</summary>
    public RidgeSchema Schema { get; }

    /// <summary>The levels of its strings.</summary>
    public IReadOnlyList<IReadOnlyList<string>> LevelNames { get; }

    /// <summary>The columns that are summed, and the targets.</summary>
    public RidgeLayout SummedLayout { get; }

    /// <summary>The columns of a fit, and the targets, before anything is learned.</summary>
    public RidgeLayout Layout { get; }

    /// <summary>The columns of a fit.</summary>
    public IReadOnlyList<FormColumn> Columns => columns;

    /// <summary>What is summed.</summary>
    public IReadOnlyList<SummedTerm> Terms => terms;

    /// <summary>Whether a fit learns more of its rows than levels.</summary>
    public bool IsAdaptive { get; }

    /// <summary>Whether the columns are the values of a row as they are.</summary>
    public bool IsPlain { get; }

    /// <summary>Makes the summed columns.</summary>
    public RowExpansion Expansion => expansion ??= new(terms.Count, [.. terms.Select((term, k) => (k, term.Operation))]);

    /// <summary>The columns of a fit to rows with these moments.</summary>
    /// <param name="moments">Of the summed columns and the targets.</param>
    /// <exception cref="ArgumentException">Powers are counted from a value so far from those of the rows that their polynomials cannot be told apart.</exception>
    public RidgeEncoding Learn(Moments moments) => Learn(
        (_, terms) => MeanOf(terms, moments), (column, mean) => MomentMap.Of(moments, terms.Count, Powers(column, mean)));

    /// <summary>The columns of a fit to rows themselves.</summary>
    /// <param name="sums">Of their values.</param>
    public RidgeEncoding Learn(FieldSums sums) => Learn((field, _) => sums.MeanOf(field), (column, _) => sums.PowersOf(column.Field, column.Code));

    private RidgeEncoding Learn(Func<int, (int Value, int Missing), double> mean, Func<FormColumn, double, Moments> powers)
    {
        double PartMean(ProductPart part) => part.IsAdaptive ? mean(part.Field, (part.Value, part.Missing)) : 0;
        double[] Learned(FormColumn column) => column.Kind switch
        {
            FormColumnKind.Value => [mean(column.Field, column.Terms)],
            FormColumnKind.Product => [PartMean(column.First!), PartMean(column.Second!)],
            _ => OrthogonalPolynomial.Of(column, origins[column.Field], mean(column.Field, column.Terms), powers(column, mean(column.Field, column.Terms))),
        };
        return new(this, [.. columns.Select(column => column.IsAdaptive ? column.Column with { Learned = Learned(column) } : column.Column)]);
    }

    /// <summary>A column of a fit as a combination of summed columns.</summary>
    /// <param name="column">The column.</param>
    /// <param name="learned">What was learned for it.</param>
    public AffineColumn Combine(FormColumn column, IReadOnlyList<double>? learned)
    {
        AffineColumn sum = new();
        switch (column.Kind)
        {
            case FormColumnKind.Value:
                return sum.Add(column.Terms.Value, 1).Add(column.Terms.Missing, learned?[0] ?? 0);
            case FormColumnKind.Polynomial:
                AffineColumn[] powers = Powers(column, Mean(column));
                sum.Add(learned![2]);
                for (int k = 0; k < powers.Length; k++)
                {
                    sum.Add(powers[k], learned[3 + k]);
                }

                return sum;
            case FormColumnKind.Product:
                (double firstMissing, double firstConstant) = column.First!.Rest(learned?[0] ?? 0);
                (double secondMissing, double secondConstant) = column.Second!.Rest(learned?[1] ?? 0);
                (int values, int valueMissing, int missingValue, int both) = column.Products;
                return sum.Add(values, 1).Add(valueMissing, secondMissing).Add(missingValue, firstMissing).Add(both, firstMissing * secondMissing)
                    .Add(column.First.Counted(), secondConstant).Add(column.First.Missing, firstMissing * secondConstant)
                    .Add(column.Second.Counted(), firstConstant).Add(column.Second.Missing, secondMissing * firstConstant)
                    .Add(firstConstant * secondConstant);
            default:
                return sum.Add(column.Terms.Value, 1);
        }

        double Mean(FormColumn polynomial) => learned![0] + learned[1] * MeanPower(learned, polynomial.Code);
    }

    /// <summary>What stands for a missing value of a polynomial is stored behind its coefficients, in its own unit.</summary>
    private static double MeanPower(IReadOnlyList<double> learned, int degree) => learned.Count > 3 + degree ? learned[3 + degree] : 0;

    private ProductPart[] AddValues(RidgeFeature feature, RidgeColumn[] own, int field)
    {
        int firstValue = terms.Count;
        for (int i = 0; i < own.Length; i++)
        {
            Sum(new(SummedTermKind.Power, field + i, 1, MayBeMissing: feature.MayBeMissing), own[i]);
        }

        int firstMissing = feature.MayBeMissing ? terms.Count : -1;
        for (int i = 0; i < own.Length && feature.MayBeMissing; i++)
        {
            Sum(new(SummedTermKind.Missing, field + i), MissingColumn(feature, own[i].Name));
        }

        int firstPower = feature.Degree > 1 ? terms.Count : -1;
        for (int k = 2; k <= feature.Degree; k++)
        {
            string? about = origins[field].Origin == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"powers about {origins[field].Origin}");
            Sum(new(SummedTermKind.Power, field, k, origins[field].Origin, origins[field].Unit, MayBeMissing: feature.MayBeMissing), Power(feature, k) with { Unit = about });
        }

        (int Value, int Missing) Places(int i) => (firstValue + i, firstMissing < 0 ? -1 : firstMissing + i);
        columns.AddRange(own.Select((column, i) => Column(feature, column, FormColumnKind.Value) with { Field = field + i, Terms = Places(i) }));
        columns.AddRange(Enumerable.Range(2, feature.Degree - 1).Select(k => Column(feature, Power(feature, k), FormColumnKind.Polynomial) with { Field = field, Code = k, Terms = Places(0), Powers = firstPower }));
        AddMissing(feature, own.Select(column => column.Name), field, firstMissing);
        bool isCentred = !feature.IsIndicator;
        return [.. own.Select((column, i) => new ProductPart(column.Name, field + i, -1, isCentred, firstValue + i, Places(i).Missing, IsFilled: true, isCentred ? origins[field + i].Origin : 0))];
    }

    private ProductPart[] AddLevels(RidgeFeature feature, RidgeColumn[] own, int field)
    {
        bool isCode = feature.Kind == RidgeFeatureKind.Category;
        int first = terms.Count;
        for (int i = 0; i < own.Length; i++)
        {
            Sum(isCode ? new(SummedTermKind.Level, field, i) : new(SummedTermKind.Power, field + i, 1, MayBeMissing: feature.MayBeMissing), own[i]);
        }

        int missing = feature.MayBeMissing ? terms.Count : -1;
        if (feature.MayBeMissing)
        {
            Sum(new(SummedTermKind.Missing, field), MissingColumn(feature, feature.Name));
        }

        columns.AddRange(own.Select((column, i) => isCode
            ? Column(feature, column, FormColumnKind.Level) with { Field = field, Code = i, Terms = (first + i, -1) }
            : Column(feature, column, FormColumnKind.Value) with { Field = field + i, Terms = (first + i, missing) }));
        AddMissing(feature, [feature.Name], field, missing);
        return [.. own.Select((column, i) => new ProductPart(column.Name, isCode ? field : field + i, isCode ? i : -1, IsCentred: false, first + i, isCode ? -1 : missing, IsFilled: false, 0))];
    }

    private void AddMissing(RidgeFeature feature, IEnumerable<string> names, int field, int firstMissing)
    {
        if (feature.Missing == Missing.Indicator)
        {
            columns.AddRange(names.Select((name, i) => new FormColumn(MissingColumn(feature, name), FeatureScaling.None, feature.PenaltyFactor, FormColumnKind.Missing)
            {
                Field = field + i,
                Terms = (firstMissing + i, -1),
            }));
        }
    }

    private void AddProducts(RidgeInteraction interaction, Dictionary<string, ProductPart[]> parts)
    {
        RidgeFeature first = Feature(interaction.First);
        RidgeFeature second = Feature(interaction.Second);
        bool isScaled = !(first.IsIndicator && second.IsIndicator)
            && (first.IsIndicator || first.Scaling == FeatureScaling.Standardize) && (second.IsIndicator || second.Scaling == FeatureScaling.Standardize);
        string feature = first.Name + "*" + second.Name;
        foreach (ProductPart a in parts[first.Name])
        {
            foreach (ProductPart b in parts[second.Name])
            {
                SummedTerm? aMissing = a.Missing < 0 ? null : terms[a.Missing];
                SummedTerm? bMissing = b.Missing < 0 ? null : terms[b.Missing];
                string name = a.Name + "*" + b.Name;
                (int, int, int, int) products = (
                    Product(a.Term, b.Term, name), Product(a.Term, bMissing, name + " missing"), Product(aMissing, b.Term, a.Name + " missing*" + b.Name),
                    Product(aMissing, bMissing, a.Name + " missing*" + b.Name + " missing"));
                columns.Add(new(
                    new(name, RidgeColumnKind.Product, feature), isScaled ? FeatureScaling.Standardize : FeatureScaling.None, interaction.PenaltyFactor, FormColumnKind.Product)
                {
                    First = a,
                    Second = b,
                    Products = products,
                });
            }
        }

        int Product(SummedTerm? a, SummedTerm? b, string name)
        {
            if (a is null || b is null)
            {
                return -1;
            }

            Sum(new(SummedTermKind.Product, 0, First: a, Second: b), new(name, RidgeColumnKind.Product, feature));
            return terms.Count - 1;
        }
    }

    private RidgeFeature Feature(string name) => Schema.Features.FirstOrDefault(feature => feature.Name == name)
        ?? throw new ArgumentException($"[Interaction] names '{name}', which is no feature.", nameof(name));

    private static RidgeColumn MissingColumn(RidgeFeature feature, string name) => new(name + " missing", RidgeColumnKind.Missing, feature.Name);

    private static RidgeColumn Power(RidgeFeature feature, int degree) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{feature.Name}^{degree}"), RidgeColumnKind.Polynomial, feature.Name);

    private static FormColumn Column(RidgeFeature feature, RidgeColumn column, FormColumnKind kind) => new(column, feature.Scaling, feature.PenaltyFactor, kind);

    private void Sum(SummedTerm term, RidgeColumn column)
    {
        terms.Add(term);
        summed.Add(column);
    }

    /// <summary>The mean of the values that are there; 0 where there is none.</summary>
    private static double MeanOf((int Value, int Missing) terms, Moments moments)
    {
        double present = terms.Missing < 0 ? 1 : 1 - moments.Mean(terms.Missing).Value;
        return present <= 0 ? 0 : (moments.Mean(terms.Value) / present).Value;
    }

    /// <summary>The powers of a value up to the degree of a polynomial, what is missing replaced by a mean.</summary>
    private AffineColumn[] Powers(FormColumn column, double mean)
    {
        (double origin, double unit) = origins[column.Field];
        AffineColumn[] powers = new AffineColumn[column.Code];
        powers[0] = new AffineColumn().Add(column.Terms.Value, 1 / unit).Add(column.Terms.Missing, mean / unit).Add(-origin / unit);
        for (int k = 2; k <= column.Code; k++)
        {
            powers[k - 1] = new AffineColumn().Add(column.Powers + k - 2, 1).Add(column.Terms.Missing, Math.Pow((mean - origin) / unit, k));
        }

        return powers;
    }
}
