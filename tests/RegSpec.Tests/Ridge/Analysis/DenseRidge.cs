using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>
/// The matrices of a ridge regression written out from its definition, with no decomposition of the library: standardised rows Z, weights, G = ZᵀSZ,
/// c = ZᵀS(y − ȳ), A = G + λF and its inverse. What the analyses say is compared with formulas in these.
/// </summary>
internal sealed class DenseRidge
{
    public DenseRidge(RandomDesign design, RidgeOptions? options = null, bool weighted = false)
    {
        options ??= new RidgeOptions();
        int n = design.Rows;
        int p = design.Features;
        Intercept = options.FitIntercept;
        Weights = weighted ? design.Weights : [.. Enumerable.Repeat(1.0, n)];
        WeightSum = Weights.Sum();
        Factors = options.PenaltyFactors?.ToArray() ?? [.. Enumerable.Repeat(1.0, p)];
        Means = [.. Enumerable.Range(0, p).Select(j => Intercept ? Average(i => design.X[i][j]) : 0)];
        Scales = [.. Enumerable.Range(0, p).Select(j => options.Scaling?[j] == FeatureScaling.None ? 1 : Math.Sqrt(Average(i => Math.Pow(design.X[i][j] - Means[j], 2))))];
        TargetMean = Intercept ? Average(i => design.Y[i]) : 0;
        Rows = tensor(design.X.SelectMany(row => row.Select((x, j) => (x - Means[j]) / Scales[j])).ToArray(), n, p);
        Centred = tensor([.. design.Y.Select(y => y - TargetMean)]);
        Gram = (Rows * tensor(Weights).unsqueeze(1)).t().mm(Rows);
        Cross = Rows.t().mv(tensor(Weights) * Centred);
    }

    public bool Intercept { get; }

    public double[] Weights { get; }

    public double WeightSum { get; }

    public double[] Factors { get; }

    public double[] Means { get; }

    public double[] Scales { get; }

    public double TargetMean { get; }

    public Tensor Rows { get; }

    public Tensor Centred { get; }

    public Tensor Gram { get; }

    public Tensor Cross { get; }

    public int Count => Weights.Length;

    public int Features => Factors.Length;

    public int Left => Intercept ? Count - 1 : Count;

    public Tensor Penalty => diag(tensor(Factors));

    public Tensor A(double lambda) => Gram + lambda * Penalty;

    public Tensor Inverse(double lambda) => linalg.inv(A(lambda));

    public double[] Solve(double lambda) => Values(Inverse(lambda).mv(Cross));

    /// <summary>r, n values.</summary>
    public double[] Residuals(IReadOnlyList<double> coefficients) => Values(Centred - Rows.mv(tensor(coefficients.ToArray())));

    public double ResidualSquares(IReadOnlyList<double> coefficients) => Residuals(coefficients).Select((r, i) => Weights[i] * r * r).Sum();

    /// <summary>Σfⱼwⱼ².</summary>
    public double SquaredNorm(IReadOnlyList<double> coefficients) => coefficients.Select((w, j) => Factors[j] * w * w).Sum();

    /// <summary>Eigenvalues of F^(−½)GF^(−½), largest first.</summary>
    public double[] Eigenvalues()
    {
        Tensor root = tensor([.. Factors.Select(f => 1 / Math.Sqrt(f))]);
        return [.. Values(linalg.eigvalsh(Gram * root * root.unsqueeze(1))).OrderDescending()];
    }

    public static double[] Values(Tensor tensor) => [.. tensor.contiguous().data<double>()];

    private double Average(Func<int, double> value) => Enumerable.Range(0, Weights.Length).Sum(i => Weights[i] * value(i)) / WeightSum;
}
