namespace RegSpec;

/// <summary>The user vouches that this input or feature has zero mean and unit variance.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field, Inherited = false)]
public sealed class StandardizedAttribute : Attribute;
