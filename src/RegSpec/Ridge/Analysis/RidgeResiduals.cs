namespace RegSpec;

/// <summary>What the rows of a fit say of it, and it of them; a value a row, in the order of the rows, NaN for a row that the fit left out. Features keep their scale when a row is left out.</summary>
public sealed class RidgeResiduals
{
    private readonly double[][] values;

    private RidgeResiduals(int rows, double noiseVariance)
    {
        values = [.. Enumerable.Range(0, 5).Select(_ => Enumerable.Repeat(double.NaN, rows).ToArray())];
        NoiseVariance = noiseVariance;
    }

    /// <summary>rᵢ = yᵢ − ŷᵢ, in units of the target.</summary>
    public IReadOnlyList<double> Raw => values[0];

    /// <summary>rᵢ√sᵢ/(σ̂√(1 − hᵢ)): about 1 in size at λ = 0 if the model holds; NaN where hᵢ = 1.</summary>
    public IReadOnlyList<double> Standardized => values[1];

    /// <summary>rᵢ/(1 − hᵢ), the error of the fit to all other rows; NaN where hᵢ = 1.</summary>
    public IReadOnlyList<double> LeaveOneOut => values[2];

    /// <summary>hᵢ = sᵢ(1/S + zᵢᵀA⁻¹zᵢ), the share of its own target in each row's fit; their sum is df, and 1 for the intercept.</summary>
    public IReadOnlyList<double> Leverages => values[3];

    /// <summary>Cook's distance under λ: Σⱼsⱼ(ŷⱼ − ŷⱼ without the row)²/((df + 1)σ̂²) (Walker and Birch 1988); df without an intercept.</summary>
    public IReadOnlyList<double> CooksDistances => values[4];

    /// <summary>σ̂² = RSS/(n − 1 − df), n − df without an intercept: the variance of a residual of weight 1. NaN where nothing is left to divide by.</summary>
    public double NoiseVariance { get; }

    /// <param name="influences">What each row that was fitted has.</param>
    /// <param name="raw">Residuals of the refined fit.</param>
    /// <param name="weights">Their weights; null for 1.</param>
    /// <param name="noiseVariance">σ̂².</param>
    /// <param name="rows">All rows.</param>
    /// <param name="places">Places of the fitted ones among them; null where these are all.</param>
    internal static RidgeResiduals Of(RowInfluences influences, double[] raw, double[]? weights, double noiseVariance, int rows, IReadOnlyList<int>? places)
    {
        RidgeResiduals residuals = new(rows, noiseVariance);
        for (int i = 0; i < raw.Length; i++)
        {
            int place = places?[i] ?? i;
            double left = 1 - influences.Leverages[i];
            left = left <= RegSpec.LeaveOneOut.FullLeverage ? double.NaN : left;
            residuals.values[0][place] = raw[i];
            residuals.values[1][place] = raw[i] * Math.Sqrt(weights?[i] ?? 1) / Math.Sqrt(noiseVariance * left);
            residuals.values[2][place] = raw[i] / left;
            residuals.values[3][place] = influences.Leverages[i];
            residuals.values[4][place] = influences.CooksDistances[i];
        }

        return residuals;
    }
}
