using System.Globalization;

namespace RegSpec;

/// <summary>
/// The least squares under Σfⱼwⱼ² ≤ C, and the multiplier λ that makes it a ridge regression. The conditions of Karush, Kuhn and Tucker hold:
/// ZᵀS(y − b − Zw) = λFw, λ ≥ 0, Σfⱼwⱼ² ≤ C and λ(Σfⱼwⱼ² − C) = 0. With unit factors Σfⱼwⱼ² is ‖w‖².
/// </summary>
public sealed class ConstrainedFit
{
    private const int RefinedSteps = 8;
    private const double RefinedTolerance = 1e-12;

    private readonly RidgePathPoint point;

    internal ConstrainedFit(CanonicalForm form, double squaredNorm)
    {
        Bound = squaredNorm;
        UnconstrainedSquaredNorm = form.RefinedSquaredNorm(0);
        Multiplier = LambdaFor(form, squaredNorm);
        SquaredNorm = form.RefinedSquaredNorm(Multiplier);
        point = form.Fit.Point(Multiplier);
    }

    /// <summary>C, in squared units of the target.</summary>
    public double Bound { get; }

    /// <summary>Σfⱼwⱼ² of least squares without a constraint; of the one of least norm where the data do not determine it.</summary>
    public double UnconstrainedSquaredNorm { get; }

    /// <summary>λ, the multiplier of the constraint: how fast the sum of squared residuals falls as C grows, −dRSS/dC. 0 where the constraint is not active.</summary>
    public double Multiplier { get; }

    /// <summary>Whether the constraint binds: least squares alone exceed it.</summary>
    public bool IsActive => Multiplier > 0;

    /// <summary>Σfⱼwⱼ² of the solution: C where the constraint is active, less where it is not.</summary>
    public double SquaredNorm { get; }

    /// <summary>λ(Σfⱼwⱼ² − C), 0 but for rounding: either the multiplier or the slack vanishes.</summary>
    public double ComplementarySlackness => Multiplier * (SquaredNorm - Bound);

    /// <summary>w, per standard deviation of the feature; p values.</summary>
    public IReadOnlyList<double> Coefficients => point.Coefficients;

    /// <summary>β, per unit of the feature; p values.</summary>
    public IReadOnlyList<double> RawCoefficients => point.RawCoefficients;

    /// <summary>b, the prediction at the mean of the features.</summary>
    public double Intercept => point.Intercept;

    /// <summary>Σ sᵢrᵢ².</summary>
    public double ResidualSumOfSquares => point.ResidualSumOfSquares;

    /// <summary>The refined ridge solution at the multiplier, computed when first asked for.</summary>
    public RidgeSolution Solution => point.Solution;

    /// <summary>The bound, the multiplier and the coefficients.</summary>
    public override string ToString() => AnalysisText.Of(
        string.Create(
            CultureInfo.InvariantCulture,
            $"least squares with Σfw² ≤ {Bound:G6}: λ = {Multiplier:G6}, the constraint is {(IsActive ? "active" : "not active")}, Σfw² = {SquaredNorm:G6} (without it {UnconstrainedSquaredNorm:G6}), RSS = {ResidualSumOfSquares:G6}"),
        "feature", Solution.FeatureNames, ("per sd", Coefficients), ("per unit", RawCoefficients));

    /// <summary>The root of Σq²/(d + λ)² = C by Newton's method on 1/√; 0 where C is not exceeded. Ill-conditioned problems get their last digits from refined solutions.</summary>
    internal static double LambdaFor(CanonicalForm form, double squaredNorm)
    {
        if (!(squaredNorm > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(squaredNorm), squaredNorm,
                string.Create(CultureInfo.InvariantCulture, $"squaredNorm: {squaredNorm} is no bound; it must be above 0, for at 0 no multiplier exists."));
        }

        if (form.RefinedSquaredNorm(0) <= squaredNorm)
        {
            return 0;
        }

        // d + λ lies between λ and d_max + λ for every direction that counts.
        double goal = 1 / Math.Sqrt(squaredNorm);
        double total = Math.Sqrt(form.Projections.Sum(q => q * q)) * goal;
        double lambda = ConcaveEquation.Solve(at => InverseNorm(form, at), goal, Math.Max(0, total - form.Values[0]), total);
        for (int step = 0; step < RefinedSteps; step++)
        {
            double inverse = 1 / Math.Sqrt(form.RefinedSquaredNorm(lambda));
            if (Math.Abs(inverse - goal) <= RefinedTolerance * goal)
            {
                break;
            }

            lambda = Math.Max(0.5 * lambda, lambda + (goal - inverse) / InverseNorm(form, lambda).Slope);
        }

        return lambda;
    }

    /// <summary>1/√Σq²/(d + λ)² and its derivative.</summary>
    private static (double Value, double Slope) InverseNorm(CanonicalForm form, double lambda)
    {
        double sum = 0;
        double slope = 0;
        for (int k = 0; k < form.Values.Length; k++)
        {
            double coordinate = form.Projections[k] / (form.Values[k] + lambda);
            sum += coordinate * coordinate;
            slope += coordinate * coordinate / (form.Values[k] + lambda);
        }

        double root = Math.Sqrt(sum);
        return (1 / root, slope / sum / root);
    }
}
