using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// A fitted ridge regression of one target: the minimiser over (w, b) of Σᵢ sᵢ(yᵢ − b − zᵢᵀw)² + λ Σⱼ fⱼwⱼ², zⱼ = (xⱼ − mⱼ)/sdⱼ with
/// population means and deviations of the rows of the fit. λ multiplies ‖w‖² beside the plain sum of squares; <see cref="LambdaConvention"/> converts.
/// Immutable; round-trips through System.Text.Json.
/// </summary>
[JsonConverter(typeof(RidgeSolutionJsonConverter))]
public sealed class RidgeSolution
{
    private readonly RidgeSolutionJson state;

    internal RidgeSolution(RidgeSolutionJson state)
    {
        this.state = state;
        FeatureNames = Array.ConvertAll(state.Columns, column => column.Name);
    }

    /// <summary>λ ≥ 0.</summary>
    public double Lambda => state.Lambda;

    /// <summary>Name of the target.</summary>
    public string TargetName => state.TargetName;

    /// <summary>The p features, and where each comes from.</summary>
    public IReadOnlyList<RidgeColumn> Columns => state.Columns;

    /// <summary>Names of the p features.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>w, per standard deviation of the feature (per unit where it is not scaled); p values, 0 for constant features.</summary>
    public IReadOnlyList<double> Coefficients => state.Coefficients;

    /// <summary>β = w/sd, per unit of the feature; p values.</summary>
    public IReadOnlyList<double> RawCoefficients => state.RawCoefficients;

    /// <summary>b, the prediction at the mean of the features: the weighted mean of the target, 0 without an intercept.</summary>
    public double Intercept => state.Intercept;

    /// <summary>β₀ = b − Σβⱼmⱼ, the prediction at the origin.</summary>
    public double RawIntercept => state.RawIntercept;

    /// <summary>m, the weighted means of the features, 0 without an intercept; p values.</summary>
    public IReadOnlyList<double> Means => state.Means;

    /// <summary>sd, the population standard deviations of the features, 1 where not scaled or constant; p values.</summary>
    public IReadOnlyList<double> Scales => state.Scales;

    /// <summary>n, the number of rows with a positive weight.</summary>
    public long Count => state.Count;

    /// <summary>tr(A⁻¹ZᵀSZ), from 0 to the number of features; the intercept is not counted.</summary>
    public double DegreesOfFreedom => state.DegreesOfFreedom;

    /// <summary>RSS = Σ sᵢ rᵢ², in squared units of the target; infinite or 0 where that is beyond the range of a double, and GCV with it.</summary>
    public double ResidualSumOfSquares => state.ResidualSumOfSquares;

    /// <summary>R² = 1 − RSS/Σsᵢ(yᵢ − ȳ)² on the rows of the fit, about 0 without an intercept; NaN for a constant target.</summary>
    public double RSquared => state.RSquared;

    /// <summary>GCV = n·RSS/(n − 1 − df)², weights scaled to mean 1; n − df without an intercept; NaN when nothing is left to divide by.</summary>
    public double GeneralizedCrossValidation => state.GeneralizedCrossValidation;

    /// <summary>Condition number of ZᵀSZ before λ: +∞ when singular, NaN when not determined (above 512 features with λ &gt; 0, or unequal penalty factors in wide data); above 512 features an estimate from below.</summary>
    public double ConditionNumber => state.ConditionNumber;

    /// <summary>Condition number of A = ZᵀSZ + λF, determined as <see cref="ConditionNumber"/>.</summary>
    public double RegularizedConditionNumber => state.RegularizedConditionNumber;

    /// <summary>Independent directions the solution is determined in: the number of varying features for λ &gt; 0, at λ = 0 the rank of the data (the solution is then the one of least Σfⱼwⱼ²; of least norm per standard deviation where collinear features are not scaled and differ in size by many orders).</summary>
    public int Rank => state.Rank;

    /// <summary>Decimal digits to trust in each coefficient for the values as stored, 0 to 15: from the last correction of the refinement, or 10·ε·κ where only statistics were given; p values.</summary>
    public IReadOnlyList<double> Digits => state.Digits;

    /// <summary>How it was computed.</summary>
    public RidgeAlgorithm Algorithm => state.Algorithm;

    /// <summary>Number of refinement steps with a residual in double-double; 0 where only statistics were given.</summary>
    public int RefinementSteps => state.RefinementSteps;

    /// <summary>Relative size of the first correction: the error the unrefined solution had. NaN without a refinement.</summary>
    public double FirstCorrection => state.FirstCorrection;

    /// <summary>Features that do not vary over the rows of the fit (exact minimum = maximum); their coefficient is 0.</summary>
    public IReadOnlyList<string> ConstantFeatures => state.ConstantFeatures;

    /// <summary>What deserves a look: features that vary by rounding only, a deficient rank, few digits.</summary>
    public IReadOnlyList<string> Warnings => state.Warnings;

    internal RidgeSolutionJson State => state;

    internal RidgeLayout Layout => new(state.Columns, [state.TargetName]);

    /// <summary>b + Σ wⱼ(xⱼ − mⱼ)/sdⱼ for one row of p values.</summary>
    /// <exception cref="ArgumentException">The number of values is not p.</exception>
    public double Predict(ReadOnlySpan<double> features)
    {
        if (features.Length != state.Coefficients.Length)
        {
            throw new ArgumentException($"features: has {features.Length} values for {state.Coefficients.Length} features; give one a feature.", nameof(features));
        }

        double sum = 0;
        for (int j = 0; j < features.Length; j++)
        {
            if (state.Coefficients[j] != 0)
            {
                sum += state.Coefficients[j] * (((features[j] - state.Means[j]) - state.MeanRests[j]) / state.Scales[j]);
            }
        }

        return state.Intercept + sum;
    }

    /// <summary>Predictions of n rows.</summary>
    /// <param name="features">n × p, float32 or float64.</param>
    /// <returns>n values of the type of <paramref name="features"/>, computed in float64, on the CPU.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Predict(Tensor features)
    {
        DesignArguments.CheckNew(features, state.Coefficients.Length);
        using Tensor none = zeros(features.shape[0], ScalarType.Float64);
        DesignRows rows = DesignArguments.Check(features, none, null);
        Tensor result = empty(rows.Count, ScalarType.Float64);
        Span<double> values = MemoryMarshal.Cast<byte, double>(result.bytes);
        BlockBuffer buffer = new();
        int size = Math.Max(1, (1 << 16) / rows.FeatureCount);
        for (long start = 0; start < rows.Count; start += size)
        {
            RowBlock block = rows.Read(start, (int)Math.Min(size, rows.Count - start), buffer);
            for (int i = 0; i < block.Rows; i++)
            {
                values[(int)start + i] = Predict(block.Features(i, rows.FeatureCount));
            }
        }

        if (features.dtype == ScalarType.Float64)
        {
            return result;
        }

        using (result)
        {
            return result.to(features.dtype);
        }
    }

    /// <summary>A report: λ, fit and conditioning, then a line a feature with both coefficients and the digits to trust.</summary>
    public override string ToString() => RidgeSolutionText.Of(this);
}
