namespace RegSpec;

/// <summary>What an annotated type declares, one call a member, in order. Called by generated code.</summary>
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public sealed class RidgeColumns
{
    private readonly List<RidgeFeature> features = [];
    private readonly List<RidgeMember> targets = [];
    private readonly List<RidgeInteraction> interactions = [];
    private RidgeMember? weight;
    private RidgeMember? group;

    /// <summary>A number: one column.</summary>
    public RidgeColumns Number(string name, FeatureScaling scaling = FeatureScaling.Standardize, double penaltyFactor = 1, string? source = null) =>
        Add(name, RidgeFeatureKind.Number, scaling, penaltyFactor, source);

    /// <summary>A bool: one column of 0 and 1, centred, not scaled.</summary>
    public RidgeColumns Indicator(string name, double penaltyFactor = 1, string? source = null) =>
        Add(name, RidgeFeatureKind.Indicator, FeatureScaling.None, penaltyFactor, source);

    /// <summary>An enum: a column of 0 and 1 for each level, named <c>name=level</c>, centred, not scaled.</summary>
    public RidgeColumns Levels(string name, string[] levels, decimal[] values, double penaltyFactor = 1, string? source = null)
    {
        Add(name, RidgeFeatureKind.Levels, FeatureScaling.None, penaltyFactor, source);
        features[^1] = features[^1] with { Levels = levels, LevelValues = values };
        return this;
    }

    /// <summary>A string: a column of 0 and 1 for each level that the rows of a fit have.</summary>
    public RidgeColumns Category(string name, Unseen unseen = Unseen.Fail, double penaltyFactor = 1, string? source = null)
    {
        Add(name, RidgeFeatureKind.Category, FeatureScaling.None, penaltyFactor, source);
        features[^1] = features[^1] with { Unseen = unseen };
        return this;
    }

    /// <summary>A date or duration: one column.</summary>
    public RidgeColumns Time(string name, TimeUnit unit, string? origin, FeatureScaling scaling = FeatureScaling.Standardize, double penaltyFactor = 1, string? source = null)
    {
        Add(name, RidgeFeatureKind.Time, scaling, penaltyFactor, source);
        features[^1] = features[^1] with { Unit = unit, Origin = origin is null ? null : DateOnly.ParseExact(origin, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) };
        return this;
    }

    /// <summary>An array: a column for each value, named <c>name[0]</c>, <c>name[1]</c> …</summary>
    public RidgeColumns Array(string name, int length, FeatureScaling scaling = FeatureScaling.Standardize, double penaltyFactor = 1, string? source = null)
    {
        Add(name, RidgeFeatureKind.Array, scaling, penaltyFactor, source);
        features[^1] = features[^1] with { Length = length };
        return this;
    }

    /// <summary>What becomes of rows without a value of the last feature.</summary>
    public RidgeColumns Missing(Missing missing)
    {
        features[^1] = features[^1] with { Missing = missing };
        return this;
    }

    /// <summary>Orthogonal polynomials of the last feature, up to a degree.</summary>
    public RidgeColumns Polynomial(int degree, double about = 0)
    {
        features[^1] = features[^1] with { Degree = degree, About = about };
        return this;
    }

    /// <summary>Names of the columns of the last feature, an array.</summary>
    public RidgeColumns Names(params string[] names)
    {
        features[^1] = features[^1] with { Names = names };
        return this;
    }

    /// <summary>The products of two features.</summary>
    public RidgeColumns Interaction(string first, string second, double penaltyFactor = 1)
    {
        interactions.Add(new(first, second, penaltyFactor));
        return this;
    }

    /// <summary>A target.</summary>
    public RidgeColumns Target(string name, double? lambda = null, string? source = null)
    {
        targets.Add(new(name, source ?? name, lambda));
        return this;
    }

    /// <summary>What rows belong together by.</summary>
    public RidgeColumns Group(string name, string? source = null)
    {
        group = new(name, source ?? name);
        return this;
    }

    /// <summary>The weight of a row.</summary>
    public RidgeColumns Weight(string name, string? source = null)
    {
        weight = new(name, source ?? name);
        return this;
    }

    /// <summary>All of it.</summary>
    public RidgeSchema Build(double lambda, bool fitIntercept) => new(features.ToArray(), targets.ToArray(), weight, lambda, fitIntercept, interactions.ToArray(), group);

    private RidgeColumns Add(string name, RidgeFeatureKind kind, FeatureScaling scaling, double penaltyFactor, string? source)
    {
        features.Add(new RidgeFeature { Name = name, Kind = kind, Source = source ?? name, Scaling = scaling, PenaltyFactor = penaltyFactor });
        return this;
    }
}
