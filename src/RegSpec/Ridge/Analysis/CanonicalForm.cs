using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// One target in the canonical coordinates of a problem (Hoerl and Kennard 1970): w = Bα with BᵀZᵀSZB = diag(d) and BᵀFB = 1, so that
/// α̂ₖ = qₖ/(dₖ + λ) and Σfⱼwⱼ² = Σαₖ² for every λ. It holds the eigendecomposition of the path, no other, and is in the user's units. Directions
/// without a penalty come into sums of squares and degrees of freedom only; directions that the data do not determine (d = 0) are counted, not listed.
/// </summary>
internal sealed class CanonicalForm
{
    private readonly int[] places;
    private readonly int weight;
    private readonly int target;

    public CanonicalForm(RidgeData data, int target)
    {
        Data = data;
        this.target = target;
        Fit = new SpectralFit(data, target);
        RidgeSpectrum spectrum = Fit.Spectrum;
        weight = data.Units.Weight;
        int exponent = data.Units.Column(data.FeatureCount + target) + weight / 2;
        places = [.. Enumerable.Range(spectrum.Unpenalised, spectrum.Directions - spectrum.Unpenalised)
            .Where(k => spectrum.Values[k] > spectrum.Cut).OrderByDescending(k => spectrum.Values[k])];
        Values = Array.ConvertAll(places, k => spectrum.Values[k]);
        Projections = Array.ConvertAll(places, k => Math.ScaleB(Fit.Projection[k], exponent));
        int held = data.Columns.Penalty.Count(phi => phi > 0);
        Free = data.Columns.Active.Length - held;
        Undetermined = held - places.Length;
        LeastSquares = Math.ScaleB(Fit.ResidualSquares(0), 2 * exponent);
        Mean = data.Columns.Intercept ? Math.ScaleB(data.Summary.Mean[data.FeatureCount + target].Value, data.Units.Column(data.FeatureCount + target)) : 0;
        WeightSum = Math.ScaleB(data.Columns.WeightSum, weight);
    }

    public RidgeData Data { get; }

    public SpectralFit Fit { get; }

    public RidgeSpectrum Spectrum => Fit.Spectrum;

    public Standardization Columns => Data.Columns;

    /// <summary>d of the penalised directions that the data determine, largest first.</summary>
    public double[] Values { get; }

    /// <summary>q of these directions.</summary>
    public double[] Projections { get; }

    /// <summary>Unpenalised features that vary.</summary>
    public int Free { get; }

    /// <summary>Unpenalised directions that the data determine.</summary>
    public int Unpenalised => Spectrum.Unpenalised;

    /// <summary>Penalised directions that the data do not determine.</summary>
    public int Undetermined { get; }

    /// <summary>RSS at λ = 0.</summary>
    public double LeastSquares { get; }

    /// <summary>ȳ; 0 without an intercept.</summary>
    public double Mean { get; }

    /// <summary>S.</summary>
    public double WeightSum { get; }

    /// <summary>n less the intercept.</summary>
    public double Left => Columns.Intercept ? Columns.Count - 1 : Columns.Count;

    /// <summary>f of a feature.</summary>
    public double Factor(int feature) => Math.ScaleB(Columns.Factor[feature], weight);

    /// <summary>α̂ at one λ.</summary>
    public double[] Coordinates(double lambda) => [.. Projections.Select((q, k) => q / (Values[k] + lambda))];

    /// <summary>Σfⱼwⱼ² at one λ.</summary>
    public double SquaredNorm(double lambda)
    {
        double sum = 0;
        for (int k = 0; k < Values.Length; k++)
        {
            double coordinate = Projections[k] / (Values[k] + lambda);
            sum += coordinate * coordinate;
        }

        return sum;
    }

