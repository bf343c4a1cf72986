using System.Globalization;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// The posterior of the coefficients under w ~ N(0, τ²F⁻¹), τ² = σ²/λ, a flat prior on the intercept and on unpenalised features, and independent normal noise of
/// variance σ² (σ²/sᵢ at weight sᵢ): w | y ~ N(ŵ, σ²A⁻¹), A = ZᵀSZ + λF (Hoerl and Kennard 1970, Lindley and Smith 1972). With σ² given the intervals are normal;
/// otherwise σ² has the prior 1/σ², σ̂² = (RSS + λΣfⱼwⱼ²)/ν and the intervals are Student's t with ν degrees of freedom, ν = n − 1 (n without an intercept)
/// less one for each direction without a penalty, all of them at λ = 0. Intervals cover as they say if λ was set beforehand; they claim nothing
/// where λ was selected on the same data, and nothing over repeated samples from one fixed w: <see cref="FrequentistStandardErrors"/> are about those.
/// </summary>
public sealed class RidgePosterior
{
    private readonly CanonicalForm form;
    private readonly RidgePathPoint point;
    private readonly Lazy<PosteriorCovariance> covariance;
    private readonly PosteriorDiagonals diagonals;
    private readonly int place;

    private RidgePosterior(CanonicalForm form, double lambda, double? noiseVariance, PosteriorDiagonals diagonals, int place)
    {
        this.form = form;
        this.diagonals = diagonals;
        this.place = place;
        Lambda = lambda;
        IsNoiseKnown = noiseVariance is not null;
        double degrees = form.Left - (lambda == 0 ? form.Unpenalised + form.Values.Length : form.Unpenalised);
        if (!IsNoiseKnown && !(degrees > 0))
        {
            throw new InvalidOperationException(
                $"{form.Columns.Count} rows leave no degree of freedom to estimate the noise beside {form.Left - degrees} directions without a penalty; give noiseVariance or use a positive lambda.");
        }

        DegreesOfFreedom = IsNoiseKnown ? double.PositiveInfinity : degrees;
        NoiseVariance = noiseVariance ?? form.PenalisedSquares(lambda) / degrees;
        point = form.Fit.Point(lambda);
        covariance = new(() => new PosteriorCovariance(form, lambda));
    }

    /// <summary>λ ≥ 0.</summary>
    public double Lambda { get; }

    /// <summary>σ² of a target of weight 1, given or estimated.</summary>
    public double NoiseVariance { get; }

    /// <summary>Whether σ² was given.</summary>
    public bool IsNoiseKnown { get; }

    /// <summary>τ² = σ²/λ, the prior variance of a coefficient per standard deviation (τ²/fⱼ with factors); +∞ at λ = 0.</summary>
    public double PriorVariance => Lambda == 0 ? double.PositiveInfinity : NoiseVariance / Lambda;

    /// <summary>ν of Student's t; +∞ where σ² was given.</summary>
    public double DegreesOfFreedom { get; }

    /// <summary>ŵ, mean and mode, per standard deviation of the feature; p values.</summary>
    public IReadOnlyList<double> Mean => point.Coefficients;

    /// <summary>β̂, per unit of the feature; p values.</summary>
    public IReadOnlyList<double> RawMean => point.RawCoefficients;

    /// <summary>Mean of b, the prediction at the mean of the features.</summary>
    public double Intercept => point.Intercept;

    /// <summary>√(σ²/S), the scale of b; 0 without an intercept.</summary>
    public double InterceptScale => form.Columns.Intercept ? Math.Sqrt(NoiseVariance / form.WeightSum) : 0;

    /// <summary>√ of the diagonal of σ²A⁻¹, per standard deviation of the feature: the posterior standard deviation for known σ², the scale of Student's t otherwise; p values. A feature that does not vary keeps its prior.</summary>
    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty.</exception>
    public IReadOnlyList<double> Scales => Roots(diagonals.Variances(place), j => PriorVariance / form.Factor(j));

    /// <summary>The same per unit of the feature.</summary>
    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty.</exception>
    public IReadOnlyList<double> RawScales => [.. Scales.Select((scale, j) => scale / FeatureScale(j))];

