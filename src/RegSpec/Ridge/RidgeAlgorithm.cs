namespace RegSpec;

/// <summary>How a ridge solution was computed.</summary>
public enum RidgeAlgorithm
{
    /// <summary>Cholesky factorisation of the standardised p × p system.</summary>
    Cholesky,

    /// <summary>Cholesky factorisation of the n × n system, for fewer rows than features.</summary>
    Dual,

    /// <summary>Orthogonal factorisation of the rows themselves, for systems too ill-conditioned for their products; least norm where the rank is deficient.</summary>
    Orthogonal,

    /// <summary>Eigendecomposition of the products, where there are statistics but no rows.</summary>
    Eigen,

    /// <summary>No system to solve: no feature varies, or the target is constant.</summary>
    None,
}
