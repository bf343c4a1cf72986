namespace RegSpec;

/// <summary>Which parameters of a subtree get the subtree's default coefficient λ.</summary>
public enum DecayPolicy
{
    /// <summary>Weights, recurrent weights and embeddings, except weights proved scale-invariant; nothing else. The default.</summary>
    Principled,

    /// <summary>All weights, recurrent weights and embeddings, scale-invariant ones too: decay as a control of the effective learning rate.</summary>
    Weights,

    /// <summary>Every parameter of two or more dimensions, whatever its role.</summary>
    Matrices,

    /// <summary>Nothing by default: only what a declaration names.</summary>
    DeclaredOnly,

    /// <summary>Every parameter, as <c>weight_decay</c> over <c>parameters()</c> does.</summary>
    Everything,
}
