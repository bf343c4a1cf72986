namespace RegSpec;

/// <summary>
/// How another system scales its ridge parameter. The λ of this library is the coefficient of ‖w‖² beside the plain sum Σsᵢrᵢ², on columns
/// standardised by population deviations or, where <see cref="Columns"/> says so, on the features as given.
/// </summary>
public sealed class LambdaConvention
{
    private const string AsGiven = "as given";
    private const string Standardized = "standardised";
    private readonly Func<double, double, double, double> toLambda;
    private readonly Func<double, double, double, double> fromLambda;
    private readonly bool needsRows;
    private readonly bool needsDeviation;

    private LambdaConvention(
        string name, string objective, string columns, Func<double, double, double, double> toLambda, Func<double, double, double, double> fromLambda,
        bool needsRows = true, bool needsDeviation = false)
    {
        Name = name;
        Objective = objective;
        Columns = columns;
        this.toLambda = toLambda;
        this.fromLambda = fromLambda;
        this.needsRows = needsRows;
        this.needsDeviation = needsDeviation;
    }

    /// <summary>scikit-learn's Ridge, RidgeCV and KernelRidge, himalaya, cuML: Σsr² + α‖w‖². Features as given; after a StandardScaler, as here.</summary>
    public static LambdaConvention ScikitLearn { get; } = Plain("scikit-learn Ridge", "Σsr² + α‖w‖²", AsGiven);

    /// <summary>scikit-learn before 1.2 with normalize=True: columns divided by √n·sd; λ = n·α.</summary>
    public static LambdaConvention ScikitLearnNormalized { get; } = TimesRows("scikit-learn Ridge(normalize=True)", "Σr² + α‖w‖², columns of unit length", Standardized);

    /// <summary>Columns of unit length, so that XᵀX is the correlation matrix, as in NAG's g02kb and R's lmridge: λ = n·h.</summary>
    public static LambdaConvention UnitLength { get; } = TimesRows("unit-length columns", "Σr² + h‖w‖², columns of unit length", Standardized);

    /// <summary>MASS's lm.ridge: as here.</summary>
    public static LambdaConvention Mass { get; } = Plain("MASS lm.ridge", "‖y − Zw‖² + λ‖w‖²", Standardized);

    /// <summary>MATLAB's ridge: sample deviations; λ = k·n/(n − 1).</summary>
    public static LambdaConvention MatlabRidge { get; } =
        new("MATLAB ridge", "‖y − Zw‖² + k‖w‖², deviations by n − 1", Standardized, (k, n, _) => k * n / (n - 1), (lambda, n, _) => lambda * (n - 1) / n);

    /// <summary>MATLAB's fitrlinear: λ = n·Lambda.</summary>
    public static LambdaConvention MatlabFitrlinear { get; } = TimesRows("MATLAB fitrlinear", "(1/n)Σ½r² + ½λ‖w‖²", AsGiven);

    /// <summary>glmnet with alpha = 0, standardize = TRUE: λ = n·ℓ/sd(y). The target is divided by its deviation before ℓ applies, so n·ℓ alone is wrong.</summary>
    public static LambdaConvention Glmnet { get; } =
        new("glmnet", "(1/2n)Σr² + ½ℓ‖w‖² with y/sd(y)", Standardized, (l, n, sd) => l * n / sd, (lambda, n, sd) => lambda * sd / n, needsDeviation: true);

    /// <summary>Spark's LinearRegression, solver "normal": as glmnet.</summary>
    public static LambdaConvention SparkNormal { get; } =
        new("Spark normal", "(1/2n)Σr² + ½ρ‖w‖² with y/sd(y)", Standardized, (r, n, sd) => r * n / sd, (lambda, n, sd) => lambda * sd / n, needsDeviation: true);

    /// <summary>Spark's LinearRegression, solver "l-bfgs": as "normal", with sample deviations of features and target; λ = ρ·n/sd(y)·√(n/(n − 1)).</summary>
    public static LambdaConvention SparkLbfgs { get; } = new(
        "Spark l-bfgs", "(1/2n)Σr² + ½ρ‖w‖² with y/sd(y), deviations by n − 1", Standardized,
        (r, n, sd) => r * n / sd * Math.Sqrt(n / (n - 1)), (lambda, n, sd) => lambda * sd / n / Math.Sqrt(n / (n - 1)), needsDeviation: true);

    /// <summary>Apache MADlib's elastic_net with alpha = 0: λ = n·ℓ; the target is only centred.</summary>
    public static LambdaConvention Madlib { get; } = TimesRows("MADlib elastic_net", "(1/2n)Σr² + ½ℓ‖w‖²", Standardized);

    /// <summary>statsmodels' fit_regularized with L1_wt = 0: λ = n·α. A scalar alpha penalises the constant too: give it a vector with 0 there.</summary>
    public static LambdaConvention Statsmodels { get; } = TimesRows("statsmodels fit_regularized", "(1/2n)Σr² + ½α‖w‖²", AsGiven);

    /// <summary>ML.NET's Ols on MKL: λ = n·l2², the parameter enters squared.</summary>
    public static LambdaConvention MlNetOls { get; } = new("ML.NET Ols (MKL)", "Σr² + n·l2²‖w‖²", AsGiven, (l2, n, _) => l2 * l2 * n, (lambda, n, _) => Math.Sqrt(lambda / n));

    /// <summary>ML.NET's Ols on oneDAL: λ = l2 for the coefficients.</summary>
    public static LambdaConvention MlNetOlsOneDal { get; } = Plain("ML.NET Ols (oneDAL)", "Σr² + l2‖w‖²", AsGiven);

