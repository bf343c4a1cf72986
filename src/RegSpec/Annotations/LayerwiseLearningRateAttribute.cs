namespace RegSpec;

/// <summary>
/// Layer-wise learning-rate decay: item i of the n items of a <c>ModuleList</c> or <c>Sequential</c> trains with decay^(n−1−i) times the
/// rate around it, so the last item with the full one. Multiplies with every <see cref="LearningRateScaleAttribute"/> around and below.
/// </summary>
/// <param name="decay">The factor from one item to the one before it, finite and > 0; usually in (0, 1] (REG0001).</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class LayerwiseLearningRateAttribute(double decay) : Attribute
{
    /// <summary>The factor from one item to the one before it.</summary>
    public double Decay { get; } = decay;
}
