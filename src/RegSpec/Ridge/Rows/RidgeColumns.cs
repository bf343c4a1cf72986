using System.Globalization;

namespace RegSpec;

/// <summary>The columns of an annotated type, one call a member, in order. Called by generated code.</summary>
public sealed class RidgeColumns
{
    private readonly List<string> names = [];
    private readonly List<FeatureScaling> scaling = [];
    private readonly List<double> factors = [];

    /// <summary>A number: one column.</summary>
    public RidgeColumns Number(string name, FeatureScaling scaling = FeatureScaling.Standardize, double penaltyFactor = 1)
    {
        Add(name, scaling, penaltyFactor);
        return this;
    }

    /// <summary>A bool: one column of 0 and 1, centred, not scaled.</summary>
    public RidgeColumns Indicator(string name, double penaltyFactor = 1) => Number(name, FeatureScaling.None, penaltyFactor);

    /// <summary>An enum: a column of 0 and 1 for each level, named <c>name=level</c>, centred, not scaled.</summary>
    public RidgeColumns Levels(string name, double penaltyFactor, params string[] levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        foreach (string level in levels)
        {
            Add(name + "=" + level, FeatureScaling.None, penaltyFactor);
        }

        return this;
    }

    /// <summary>An array: a column for each value, named <c>name[0]</c>, <c>name[1]</c> …</summary>
    public RidgeColumns Array(string name, int length, FeatureScaling scaling = FeatureScaling.Standardize, double penaltyFactor = 1)
    {
        for (int i = 0; i < length; i++)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"), scaling, penaltyFactor);
        }

        return this;
    }

    /// <summary>The columns as options.</summary>
    public RidgeOptions Build(string target, bool fitIntercept) => new()
    {
        FitIntercept = fitIntercept,
        FeatureNames = names.ToArray(),
        Scaling = scaling.ToArray(),
        PenaltyFactors = factors.ToArray(),
        TargetNames = [target],
    };

    private void Add(string name, FeatureScaling treatment, double factor)
    {
        names.Add(name);
        scaling.Add(treatment);
        factors.Add(factor);
    }
}