    /// <summary>√(σ²(1/S + mᵀA⁻¹m)), the scale of β₀, the prediction at the origin; 0 without an intercept. What lm calls the standard error of its intercept at λ = 0.</summary>
    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty.</exception>
    public double RawInterceptScale
    {
        get
        {
            if (!form.Columns.Intercept)
            {
                return 0;
            }

            using Tensor origin = zeros([1, form.Data.FeatureCount], ScalarType.Float64);
            using Tensor none = zeros(1, ScalarType.Float64);
            DesignRows row = DesignArguments.Check(origin, none, null);
            return Math.Sqrt(NoiseVariance * (1 / form.WeightSum + covariance.Value.Leverages(form.Data.Units.IsOne ? row : new ScaledRows(row, form.Data.Units))[0]));
        }
    }

    /// <summary>σ²A⁻¹, p × p, in the units of <see cref="Mean"/>.</summary>
    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty.</exception>
    public double[,] Covariance() => covariance.Value.Full(NoiseVariance, j => PriorVariance / form.Factor(j));

    /// <summary>σ²A⁻¹ZᵀSZA⁻¹, p × p: how ŵ varies over repeated samples from one fixed w. It leaves out the bias of ŵ, so it is no measure of the error of a ridge estimate.</summary>
    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty.</exception>
    public double[,] FrequentistCovariance() => covariance.Value.FullSampling(NoiseVariance);

    /// <summary>√ of the diagonal of <see cref="FrequentistCovariance"/>; p values, never above <see cref="Scales"/>.</summary>
    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty.</exception>
    public IReadOnlyList<double> FrequentistStandardErrors => Roots(diagonals.SamplingVariances(place), _ => 0);

    /// <summary>log p(y | λ) with the intercept integrated over a flat prior: n − 1. NaN with weights or unpenalised features, −∞ at λ = 0.</summary>
    public double LogEvidence => new Evidence(form, IsNoiseKnown ? NoiseVariance : null, fixedIntercept: false).At(Lambda);

    /// <summary>The same with the intercept held at ȳ, as scikit-learn's BayesianRidge and most textbooks count: n. It takes the intercept for known.</summary>
    public double LogEvidenceOfFixedIntercept => new Evidence(form, IsNoiseKnown ? NoiseVariance : null, fixedIntercept: true).At(Lambda);

    /// <summary>The λ of greatest <see cref="LogEvidence"/>, σ² as here: given, or estimated for each λ. Null where the evidence is not defined.</summary>
    public EvidenceMaximum? MaximumEvidence => new Evidence(form, IsNoiseKnown ? NoiseVariance : null, fixedIntercept: false).Maximum();

    /// <summary>The λ of greatest <see cref="LogEvidenceOfFixedIntercept"/>.</summary>
    public EvidenceMaximum? MaximumEvidenceOfFixedIntercept => new Evidence(form, IsNoiseKnown ? NoiseVariance : null, fixedIntercept: true).Maximum();

    /// <summary>λ = σ²/τ².</summary>
    /// <param name="noiseVariance">σ² ≥ 0.</param>
    /// <param name="priorVariance">τ² &gt; 0, of a coefficient per standard deviation of its feature.</param>
    /// <exception cref="ArgumentOutOfRangeException">A variance is out of range.</exception>
    public static double LambdaFor(double noiseVariance, double priorVariance)
    {
        CheckVariance(noiseVariance, nameof(noiseVariance));
        return priorVariance > 0
            ? noiseVariance / priorVariance
            : throw new ArgumentOutOfRangeException(nameof(priorVariance), priorVariance, "priorVariance: must be positive; at 0 every coefficient is 0.");
    }

    /// <summary>An interval of given posterior probability about each coefficient, per standard deviation of the feature; p intervals.</summary>
    /// <param name="level">Probability, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is not a probability.</exception>
    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty.</exception>
    public IReadOnlyList<Interval> CredibleIntervals(double level = 0.95) => Intervals(Mean, Scales, Quantile(level));

    /// <summary>The same per unit of the feature.</summary>
    /// <param name="level">Probability, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is not a probability.</exception>
    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty.</exception>
    public IReadOnlyList<Interval> RawCredibleIntervals(double level = 0.95) => Intervals(RawMean, RawScales, Quantile(level));

