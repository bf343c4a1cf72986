namespace RegSpec;

/// <summary>A feature column of a ridge regression.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, Inherited = false)]
public sealed class FeatureAttribute : Attribute
{
    /// <summary>How the generated code scales the column.</summary>
    public FeatureScaling Scaling { get; set; } = FeatureScaling.Standardize;

    /// <summary>The factor f ≥ 0 on this column's penalty; 1 by default, 0 leaves it unpenalised.</summary>
    public double PenaltyFactor { get; set; } = 1.0;

    /// <summary>The number of values, at least 1, of a <c>float[]</c> or <c>double[]</c>: each is a column. For arrays only, and required there.</summary>
    public int Length { get; set; }
}
