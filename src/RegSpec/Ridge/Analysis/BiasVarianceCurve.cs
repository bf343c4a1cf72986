using System.Globalization;

namespace RegSpec;

/// <summary>
/// Mean squared error of the ridge coefficients against λ: E Σfⱼ(ŵⱼ − wⱼ)² = Σλ²αₖ²/(σₖ² + λ)² + v Σσₖ²/(σₖ² + λ)², squared bias and variance in canonical
/// coordinates (Hoerl and Kennard 1970), for fixed features and noise of variance v at weight 1 (v/sᵢ at weight sᵢ). The error of the fitted values,
/// E Σsᵢ(ẑᵢᵀŵ − zᵢᵀw)², has σₖ² times each term and v for each direction without a penalty. Coefficients of unpenalised features are in the latter only.
/// </summary>
public sealed class BiasVarianceCurve
{
    private readonly CanonicalForm form;
    private readonly double[] coordinates;
    private readonly double undetermined;

    internal BiasVarianceCurve(CanonicalForm form, double[] coordinates, double undetermined, double noiseVariance, double[] lambdas, double? pilot)
    {
        this.form = form;
        this.coordinates = coordinates;
        this.undetermined = undetermined;
        NoiseVariance = noiseVariance;
        Lambdas = lambdas;
        PilotLambda = pilot;
        MinimizingLambda = Minimize();
    }

    /// <summary>v, the variance of the noise at weight 1.</summary>
    public double NoiseVariance { get; }

    /// <summary>Whether coefficients and noise were estimated from the same data, so that the curve is itself an estimate, drawn towards its pilot.</summary>
    public bool IsPlugIn => PilotLambda is not null;

    /// <summary>The λ of the fit that stands in for the truth; null where the truth was given.</summary>
    public double? PilotLambda { get; }

    /// <summary>The grid, ascending.</summary>
    public IReadOnlyList<double> Lambdas { get; }

    /// <summary>α, the true coordinate of each direction that the data determine, largest eigenvalue first.</summary>
    public IReadOnlyList<double> Coordinates => coordinates;

    /// <summary>σ², in the same order.</summary>
    public IReadOnlyList<double> Eigenvalues => form.Values;

    /// <summary>Squared bias of the coefficients for each λ of the grid.</summary>
    public IReadOnlyList<double> SquaredBiases => [.. Lambdas.Select(lambda => Sum(lambda, 0).Bias)];

    /// <summary>Variance of the coefficients for each λ of the grid.</summary>
    public IReadOnlyList<double> Variances => [.. Lambdas.Select(lambda => Sum(lambda, 0).Variance)];

    /// <summary>Their sum for each λ of the grid.</summary>
    public IReadOnlyList<double> MeanSquaredErrors => [.. Lambdas.Select(MeanSquaredError)];

    /// <summary>Squared bias of the fitted values for each λ of the grid, summed over the rows with their weights.</summary>
    public IReadOnlyList<double> FittedSquaredBiases => [.. Lambdas.Select(lambda => Sum(lambda, 1).Bias)];

    /// <summary>Variance of the fitted values likewise; the intercept's share v is not counted.</summary>
    public IReadOnlyList<double> FittedVariances => [.. Lambdas.Select(lambda => Sum(lambda, 1).Variance)];

    /// <summary>The λ of least mean squared error of the coefficients over all λ ≥ 0, not of the grid only; +∞ where all true coefficients are 0.</summary>
    public double MinimizingLambda { get; }

    /// <summary>E Σfⱼ(ŵⱼ − wⱼ)² at one λ.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    public double MeanSquaredError(double lambda)
    {
        RidgeProblem.CheckLambda(lambda, nameof(lambda));
        (double bias, double variance) = Sum(lambda, 0);
        return bias + variance;
    }

