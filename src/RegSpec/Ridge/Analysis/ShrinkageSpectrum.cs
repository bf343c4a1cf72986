using System.Globalization;

namespace RegSpec;

/// <summary>
/// What one λ does to each principal direction of the features: its eigenvalue σ² of F^(−½)ZᵀSZF^(−½) becomes σ² + λ, and its least-squares coordinate is
/// multiplied by σ²/(σ² + λ) (Hastie, Tibshirani and Friedman 2009, eq. 3.47). With factors 0 these are the directions of what the unpenalised features
/// leave of the others.
/// </summary>
public sealed class ShrinkageSpectrum
{
    private readonly CanonicalForm form;
    private readonly Lazy<RidgePathPoint> point;

    internal ShrinkageSpectrum(CanonicalForm form, double lambda)
    {
        this.form = form;
        Lambda = lambda;
        point = new(() => form.Fit.Point(lambda));
    }

    /// <summary>λ ≥ 0.</summary>
    public double Lambda { get; }

    /// <summary>σ² of the penalised directions that the data determine, largest first; the others are counted by <see cref="UndeterminedDirections"/>.</summary>
    public IReadOnlyList<double> Eigenvalues => form.Values;

    /// <summary>σ² + λ, in the same order.</summary>
    public IReadOnlyList<double> RegularizedEigenvalues => [.. form.Values.Select(d => d + Lambda)];

    /// <summary>σ²/(σ² + λ), in the same order: 1 keeps a direction, 0 gives it up.</summary>
    public IReadOnlyList<double> ShrinkageFactors => [.. form.Values.Select(d => d / (d + Lambda))];

    /// <summary>Least-squares coordinate of the target in each direction, in units of the target; Σ over all of (this × shrinkage factor)² is Σfⱼwⱼ².</summary>
    public IReadOnlyList<double> LeastSquaresCoordinates => form.Coordinates(0);

    /// <summary>Coordinate of the solution at λ in each direction.</summary>
    public IReadOnlyList<double> Coordinates => form.Coordinates(Lambda);

    /// <summary>Penalised directions of which the data say nothing (σ² = 0): collinear features, or more features than rows. Only λ holds them.</summary>
    public int UndeterminedDirections => form.Undetermined;

    /// <summary>Directions without a penalty: factor 1 whatever λ is.</summary>
    public int UnpenalizedDirections => form.Unpenalised;

    /// <summary>σ²max/σ²min; +∞ where a direction is undetermined. For unit factors this is the condition number of ZᵀSZ.</summary>
    public double ConditionNumber => Condition(0);

    /// <summary>(σ²max + λ)/(σ²min + λ).</summary>
    public double RegularizedConditionNumber => Condition(Lambda);

    /// <summary>Factor by which a step of gradient descent at its best constant step size reduces the error of the slowest direction without λ: (κ − 1)/(κ + 1); 1 is no progress.</summary>
    public double DescentRate => Rate(ConditionNumber);

    /// <summary>The same with λ.</summary>
    public double RegularizedDescentRate => Rate(RegularizedConditionNumber);

    /// <summary>How many steps without λ are worth one with λ: the ratio of the logarithms of the two rates; +∞ where there is no progress without λ.</summary>
    public double DescentRateRatio => DescentRate == 1 ? double.PositiveInfinity : RegularizedDescentRate == 0 ? (DescentRate == 0 ? 1 : double.PositiveInfinity) : Math.Log(RegularizedDescentRate) / Math.Log(DescentRate);

    /// <summary>df = Σσ²/(σ² + λ), and one for each direction without a penalty; the intercept is not counted.</summary>
    public double DegreesOfFreedom => form.DegreesOfFreedom(Lambda);

    /// <summary>‖w‖ = √Σwⱼ²: the most a prediction changes when the standardised features move by a distance of 1 (the Lipschitz constant of the fit). In units of the target.</summary>
    public double Sensitivity => form.Columns.HasUnitFactors && form.Data.Units.Weight == 0 ? Math.Sqrt(form.SquaredNorm(Lambda)) : Math.Sqrt(point.Value.SquaredNorm);

    /// <summary>‖β‖ = √Σβⱼ², the same for features in their own units.</summary>
    public double RawSensitivity => Math.Sqrt(point.Value.RawCoefficients.Sum(beta => beta * beta));

    /// <summary>The λ at which the effective degrees of freedom have a given value, by Newton's method on 1/df.</summary>
    /// <param name="degreesOfFreedom">More than the number of directions without a penalty, at most the rank.</param>
    /// <exception cref="ArgumentOutOfRangeException">No λ has these degrees of freedom.</exception>
    public double LambdaFor(double degreesOfFreedom)
    {
        double wanted = degreesOfFreedom - form.Unpenalised;
        int most = form.Values.Length;
        if (!(wanted > 0) || wanted > most)
        {
            throw new ArgumentOutOfRangeException(
                nameof(degreesOfFreedom), degreesOfFreedom,
                string.Create(CultureInfo.InvariantCulture, $"degreesOfFreedom: no λ gives {degreesOfFreedom}; it must be above {form.Unpenalised} (the directions without a penalty) and at most {form.Unpenalised + most} (the rank)."));
        }

        if (wanted == most)
        {
            return 0;
        }

        // d_min ≤ d ≤ d_max bounds each term, so m·d/(d + λ) = wanted at the two ends bounds λ.
        double share = (most - wanted) / wanted;
        return ConcaveEquation.Solve(
            lambda =>
            {
                double sum = form.Values.Sum(d => d / (d + lambda));
                double slope = form.Values.Sum(d => d / (d + lambda) / (d + lambda));
                return (1 / sum, slope / (sum * sum));
            },
            1 / wanted, form.Values[^1] * share, form.Values[0] * share);
    }

    /// <summary>λ, conditioning and degrees of freedom, then a line a direction.</summary>
    public override string ToString()
    {
        string title = string.Create(
            CultureInfo.InvariantCulture,
            $"spectrum: λ = {Lambda:G6}, df = {DegreesOfFreedom:G6}, condition {ConditionNumber:G6} → {RegularizedConditionNumber:G6}, descent rate {DescentRate:G6} → {RegularizedDescentRate:G6}, ‖w‖ = {Sensitivity:G6}\n")
            + string.Create(CultureInfo.InvariantCulture, $"{UnpenalizedDirections} directions without a penalty, {UndeterminedDirections} that the data do not determine");
        return AnalysisText.Of(
            title, "direction", AnalysisText.Indices(Eigenvalues.Count),
            ("σ²", Eigenvalues), ("σ² + λ", RegularizedEigenvalues), ("factor", ShrinkageFactors), ("least squares", LeastSquaresCoordinates), ("ridge", Coordinates));
    }

    private double Condition(double lambda)
    {
        double least = form.Undetermined > 0 ? 0 : form.Values.DefaultIfEmpty(1).Last();
        double most = form.Values.DefaultIfEmpty(form.Undetermined > 0 ? 0 : 1).First();
        return least + lambda == 0 ? double.PositiveInfinity : (most + lambda) / (least + lambda);
    }

    private static double Rate(double condition) => double.IsInfinity(condition) ? 1 : (condition - 1) / (condition + 1);
}
