namespace RegSpec;

/// <summary>What a type annotated with <see cref="RidgeRegressionAttribute"/> declares: features, target, weight, λ. Immutable.</summary>
public sealed class RidgeSchema
{
    private readonly RowForm? form;
    private readonly RidgeEncoding? encoding;

    internal RidgeSchema(
        IReadOnlyList<RidgeFeature> features, IReadOnlyList<RidgeMember> targets, RidgeMember? weight, double lambda, bool fitIntercept, IReadOnlyList<RidgeInteraction>? interactions = null,
        RidgeMember? group = null)
    {
        Features = features;
        Targets = targets;
        Weight = weight;
        Group = group;
        Lambda = lambda;
        FitIntercept = fitIntercept;
        Interactions = interactions ?? [];
        Categories = [.. features.Where(feature => feature.Kind == RidgeFeatureKind.Category)];
        FieldCount = features.Sum(feature => feature.FieldCount);
        SkipFields = Fields(feature => feature.Missing == Missing.SkipRow).ToArray();
        MissingFields = features.SelectMany(feature => Enumerable.Repeat(feature.MayBeMissing, feature.FieldCount)).ToArray();
        CategoryFields = [.. Fields(feature => feature.Kind == RidgeFeatureKind.Category)];
        form = IsLearned ? null : new RowForm(this, []);
        encoding = form is { IsAdaptive: false } ? new RidgeEncoding(form, [.. form.Layout.Columns]) : null;
    }

    /// <summary>The features: those of base types first, each type's in declared order.</summary>
    public IReadOnlyList<RidgeFeature> Features { get; }

    /// <summary>The targets.</summary>
    public IReadOnlyList<RidgeMember> Targets { get; }

    /// <summary>The weight of a row; null without.</summary>
    public RidgeMember? Weight { get; }

    /// <summary>The declared λ.</summary>
    public double Lambda { get; }

    /// <summary>Whether an intercept is fitted.</summary>
    public bool FitIntercept { get; }

    /// <summary>The products of features, in declared order.</summary>
    public IReadOnlyList<RidgeInteraction> Interactions { get; }

    /// <summary>What rows belong together by; null without.</summary>
    public RidgeMember? Group { get; }

    /// <summary>Whether the columns that statistics hold depend on rows: there are strings, whose levels are learned.</summary>
    public bool IsLearned => Categories.Count > 0;

    /// <summary>The columns that statistics hold, in order, and the targets: see <see cref="RidgeEncoding.StatisticsLayout"/>.</summary>
    /// <exception cref="InvalidOperationException">They depend on the levels of strings: use <see cref="Encode"/>.</exception>
    public RidgeLayout Layout => Form.SummedLayout;

    /// <summary>Names and treatment of the columns of a fit.</summary>
    /// <exception cref="InvalidOperationException">They depend on rows: ask the model of a fit.</exception>
    public RidgeOptions Options => Plain.Options;

    /// <summary>Whether a fit learns more of its rows than levels: means for missing values, polynomials, what products count from.</summary>
    internal bool IsAdaptive => form is { IsAdaptive: true } || (IsLearned && new RowForm(this, [.. Categories.Select(_ => (IReadOnlyList<string>)["a"])]).IsAdaptive);

    /// <summary>Places of the values that a row must have to be fitted.</summary>
    internal ReadOnlyMemory<int> SkipFields { get; }

    /// <summary>Whether a row lacks a value that it must have to be fitted.</summary>
    /// <param name="row">The values of its features; what follows is not looked at.</param>
    internal bool IsSkipped(ReadOnlySpan<double> row)
    {
        foreach (int field in SkipFields.Span)
        {
            if (double.IsNaN(row[field]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>For each value whether it may be missing in a row that is fitted.</summary>
    internal ReadOnlyMemory<bool> MissingFields { get; }

    /// <summary>Places of strings.</summary>
    internal IReadOnlyList<int> CategoryFields { get; }

    /// <summary>The string features, in order.</summary>
    internal IReadOnlyList<RidgeFeature> Categories { get; }

    /// <summary>Values that are read of a row: a string counts as one.</summary>
    internal int FieldCount { get; }

    /// <summary>The form of values whose columns need no rows.</summary>
    internal RowForm Form => form ?? throw new InvalidOperationException(
        $"The columns depend on the levels of {string.Join(", ", Categories.Select(feature => $"'{feature.Name}'"))}, which a fit learns from its rows; give them to Encode, or ask a model.");

    internal RidgeEncoding Plain => encoding ?? throw new InvalidOperationException(form is null
        ? $"The columns depend on the levels of {string.Join(", ", Categories.Select(feature => $"'{feature.Name}'"))}, which a fit learns from its rows; give them to Encode, or ask a model."
        : "The columns depend on what a fit learns of its rows (means for missing values, polynomials, products); ask a model for its Encoding.");

    /// <summary>The columns for known levels of strings.</summary>
    /// <param name="levels">The levels of each string feature by its name; they are put in ordinal order.</param>
    /// <exception cref="ArgumentException">Levels of a string feature are missing.</exception>
    public RidgeEncoding Encode(IReadOnlyDictionary<string, IReadOnlyList<string>> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        RowForm known = new(this, [.. Categories.Select(feature => levels.TryGetValue(feature.Name, out IReadOnlyList<string>? own)
            ? (IReadOnlyList<string>)own.Distinct().Order(StringComparer.Ordinal).ToArray()
            : throw new ArgumentException($"levels: has none for '{feature.Name}'; give the levels of every string feature.", nameof(levels)))]);
        return new(known, [.. known.Layout.Columns]);
    }

    /// <summary>Places of the values of some features.</summary>
    private IEnumerable<int> Fields(Func<RidgeFeature, bool> which)
    {
        int field = 0;
        foreach (RidgeFeature feature in Features)
        {
            for (int i = 0; i < feature.FieldCount; i++, field++)
            {
                if (which(feature))
                {
                    yield return field;
                }
            }
        }
    }
}
