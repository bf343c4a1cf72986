namespace RegSpec;

/// <summary>A feature column of a ridge regression.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, Inherited = false)]
public sealed class FeatureAttribute : Attribute
{
    /// <summary>How the generated code scales the column.</summary>
    public FeatureScaling Scaling { get; set; } = FeatureScaling.Standardize;

    /// <summary>The factor f ≥ 0 on this column's penalty; 1 by default, 0 leaves it unpenalised.</summary>
    public double PenaltyFactor { get; set; } = 1.0;

    /// <summary>The number of values, at least 1, of an array, list, memory or tensor: each is a column. For these only, and required there.</summary>
    public int Length { get; set; }

    /// <summary>In what a <c>DateTime</c>, <c>DateTimeOffset</c>, <c>DateOnly</c> or <c>TimeSpan</c> is counted. For these only, and required there.</summary>
    public TimeUnit Unit { get; set; }

    /// <summary>The day from which dates are counted, as <c>2000-01-01</c>, which it is by default. With an intercept it changes no prediction.</summary>
    public string? Origin { get; set; }

    /// <summary>What a prediction does with a string that no row of the fit had.</summary>
    public Unseen Unseen { get; set; }
}
