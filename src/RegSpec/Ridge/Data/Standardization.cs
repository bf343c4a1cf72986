namespace RegSpec;

/// <summary>
/// The change of variables of one fit. Solvers work on unit columns x̂ = (x − m)/σ of the features that vary, with coefficients ŵ = βσ and
/// penalties λφⱼŵⱼ², φ = f(sd/σ)²; users see w = β·sd, where sd is σ or, unscaled, 1.
/// </summary>
internal sealed class Standardization
{
    /// <summary>2^600: no feature with a penalty as large has a share in a fit that a double could show.</summary>
    private static readonly double LargestPenalty = Math.ScaleB(1, 600);

    private static readonly double LargestFactor = Math.ScaleB(1, 1000);

    public Standardization(ColumnSummary summary, int features, bool intercept, FeatureScaling[] scaling, double[] factors, PowerUnits units)
    {
        FeatureCount = features;
        Intercept = intercept;
        Count = summary.Count;
        WeightSum = summary.WeightSum;
        Mean = new DoubleDouble[features];
        Deviation = new double[features];
        Scale = new double[features];
        Factor = factors;
        List<int> active = [];
        List<int> constant = [];
        List<int> nearlyConstant = [];
        List<int> vanishing = [];
        for (int j = 0; j < features; j++)
        {
            double low = summary.Minimum[j];
            double high = summary.Maximum[j];
            Mean[j] = intercept ? summary.Mean[j] : DoubleDouble.Zero;
            bool varies = intercept ? low != high : low != 0 || high != 0;
            varies &= summary.Deviation[j] > 0;
            if (varies && !double.IsNormal(Math.ScaleB(summary.Deviation[j], units.Column(j))))
            {
                varies = false;   // neither its mean nor its deviation is a double that a prediction could use
                vanishing.Add(j);
            }

            Deviation[j] = varies ? summary.Deviation[j] : 1;
            Scale[j] = scaling[j] == FeatureScaling.Standardize || !varies ? Deviation[j] : Math.ScaleB(1, -units.Column(j));
            (varies ? active : constant).Add(j);
            if (varies && intercept && high - low <= 8 * Ulp(Math.Max(Math.Abs(low), Math.Abs(high))))
            {
                nearlyConstant.Add(j);
            }
        }

        Active = [.. active];
        Constant = [.. constant];
        NearlyConstant = [.. nearlyConstant];
        Vanishing = [.. vanishing];
        Penalty = Array.ConvertAll(Active, j => Math.Min(Factor[j] * (Scale[j] / Deviation[j]) * (Scale[j] / Deviation[j]), LargestFactor));
    }

    public int FeatureCount { get; }

    public bool Intercept { get; }

    /// <summary>n, the rows with a positive weight.</summary>
    public long Count { get; }

    /// <summary>S.</summary>
    public double WeightSum { get; }

    /// <summary>m, zero without an intercept; for all features.</summary>
    public DoubleDouble[] Mean { get; }

    /// <summary>σ, 1 for a constant feature; for all features.</summary>
    public double[] Deviation { get; }

    /// <summary>sd of the contract: σ, or 1 of the user's units where the feature is not scaled; for all features.</summary>
    public double[] Scale { get; }

    /// <summary>f; for all features.</summary>
    public double[] Factor { get; }

    /// <summary>Indices of the features that vary; the solvers see only these.</summary>
    public int[] Active { get; }

    /// <summary>φ of the active features.</summary>
    public double[] Penalty { get; }

    public int[] Constant { get; }

    public int[] NearlyConstant { get; }

    /// <summary>Features whose deviation is below the smallest normal double; among the constant ones.</summary>
    public int[] Vanishing { get; }

    /// <summary>Whether F is the identity in the user's units.</summary>
    public bool HasUnitFactors => Array.TrueForAll(Active, j => Factor[j] == 1);

    /// <summary>λφ of the active features, at most <see cref="LargestPenalty"/>: <see cref="Shrunk"/> makes up for the rest.</summary>
    public double[] Penalties(double lambda) => Array.ConvertAll(Active, j => Held(j, lambda));

    /// <summary>Whether some of these penalties are held at <see cref="LargestPenalty"/>, which λ and φ by themselves do not say.</summary>
    public static bool AreHeld(double[] penalties) => Array.IndexOf(penalties, LargestPenalty) >= 0;

    /// <summary>
    /// The value of a coefficient times 2^exponent where its penalty was held at <see cref="LargestPenalty"/>: a feature held so much has no share in any
    /// fit, and its coefficient is a gradient over λφ.
    /// </summary>
    public double Shrunk(int feature, double lambda, double value, int exponent)
    {
        if (Held(feature, lambda) < LargestPenalty)
        {
            return Math.ScaleB(value, exponent);
        }

        foreach (double divisor in new[] { lambda, Factor[feature], Scale[feature] / Deviation[feature], Scale[feature] / Deviation[feature] })
        {
            int part = Math.ILogB(divisor);
            value /= Math.ScaleB(divisor, -part);
            exponent -= part;
        }

        return Math.ScaleB(value, exponent + Math.ILogB(LargestPenalty));
    }

    /// <summary>λφŵ of an active feature for a raw coefficient β, from λf, sd and σ themselves: φ would already be rounded.</summary>
    public DoubleDouble PenaltyGradient(int active, DoubleDouble beta, double lambda)
    {
        int j = Active[active];
        if (Held(j, lambda) == LargestPenalty)
        {
            return beta * new DoubleDouble(Deviation[j], 0) * new DoubleDouble(LargestPenalty, 0);
        }

        DoubleDouble standardized = beta * new DoubleDouble(Scale[j], 0);
        DoubleDouble unit = Scale[j] == Deviation[j] ? standardized : standardized * new DoubleDouble(Scale[j], 0) / Deviation[j];
        return unit * DoubleDouble.TwoProduct(lambda, Factor[j]);
    }

    private double Held(int feature, double lambda)
    {
        double root = Math.Sqrt(lambda) * (Scale[feature] / Deviation[feature]);
        return Factor[feature] == 0 ? 0 : Math.Min(Factor[feature] * root * root, LargestPenalty);
    }

    private static double Ulp(double value) => Math.BitIncrement(value) - value;
}
