namespace RegSpec;

/// <summary>What a type annotated with <see cref="RidgeRegressionAttribute"/> declares: features, target, weight, λ. Immutable.</summary>
public sealed class RidgeSchema
{
    internal RidgeSchema(IReadOnlyList<RidgeFeature> features, IReadOnlyList<RidgeMember> targets, RidgeMember? weight, double lambda, bool fitIntercept)
    {
        Features = features;
        Targets = targets;
        Weight = weight;
        Lambda = lambda;
        FitIntercept = fitIntercept;
        Layout = new([.. features.SelectMany(feature => feature.Columns())], [.. targets.Select(target => target.Name)]);
        Options = new RidgeOptions
        {
            FitIntercept = fitIntercept,
            Columns = Layout.Columns,
            Scaling = [.. features.SelectMany(feature => Enumerable.Repeat(feature.Scaling, feature.Columns().Count()))],
            PenaltyFactors = [.. features.SelectMany(feature => Enumerable.Repeat(feature.PenaltyFactor, feature.Columns().Count()))],
            TargetNames = Layout.Targets,
        };
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

    /// <summary>The columns that the features make, in order, and the targets.</summary>
    public RidgeLayout Layout { get; }

    /// <summary>Names and treatment of these columns.</summary>
    public RidgeOptions Options { get; }
}
