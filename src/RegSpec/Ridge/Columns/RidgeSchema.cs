namespace RegSpec;

/// <summary>What a type annotated with <see cref="RidgeRegressionAttribute"/> declares: features, target, weight, λ. Immutable.</summary>
public sealed class RidgeSchema
{
    private readonly RidgeEncoding? encoding;

    internal RidgeSchema(IReadOnlyList<RidgeFeature> features, IReadOnlyList<RidgeMember> targets, RidgeMember? weight, double lambda, bool fitIntercept)
    {
        Features = features;
        Targets = targets;
        Weight = weight;
        Lambda = lambda;
        FitIntercept = fitIntercept;
        Categories = [.. features.Where(feature => feature.Kind == RidgeFeatureKind.Category)];
        FieldCount = features.Sum(feature => feature.Kind == RidgeFeatureKind.Category ? 1 : feature.Columns(feature.Levels).Count());
        encoding = IsLearned ? null : new RidgeEncoding(this, []);
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

    /// <summary>Whether columns depend on the rows of a fit: there are strings, whose levels are learned.</summary>
    public bool IsLearned => Categories.Count > 0;

    /// <summary>The columns that the features make, in order, and the targets.</summary>
    /// <exception cref="InvalidOperationException">They depend on rows: use <see cref="Encode"/>.</exception>
    public RidgeLayout Layout => Plain.Layout;

    /// <summary>Names and treatment of these columns.</summary>
    /// <exception cref="InvalidOperationException">They depend on rows: use <see cref="Encode"/>.</exception>
    public RidgeOptions Options => Plain.Options;

    /// <summary>The string features, in order.</summary>
    internal IReadOnlyList<RidgeFeature> Categories { get; }

    /// <summary>Values that are read of a row: a string counts as one.</summary>
    internal int FieldCount { get; }

    internal RidgeEncoding Plain => encoding ?? throw new InvalidOperationException(
        $"The columns depend on the levels of {string.Join(", ", Categories.Select(feature => $"'{feature.Name}'"))}, which a fit learns from its rows; give them to Encode, or ask a model.");

    /// <summary>The columns for known levels of strings.</summary>
    /// <param name="levels">The levels of each string feature by its name; they are put in ordinal order.</param>
    /// <exception cref="ArgumentException">Levels of a string feature are missing.</exception>
    public RidgeEncoding Encode(IReadOnlyDictionary<string, IReadOnlyList<string>> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return new(this, [.. Categories.Select(feature => levels.TryGetValue(feature.Name, out IReadOnlyList<string>? own)
            ? (IReadOnlyList<string>)own.Distinct().Order(StringComparer.Ordinal).ToArray()
            : throw new ArgumentException($"levels: has none for '{feature.Name}'; give the levels of every string feature.", nameof(levels)))]);
    }
}
