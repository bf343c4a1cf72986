namespace RegSpec;

/// <summary>A target column of a ridge regression. Several make one model with a solution for each.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, Inherited = false)]
public sealed class TargetAttribute : Attribute
{
    /// <summary>λ ≥ 0 of this target; NaN, as without it, for that of <see cref="RidgeRegressionAttribute"/>.</summary>
    public double Lambda { get; set; } = double.NaN;
}
