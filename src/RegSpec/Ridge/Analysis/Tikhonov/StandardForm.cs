using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// The change of variables that makes a general penalty a plain one (Eldén 1977, Hansen 1998 section 2.3): with L = UΣVᵀ, w − w₀ = Tθ where T has a column
/// vₖ/σₖ with penalty 1 for each σₖ &gt; 0 and columns without a penalty that span the kernel of L. Directions of the kernel that the data do not determine
/// either are left out: their θ is 0, the solution nearest to w₀.
/// </summary>
internal sealed class StandardForm
{
    private const double Epsilon = 2.220446049250313e-16;

    private StandardForm(double[] map, int features, int penalised, int free, int dropped)
    {
        Map = map;
        FeatureCount = features;
        Penalised = penalised;
        Free = free;
        Dropped = dropped;
    }

    /// <summary>T, p × (penalised + free), row-major.</summary>
    public double[] Map { get; }

    public int FeatureCount { get; }

    public int Penalised { get; }

    public int Free { get; }

    /// <summary>Directions with neither penalty nor data.</summary>
    public int Dropped { get; }

    public int Size => Penalised + Free;

    /// <param name="operator">L.</param>
    /// <param name="gram">ZᵀSZ in the coefficients L acts on, p × p.</param>
    public static StandardForm Of(TikhonovOperator @operator, Tensor gram)
    {
        using var scope = NewDisposeScope();
        int p = @operator.FeatureCount;
        Tensor matrix = TensorArrays.ToTensor(@operator.Values, @operator.RowCount, p);
        (_, Tensor singular, Tensor right) = linalg.svd(matrix, fullMatrices: true);
        double[] sigma = singular.ToDoubles();
        double cut = Math.Max(@operator.RowCount, p) * Epsilon * sigma[0];
        int rank = sigma.Count(value => value > cut);
        Tensor penalised = right.narrow(0, 0, rank).t().clone().Scale(null, Array.ConvertAll(sigma[..rank], value => 1 / value));
        if (rank == p)
        {
            return new(penalised.ToDoubles(), p, rank, 0, 0);
        }

        Tensor kernel = right.narrow(0, rank, p - rank).t();
        (Tensor values, Tensor vectors) = linalg.eigh(kernel.t().mm(gram).mm(kernel));
        double floor = p * Epsilon * gram.trace().item<double>();
        int kept = values.ToDoubles().Count(value => value > floor);
        Tensor free = kernel.mm(vectors.narrow(1, p - rank - kept, kept));
        return new(cat([penalised, free], 1).ToDoubles(), p, rank, kept, p - rank - kept);
    }

    /// <summary>Tθ.</summary>
    public double[] Expand(IReadOnlyList<double> theta)
    {
        double[] w = new double[FeatureCount];
        for (int j = 0; j < w.Length; j++)
        {
            for (int k = 0; k < theta.Count; k++)
            {
                w[j] += Map[j * Size + k] * theta[k];
            }
        }

        return w;
    }
}
