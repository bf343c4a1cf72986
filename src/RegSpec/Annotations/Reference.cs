namespace RegSpec;

/// <summary>The point a decay pulls towards: the penalty is λ/2 ‖w − w₀‖².</summary>
public enum Reference
{
    /// <summary>w₀ = 0: ordinary weight decay. The default.</summary>
    Zero,

    /// <summary>
    /// w₀ is the parameter as it was when the groups were bound: L2-SP (Li, Grandvalet and Davoine, "Explicit Inductive Bias for Transfer
    /// Learning with Convolutional Networks", ICML 2018). It acts on scale-invariant weights too: it says which of the equivalent weights is meant.
    /// </summary>
    Initial,
}
