namespace RegSpec;

/// <summary>What <see cref="ScaleInvariance.Verify(TorchSharp.torch.nn.Module{TorchSharp.torch.Tensor, TorchSharp.torch.Tensor}, TorchSharp.torch.Tensor)"/> measured for one weight.</summary>
public enum ScaleVerdict
{
    /// <summary>Nothing changes when the weight is scaled, to the precision of its type.</summary>
    Exact,

    /// <summary>What changes falls with the square of the scale, or is as small as the ε of a norm: the weight is invariant but for that ε.</summary>
    UpToEps,

    /// <summary>The output depends on the scale of the weight.</summary>
    Refuted,

    /// <summary>The output does not depend on the weight at all.</summary>
    NoEffect,

    /// <summary>It could not be measured; the detail says why.</summary>
    NotRun,
}
