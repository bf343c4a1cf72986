namespace RegSpec;

/// <summary>Declares the default λ of a module class of another assembly, as <see cref="WeightDecayAttribute"/> does for one's own.</summary>
/// <param name="type">The module class.</param>
/// <param name="lambda">The coefficient λ, finite and ≥ 0.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class WeightDecayForAttribute(Type type, double lambda) : Attribute
{
    /// <summary>The module class.</summary>
    public Type Type { get; } = type;

    /// <summary>The coefficient λ.</summary>
    public double Lambda { get; } = lambda;
}
