namespace RegSpec;

/// <summary>What <see cref="ScaleInvariance.Verify(TorchSharp.torch.nn.Module{TorchSharp.torch.Tensor, TorchSharp.torch.Tensor}, TorchSharp.torch.Tensor)"/> measured for one weight.</summary>
public enum ScaleVerdict
{
    /// <summary>Nothing changes when the weight is scaled (less than 10⁻⁹ in float64, 10⁻⁴ in narrower types), and the slope along it is zero.</summary>
    Exact,

    /// <summary>
    /// What changes is less than a hundredth and is the power of the scale that an ε gives, and the slope goes with it: invariant but for that ε.
    /// </summary>
    UpToEps,

    /// <summary>The output depends on the scale of the weight, or its gradient does not know that it does not.</summary>
    Refuted,

    /// <summary>The output does not depend on the weight: no small change of it has an effect.</summary>
    NoEffect,

    /// <summary>It could not be measured; the detail says why (rounding makes all that is seen, an output is not finite).</summary>
    NotRun,
}