    /// <summary>Squared bias and variance of each direction at one λ.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    public BiasVariancePoint At(double lambda)
    {
        RidgeProblem.CheckLambda(lambda, nameof(lambda));
        double[] bias = new double[coordinates.Length];
        double[] variance = new double[coordinates.Length];
        for (int k = 0; k < bias.Length; k++)
        {
            (bias[k], variance[k]) = Terms(k, lambda);
        }

        return new(lambda, bias, variance, undetermined);
    }

    /// <summary>The minimum, then a line a λ.</summary>
    public override string ToString() => AnalysisText.Of(
        string.Create(CultureInfo.InvariantCulture, $"bias and variance of the coefficients, noise variance {NoiseVariance:G6}: least mean squared error at λ = {MinimizingLambda:G6}")
            + (PilotLambda is { } pilot ? string.Create(CultureInfo.InvariantCulture, $"\na plug-in: the fit at λ = {pilot:G6} stands in for the truth, so the minimum is an estimate and no selection") : ""),
        "λ", AnalysisText.Numbers(Lambdas), ("bias²", SquaredBiases), ("variance", Variances), ("MSE", MeanSquaredErrors), ("fit bias²", FittedSquaredBiases), ("fit variance", FittedVariances));

    private (double Bias, double Variance) Terms(int k, double lambda)
    {
        double d = form.Values[k];
        double lost = lambda / (d + lambda) * coordinates[k];
        return (lost * lost, NoiseVariance * (d / (d + lambda)) / (d + lambda));
    }

    private (double Bias, double Variance) Sum(double lambda, int power)
    {
        double bias = power == 0 ? undetermined : 0;
        double variance = power == 0 ? 0 : NoiseVariance * form.Unpenalised;
        for (int k = 0; k < coordinates.Length; k++)
        {
            (double squaredBias, double spread) = Terms(k, lambda);
            double factor = power == 0 ? 1 : form.Values[k];
            bias += factor * squaredBias;
            variance += factor * spread;
        }

        return (bias, variance);
    }

    /// <summary>Half the derivative in λ, Σσ²(λα² − v)/(σ² + λ)³: negative below v/max α², positive above v/min α².</summary>
    private double Slope(double lambda)
    {
        double sum = 0;
        for (int k = 0; k < coordinates.Length; k++)
        {
            double d = form.Values[k];
            sum += d / (d + lambda) * ((lambda * coordinates[k] * coordinates[k] - NoiseVariance) / (d + lambda) / (d + lambda));
        }

        return sum;
    }

    private double Minimize()
    {
        if (NoiseVariance == 0 || coordinates.Length == 0)
        {
            return 0;
        }

        double[] squares = Array.ConvertAll(coordinates, alpha => alpha * alpha);
        double most = squares.Max();
        double weighted = squares.Select((square, k) => square * form.Values[k]).Sum();
        if (most == 0 || weighted == 0)
        {
            return double.PositiveInfinity;
        }

        // Far above all eigenvalues the slope has the sign of λΣσ²α² − vΣσ².
        double low = NoiseVariance / most;
        double high = Math.Max(low, Math.Min(NoiseVariance / squares.Min(), Math.Max(1e6 * form.Values[0], 1e3 * NoiseVariance * form.Values.Sum() / weighted)));
        const int Points = 400;
        double[] grid = [.. Enumerable.Range(0, Points).Select(i => low * Math.Exp(Math.Log(high / low) * i / (Points - 1)))];
        int best = LineSearch.LeastOf(Array.ConvertAll(grid, MeanSquaredError));
        (double from, double to) = (grid[Math.Max(best - 1, 0)], grid[Math.Min(best + 1, Points - 1)]);
        if (!(Slope(from) < 0 && Slope(to) > 0))
        {
            return grid[best];
        }

        for (int step = 0; step < 200 && to - from > 2.2e-16 * to; step++)
        {
            double middle = Math.Sqrt(from) * Math.Sqrt(to);
            (from, to) = Slope(middle) < 0 ? (middle, to) : (from, middle);
        }

        return from;
    }
}
