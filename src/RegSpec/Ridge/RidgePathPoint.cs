namespace RegSpec;

/// <summary>
/// One λ of a <see cref="RidgePath"/>, from the eigendecomposition that serves all of them. Coefficients are computed when first asked for;
/// <see cref="Digits"/> says how far they are to be trusted, <see cref="Solution"/> refines them. Not thread-safe.
/// </summary>
public sealed class RidgePathPoint
{
    private readonly Func<PathCoefficients> expand;
    private readonly Func<RidgeSolution> solve;
    private PathCoefficients? coefficients;
    private RidgeSolution? solution;

    internal RidgePathPoint(Func<PathCoefficients> expand, Func<RidgeSolution> solve)
    {
        this.expand = expand;
        this.solve = solve;
    }

    /// <summary>λ ≥ 0.</summary>
    public required double Lambda { get; init; }

    /// <summary>w, per standard deviation of the feature; p values.</summary>
    public IReadOnlyList<double> Coefficients => Expanded.Standardized;

    /// <summary>β, per unit of the feature; p values.</summary>
    public IReadOnlyList<double> RawCoefficients => Expanded.Raw;

    /// <summary>Decimal digits to trust in each coefficient of this point, 0 to 15, from the conditioning at this λ; p values.</summary>
    public IReadOnlyList<double> Digits => Expanded.Digits.Value;

    /// <summary>
    /// The solution at this λ as <see cref="RidgeProblem.Fit"/> gives it: refined with residuals in double-double over the rows, which must still be
    /// there. Computed when first asked for, in a few passes over the rows.
    /// </summary>
    public RidgeSolution Solution => solution ??= solve();

    /// <summary>b, the prediction at the mean of the features.</summary>
    public double Intercept => Expanded.Intercept;

    /// <summary>β₀, the prediction at the origin.</summary>
    public double RawIntercept => Expanded.RawIntercept;

    /// <summary>‖w‖² = Σwⱼ².</summary>
    public double SquaredNorm => Expanded.Standardized.Sum(w => w * w);

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

    private PathCoefficients Expanded => coefficients ??= expand();
}
