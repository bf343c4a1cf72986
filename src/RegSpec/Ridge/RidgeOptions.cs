namespace RegSpec;

/// <summary>How the columns of a ridge regression are treated. It says nothing about any data, so it can be used for any rows.</summary>
public sealed record RidgeOptions
{
    /// <summary>Whether an unpenalised intercept is fitted; true by default. Without it columns are neither centred nor, when scaled, measured about their mean.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>How each feature is scaled, one entry a feature; null standardises all. The scale is always computed from the rows of the fit.</summary>
    public IReadOnlyList<FeatureScaling>? Scaling { get; init; }

    /// <summary>The factor fⱼ ≥ 0 on each feature's penalty, one entry a feature, not renormalised; null means 1 for all, 0 leaves a feature unpenalised.</summary>
    public IReadOnlyList<double>? PenaltyFactors { get; init; }

    /// <summary>What each feature is; null makes numbers of them, named x0, x1, …</summary>
    public IReadOnlyList<RidgeColumn>? Columns { get; init; }

    /// <summary>Names of the features for reports and messages, each unlike the others; null names them x0, x1, … Setting them makes numbers of all features.</summary>
    public IReadOnlyList<string>? FeatureNames
    {
        get => Columns?.Select(column => column.Name).ToArray();
        init => Columns = value?.Select(RidgeColumn.Number).ToArray();
    }

    /// <summary>Names of the targets for reports and messages; null names them y, or y0, y1, … when there are several.</summary>
    public IReadOnlyList<string>? TargetNames { get; init; }
}