    /// <summary>
    /// The same from a refined solution where the spectrum alone is not good for ten digits and there are rows: a small eigenvalue of the products is rounded
    /// like the largest.
    /// </summary>
    public double RefinedSquaredNorm(double lambda)
    {
        const double Rounding = 2.2e-15;
        const double Wanted = 1e-11;
        if (Data.Rows is null || Values.Length == 0 || Rounding * (Values[0] + lambda) <= Wanted * (Values[^1] + lambda))
        {
            return SquaredNorm(lambda);
        }

        RidgeSolution solution = RidgeSolver.Solve(Data, [target], lambda)[0];
        return solution.Coefficients.Select((w, j) => Factor(j) * w * w).Sum();
    }

    /// <summary>tr(A⁻¹ZᵀSZ).</summary>
    public double DegreesOfFreedom(double lambda) => Unpenalised + Values.Sum(d => d / (d + lambda));

    /// <summary>RSS = RSS(0) + Σ(λ/(d + λ))² q²/d.</summary>
    public double ResidualSquares(double lambda)
    {
        double sum = LeastSquares;
        for (int k = 0; k < Values.Length; k++)
        {
            double lost = lambda / (Values[k] + lambda) * Projections[k];
            sum += lost * lost / Values[k];
        }

        return sum;
    }

    /// <summary>RSS + λΣfⱼwⱼ² = RSS(0) + Σ λ/(d + λ) q²/d.</summary>
    public double PenalisedSquares(double lambda)
    {
        double sum = LeastSquares;
        for (int k = 0; k < Values.Length; k++)
        {
            sum += lambda / (Values[k] + lambda) * Projections[k] * (Projections[k] / Values[k]);
        }

        return sum;
    }

    /// <summary>α of coefficients per standard deviation, p values, in the order of <see cref="Values"/>; what else they have lies in directions that are unpenalised or undetermined.</summary>
    public double[] ToCoordinates(IReadOnlyList<double> coefficients)
    {
        double[] held = new double[Columns.Active.Length];
        for (int k = 0; k < held.Length; k++)
        {
            int j = Columns.Active[k];
            held[k] = Columns.Penalty[k] * coefficients[j] * (Columns.Deviation[j] / Columns.Scale[j]);
        }

        double[] all = Spectrum.Project(held);
        return Array.ConvertAll(places, k => Math.ScaleB(all[k], weight / 2));
    }

    /// <summary>Coefficients per standard deviation of penalised coordinates, p values each, 0 for features that do not vary.</summary>
    /// <param name="coordinates">α, in the order of <see cref="Values"/>.</param>
    /// <param name="expand">Bq for several q; null asks the spectrum.</param>
    public double[][] ToCoefficients(double[][] coordinates, Func<double[][], double[][]>? expand = null)
    {
        double[][] all = Array.ConvertAll(coordinates, given =>
        {
            double[] full = new double[Spectrum.Directions];
            for (int k = 0; k < places.Length; k++)
            {
                full[places[k]] = Math.ScaleB(given[k], -weight / 2);
            }

            return full;
        });
        return Array.ConvertAll((expand ?? Spectrum.ExpandAll)(all), unit =>
        {
            double[] coefficients = new double[Data.FeatureCount];
            for (int k = 0; k < unit.Length; k++)
            {
                int j = Columns.Active[k];
                coefficients[j] = unit[k] * (Columns.Scale[j] / Columns.Deviation[j]);
            }

            return coefficients;
        });
    }

    /// <summary>Throws where a feature that varies has the factor 0.</summary>
    public void RequirePenalties(string analysis)
    {
        int free = Array.FindIndex(Columns.Active, j => Columns.Factor[j] == 0);
        if (free >= 0)
        {
            throw new InvalidOperationException(
                $"{analysis} needs a penalty on every feature, but '{Data.Names.Features[Columns.Active[free]]}' has the factor 0; give it a positive factor.");
        }
    }

    /// <summary>Throws where nothing is penalised.</summary>
    public void RequirePenalty(string analysis)
    {
        if (Values.Length + Undetermined == 0)
        {
            throw new InvalidOperationException($"{analysis} needs a penalised feature that varies, but there is none; λ has no effect on this problem.");
        }
    }
}
