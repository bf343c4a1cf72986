namespace RegSpec;

/// <summary>Marks a class of another assembly as a normalization, as <see cref="NormalizationAttribute"/> does for one's own.</summary>
/// <param name="type">The module class.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class NormalizationModuleAttribute(Type type) : Attribute
{
    /// <summary>The module class.</summary>
    public Type Type { get; } = type;
}
