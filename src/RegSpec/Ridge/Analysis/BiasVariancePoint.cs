namespace RegSpec;

/// <summary>Squared bias and variance of the ridge estimate at one λ, by direction.</summary>
/// <param name="Lambda">λ.</param>
/// <param name="SquaredBias">λ²α²/(σ² + λ)² of each direction that the data determine, largest eigenvalue first.</param>
/// <param name="Variance">v·σ²/(σ² + λ)² of each, v the variance of the noise.</param>
/// <param name="UndeterminedSquaredBias">Σα² of the directions that the data do not determine: ridge leaves them at 0 for every λ.</param>
public sealed record BiasVariancePoint(
    double Lambda, IReadOnlyList<double> SquaredBias, IReadOnlyList<double> Variance, double UndeterminedSquaredBias)
{
    /// <summary>Σ of the squared biases, undetermined directions included.</summary>
    public double TotalSquaredBias => SquaredBias.Sum() + UndeterminedSquaredBias;

    /// <summary>Σ of the variances.</summary>
    public double TotalVariance => Variance.Sum();

    /// <summary>E Σfⱼ(ŵⱼ − wⱼ)², their sum.</summary>
    public double MeanSquaredError => TotalSquaredBias + TotalVariance;
}
