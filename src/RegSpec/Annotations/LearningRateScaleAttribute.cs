namespace RegSpec;

/// <summary>Multiplies the optimizer's learning rate for everything below; factors of nested places multiply. Independent of weight decay.</summary>
/// <param name="factor">The factor, finite and > 0 (REG0001).</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class LearningRateScaleAttribute(double factor) : Attribute
{
    /// <summary>The factor.</summary>
    public double Factor { get; } = factor;
}
