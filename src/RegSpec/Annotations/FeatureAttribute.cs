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

    /// <summary>What becomes of a row that has no value: null, or NaN in a floating-point number. What a fit puts in its place is stored with the model.</summary>
    public Missing Missing { get; set; }

    /// <summary>Names of the columns of an array, list, memory or tensor, as many as <see cref="Length"/>, which may be left out then; without them <c>name[0]</c>, <c>name[1]</c> …</summary>
    public string[]? Names { get; set; }
}
