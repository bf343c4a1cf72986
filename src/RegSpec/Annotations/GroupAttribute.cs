namespace RegSpec;

/// <summary>What rows belong together by (a patient, a household, a day): <see cref="LambdaSelection.Groups(int, int)"/> keeps them on one side of every fold. It is no column.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, Inherited = false)]
public sealed class GroupAttribute : Attribute;
