namespace RegSpec;

/// <summary>The target column of a ridge regression.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, Inherited = false)]
public sealed class TargetAttribute : Attribute;