    /// <summary>An interval for a new target of weight 1 at each row: ŷ ± t·√(σ²(1 + 1/S + zᵀA⁻¹z)), narrowest at the mean of the features; without an intercept 1/S vanishes.</summary>
    /// <param name="features">m × p new rows, float32 or float64. Features that did not vary in the fit have no part.</param>
    /// <param name="level">Probability, above 0 and below 1.</param>
    /// <returns>m intervals, in units of the target; NaN where a feature is NaN.</returns>
    /// <exception cref="ArgumentException"><paramref name="features"/> has another shape or type.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is not a probability.</exception>
    /// <exception cref="InvalidOperationException">A direction has neither data nor a penalty.</exception>
    public IReadOnlyList<Interval> PredictiveIntervals(Tensor features, double level = 0.95)
    {
        DesignArguments.CheckNew(features, form.Data.FeatureCount);
        double quantile = Quantile(level);
        using Tensor none = zeros(features.shape[0], ScalarType.Float64);
        DesignRows rows = DesignArguments.Check(features, none, null);
        DesignRows inside = form.Data.Units.IsOne ? rows : new ScaledRows(rows, form.Data.Units);
        double centre = form.Columns.Intercept ? 1 / form.WeightSum : 0;
        double[] leverages = covariance.Value.Leverages(inside);
        double[] means = Means(rows);
        return Intervals(means, [.. leverages.Select(leverage => Math.Sqrt(NoiseVariance * (1 + centre + leverage)))], quantile);
    }

    /// <summary>λ, noise, prior and evidence, then a line a feature with its 95 % interval.</summary>
    public override string ToString()
    {
        IReadOnlyList<Interval> intervals = CredibleIntervals();
        string kind = IsNoiseKnown ? "given, normal" : string.Create(CultureInfo.InvariantCulture, $"estimated, t with {DegreesOfFreedom} degrees of freedom");
        string title = string.Create(
            CultureInfo.InvariantCulture, $"posterior: λ = {Lambda:G6}, σ² = {NoiseVariance:G6} ({kind}), τ² = {PriorVariance:G6}, log evidence {LogEvidence:G6}\nintervals hold 95 % if λ was not selected on these data");
        return AnalysisText.Of(
            title, "feature", form.Data.Names.Features,
            ("mean", Mean), ("scale", Scales), ("lower", [.. intervals.Select(i => i.Lower)]), ("upper", [.. intervals.Select(i => i.Upper)]), ("frequentist", FrequentistStandardErrors));
    }

    /// <summary>One for each λ; what a diagonal needs of the data is done once for all.</summary>
    internal static RidgePosterior[] Of(CanonicalForm form, double[] lambdas, double? noiseVariance)
    {
        PosteriorDiagonals diagonals = new(form, lambdas);
        return [.. lambdas.Select((lambda, place) => new RidgePosterior(form, lambda, noiseVariance, diagonals, place))];
    }

    internal static void CheckVariance(double variance, string argument)
    {
        if (!(variance >= 0) || double.IsInfinity(variance))
        {
            throw new ArgumentOutOfRangeException(argument, variance, string.Create(CultureInfo.InvariantCulture, $"{argument}: {variance} is no variance; it must be finite and ≥ 0."));
        }
    }

    private static Interval[] Intervals(IReadOnlyList<double> means, IReadOnlyList<double> scales, double quantile) =>
        [.. means.Select((mean, i) => new Interval(mean - quantile * scales[i], mean + quantile * scales[i]))];

    private double Quantile(double level) => level > 0 && level < 1
        ? StudentQuantile.TwoSided(level, DegreesOfFreedom)
        : throw new ArgumentOutOfRangeException(nameof(level), level, string.Create(CultureInfo.InvariantCulture, $"level: {level} is no probability; it must be above 0 and below 1, 0.95 for 95 %."));

    private double[] Means(DesignRows rows)
    {
        double[] means = new double[rows.Count];
        BlockBuffer buffer = new();
        IReadOnlyList<double> beta = RawMean;
        for (int i = 0; i < means.Length; i++)
        {
            ReadOnlySpan<double> x = rows.Read(i, 1, buffer).Features(0, rows.FeatureCount);
            double sum = 0;
            foreach (int j in form.Columns.Active)
            {
                DoubleDouble mean = form.Columns.Mean[j];
                int unit = form.Data.Units.Column(j);
                sum += beta[j] * ((x[j] - Math.ScaleB(mean.Hi, unit)) - Math.ScaleB(mean.Lo, unit));
            }

            means[i] = Intercept + sum;
        }

        return means;
    }

    private double FeatureScale(int feature) => form.Columns.Constant.Contains(feature) ? 1 : Math.ScaleB(form.Columns.Scale[feature], form.Data.Units.Column(feature));

    private double[] Roots(double[] variances, Func<int, double> still)
    {
        double[] roots = new double[form.Data.FeatureCount];
        foreach (int j in form.Columns.Constant)
        {
            roots[j] = Math.Sqrt(still(j));
        }

        for (int k = 0; k < variances.Length; k++)
        {
            roots[form.Columns.Active[k]] = Math.Sqrt(NoiseVariance * variances[k]);
        }

        return roots;
    }
}
