namespace RegSpec;

/// <summary>One λ of a <see cref="RidgePath"/>.</summary>
public sealed class RidgePathPoint
{
    internal RidgePathPoint()
    {
    }

    /// <summary>λ ≥ 0.</summary>
    public required double Lambda { get; init; }

    /// <summary>w, per standard deviation of the feature; p values.</summary>
    public required IReadOnlyList<double> Coefficients { get; init; }

    /// <summary>β, per unit of the feature; p values.</summary>
    public required IReadOnlyList<double> RawCoefficients { get; init; }

    /// <summary>b, the prediction at the mean of the features.</summary>
    public required double Intercept { get; init; }

    /// <summary>β₀, the prediction at the origin.</summary>
    public required double RawIntercept { get; init; }

    /// <summary>‖w‖² = Σwⱼ².</summary>
    public required double SquaredNorm { get; init; }

    /// <summary>tr(A⁻¹ZᵀSZ); the intercept is not counted.</summary>
    public required double DegreesOfFreedom { get; init; }

    /// <summary>Σ sᵢrᵢ².</summary>
    public required double ResidualSumOfSquares { get; init; }

    /// <summary>n·RSS/(n − 1 − df)²; NaN when nothing is left to divide by.</summary>
    public required double GeneralizedCrossValidation { get; init; }

    /// <summary>RSS/(n − df)², as MASS counts it.</summary>
    public required double GeneralizedCrossValidationOfMass { get; init; }

    /// <summary>Log evidence with σ² at its maximum; NaN with weights or unpenalised features, −∞ at λ = 0.</summary>
    public required double LogEvidence { get; init; }
}
