namespace RegSpec;

/// <summary>Declares λ = 0 under the same rules as <see cref="WeightDecayAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = true, Inherited = false)]
public sealed class NoWeightDecayAttribute : Attribute
{
    /// <inheritdoc cref="WeightDecayAttribute.Parameters"/>
    public string? Parameters { get; set; }

    /// <inheritdoc cref="WeightDecayAttribute.Because"/>
    public string? Because { get; set; }
}
