using System.Globalization;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>The minimiser over (w, b) of Σsᵢ(yᵢ − b − zᵢᵀw)² + λ‖L(w − w₀)‖² at one λ.</summary>
public sealed class TikhonovSolution
{
    private readonly double[] means;
    private readonly double[] scales;

    internal TikhonovSolution(string title, IReadOnlyList<string> names, double lambda, double[] coefficients, double intercept, double[] means, double[] scales)
    {
        Title = title;
        FeatureNames = names;
        Lambda = lambda;
        Coefficients = coefficients;
        Intercept = intercept;
        this.means = means;
        this.scales = scales;
        RawCoefficients = [.. coefficients.Select((w, j) => w / scales[j])];
    }

    /// <summary>λ ≥ 0.</summary>
    public double Lambda { get; }

    /// <summary>Names of the p features.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>w, per standard deviation of the feature (per unit where it is not scaled); p values. Features that do not vary have one too, where the penalty gives it.</summary>
    public IReadOnlyList<double> Coefficients { get; }

    /// <summary>β = w/sd, per unit of the feature; p values.</summary>
    public IReadOnlyList<double> RawCoefficients { get; }

    /// <summary>b, the prediction at the mean of the features; 0 without an intercept.</summary>
    public double Intercept { get; }

    /// <summary>tr of the map from y to the fit, the directions without a penalty included, the intercept not.</summary>
    public required double DegreesOfFreedom { get; init; }

    /// <summary>Σsᵢrᵢ².</summary>
    public required double ResidualSumOfSquares { get; init; }

    /// <summary>‖L(w − w₀)‖².</summary>
    public required double SquaredSeminorm { get; init; }

    /// <summary>n·RSS/(n − 1 − df)²; NaN when nothing is left to divide by.</summary>
    public required double GeneralizedCrossValidation { get; init; }

    private string Title { get; }

    /// <summary>b + Σwⱼ(xⱼ − mⱼ)/sdⱼ of n rows.</summary>
    /// <param name="features">n × p, float32 or float64.</param>
    /// <returns>n values of type float64, on the CPU.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public Tensor Predict(Tensor features)
    {
        DesignArguments.CheckNew(features, means.Length);
        using Tensor wide = features.to(ScalarType.Float64);
        using Tensor host = wide.cpu();
        using Tensor centre = TensorArrays.ToTensor(means, means.Length);
        using Tensor slopes = TensorArrays.ToTensor([.. RawCoefficients], means.Length);
        using Tensor centred = host - centre;
        using Tensor sums = centred.mv(slopes);
        return sums.Plus(Intercept);
    }

    /// <summary>λ, fit and seminorm, then a line a feature.</summary>
    public override string ToString() => AnalysisText.Of(
        Title + string.Create(
            CultureInfo.InvariantCulture,
            $": λ = {Lambda:G6}, df = {DegreesOfFreedom:G6}, RSS = {ResidualSumOfSquares:G6}, ‖L(w − w₀)‖² = {SquaredSeminorm:G6}, GCV = {GeneralizedCrossValidation:G6}, intercept {Intercept:G6}"),
        "feature", FeatureNames, ("per sd", Coefficients), ("per unit", RawCoefficients));
}