    /// <summary>ML.NET's Sdca with squared loss: λ = n·l2/2.</summary>
    public static LambdaConvention MlNetSdca { get; } =
        new("ML.NET Sdca", "(1/n)Σr² + ½l2‖w‖²", AsGiven, (l2, n, _) => l2 * n / 2, (lambda, n, _) => lambda * 2 / n);

    /// <summary>Name for reports.</summary>
    public string Name { get; }

    /// <summary>What the other system minimises.</summary>
    public string Objective { get; }

    /// <summary>"standardised", or "as given": then set <see cref="FeatureScaling.None"/>, or scale for the other system as it is done here.</summary>
    public string Columns { get; }

    /// <summary>
    /// Weight decay of an optimizer with coupled L2 (SGD, Adam), bias undecayed: the ridge solution at this λ is the fixed point of the
    /// training. AdamW's fixed point is no ridge solution.
    /// </summary>
    /// <param name="loss">How the loss reduces the squared residuals.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="loss"/> is no such reduction.</exception>
    public static LambdaConvention WeightDecay(SquaredLoss loss) => loss switch
    {
        SquaredLoss.Mean => new("weight decay, mean", "(1/n)Σr² + ½wd‖w‖²", AsGiven, (wd, n, _) => wd * n / 2, (lambda, n, _) => lambda * 2 / n),
        SquaredLoss.Sum => new("weight decay, sum", "Σr² + ½wd‖w‖²", AsGiven, (wd, _, _) => wd / 2, (lambda, _, _) => lambda * 2, needsRows: false),
        SquaredLoss.HalfMean => TimesRows("weight decay, half mean", "(1/2n)Σr² + ½wd‖w‖²", AsGiven),
        SquaredLoss.HalfSum => Plain("weight decay, half sum", "½Σr² + ½wd‖w‖²", AsGiven),
        _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "loss: not a reduction of the squared loss."),
    };

    /// <summary>λ of scikit-learn's BayesianRidge, whose weights are those of Ridge at lambda_/alpha_; on the features as given.</summary>
    /// <param name="weightPrecision">lambda_, ≥ 0.</param>
    /// <param name="noisePrecision">alpha_, &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double OfBayesianRidge(double weightPrecision, double noisePrecision)
    {
        NotNegative(weightPrecision, nameof(weightPrecision));
        Positive(noisePrecision, nameof(noisePrecision), nameof(OfBayesianRidge));
        return weightPrecision / noisePrecision;
    }

    /// <summary>Penalty factors as glmnet uses them: scaled to sum to the number of features.</summary>
    /// <param name="factors">penalty.factor, each ≥ 0, not all 0.</param>
    /// <returns>The factors for <see cref="RidgeOptions.PenaltyFactors"/>.</returns>
    /// <exception cref="ArgumentException">A factor is negative or not finite, or all are 0.</exception>
    public static double[] PenaltyFactorsOfGlmnet(IReadOnlyList<double> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        double sum = factors.Sum();
        if (factors.Any(factor => !(factor >= 0)) || !(sum > 0) || double.IsInfinity(sum))
        {
            throw new ArgumentException("factors: each must be finite and ≥ 0, and one must be positive.", nameof(factors));
        }

        return factors.Select(factor => factor * factors.Count / sum).ToArray();
    }

    /// <summary>λ of this library for a parameter of the other system.</summary>
    /// <param name="parameter">The other system's parameter, ≥ 0.</param>
    /// <param name="n">Number of rows, or the sum of the weights, &gt; 1; needed by most.</param>
    /// <param name="targetDeviation">Population standard deviation of the target, &gt; 0 (<see cref="RidgeStatistics.Deviation"/>); needed by glmnet and Spark.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or needed and not given.</exception>
    public double ToLambda(double parameter, double n = double.NaN, double targetDeviation = double.NaN)
    {
        Check(parameter, nameof(parameter), n, targetDeviation);
        return toLambda(parameter, n, targetDeviation);
    }

    /// <summary>The other system's parameter for a λ of this library; the inverse of <see cref="ToLambda"/>.</summary>
    /// <param name="lambda">λ ≥ 0.</param>
    /// <param name="n">Number of rows, or the sum of the weights, &gt; 1; needed by most.</param>
    /// <param name="targetDeviation">Population standard deviation of the target, &gt; 0; needed by glmnet and Spark.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or needed and not given.</exception>
    public double FromLambda(double lambda, double n = double.NaN, double targetDeviation = double.NaN)
    {
        Check(lambda, nameof(lambda), n, targetDeviation);
        return fromLambda(lambda, n, targetDeviation);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Objective}, features {Columns}";

    private static LambdaConvention Plain(string name, string objective, string columns) =>
        new(name, objective, columns, (parameter, _, _) => parameter, (lambda, _, _) => lambda, needsRows: false);

    private static LambdaConvention TimesRows(string name, string objective, string columns) =>
        new(name, objective, columns, (parameter, n, _) => parameter * n, (lambda, n, _) => lambda / n);

    private void Check(double value, string argument, double n, double targetDeviation)
    {
        NotNegative(value, argument);
        if (needsRows && !(n > 1 && double.IsFinite(n)))
        {
            throw new ArgumentOutOfRangeException(nameof(n), n, $"n: {Name} needs the number of rows, finite and > 1.");
        }

        if (needsDeviation)
        {
            Positive(targetDeviation, nameof(targetDeviation), Name);
        }
    }

    private static void NotNegative(double value, string argument)
    {
        if (!(value >= 0) || double.IsInfinity(value))
        {
            throw new ArgumentOutOfRangeException(argument, value, $"{argument}: must be finite and ≥ 0.");
        }
    }

    private static void Positive(double value, string argument, string system)
    {
        if (!(value > 0) || double.IsInfinity(value))
        {
            throw new ArgumentOutOfRangeException(argument, value, $"{argument}: {system} needs it, finite and > 0.");
        }
    }
}
