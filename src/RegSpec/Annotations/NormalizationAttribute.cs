namespace RegSpec;

/// <summary>Marks a module class as a normalization that cannot be proved to be one: its parameters are scales and shifts.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NormalizationAttribute : Attribute;
