namespace RegSpec;

/// <summary>The weight s ≥ 0 of a row of a ridge regression.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, Inherited = false)]
public sealed class SampleWeightAttribute : Attribute;
