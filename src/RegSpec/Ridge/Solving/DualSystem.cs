using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// (Ĝ + λΦ)⁻¹g = (g − Zᵀ(ZZᵀ + λI)⁻¹Zg)/λ in the columns Z = √s·x̂/√φ, for fewer rows than features and all penalties positive.
/// </summary>
internal sealed class DualSystem : RidgeSystem
{
    private readonly Tensor rows;
    private readonly Tensor factor;
    private readonly double[] inverseRoots;
    private readonly double lambda;
    private readonly double degreesOfFreedom;

    private DualSystem(Tensor rows, Tensor factor, double[] inverseRoots, double lambda)
    {
        this.rows = rows;
        this.factor = factor;
        this.inverseRoots = inverseRoots;
        this.lambda = lambda;
        using Tensor inverse = cholesky_inverse(factor);
        using Tensor view = inverse.diagonal();
        degreesOfFreedom = view.ToDoubles().Sum(entry => 1 - lambda * entry);
    }

    public override RidgeAlgorithm Algorithm => RidgeAlgorithm.Dual;

    public override double DegreesOfFreedom => degreesOfFreedom;

    public override int Rank => inverseRoots.Length;

    /// <summary>The system, or null when it is not safely positive definite.</summary>
    public static DualSystem? TryCreate(DesignRows design, Standardization columns, double lambda)
    {
        double[] inverseRoots = Array.ConvertAll(columns.Penalty, phi => 1 / Math.Sqrt(phi));
        if (!Array.TrueForAll(inverseRoots, double.IsFinite))
        {
            return null;
        }

        int[] order = Enumerable.Range(0, inverseRoots.Length).ToArray();
        Tensor rows = RowMatrix.Of(design, columns, order, inverseRoots, 0, (int)design.Count, new BlockBuffer());
        using Tensor kernel = KernelMatrix.Of(rows);
        double[] diagonal;
        using (Tensor view = kernel.diagonal())
        {
            view.add_(lambda);
            diagonal = view.ToDoubles();
        }

        Tensor? factor = Array.TrueForAll(diagonal, double.IsFinite) ? CholeskySystem.Factorize(kernel, diagonal) : null;
        if (factor is null)
        {
            rows.Dispose();
            return null;
        }

        return new DualSystem(rows, factor, inverseRoots, lambda);
    }

    public override void Solve(ReadOnlySpan<double> g, Span<double> x)
    {
        double[] scaled = new double[g.Length];
        for (int j = 0; j < scaled.Length; j++)
        {
            scaled[j] = g[j] * inverseRoots[j];
        }

        using Tensor right = TensorArrays.ToTensor(scaled, g.Length, 1);
        using Tensor projected = rows.mm(right);
        using Tensor solved = projected.cholesky_solve(factor, upper: false);
        using Tensor transposed = rows.t();
        using Tensor back = transposed.mm(solved);
        double[] fitted = back.ToDoubles();
        for (int j = 0; j < scaled.Length; j++)
        {
            x[j] = (scaled[j] - fitted[j]) / lambda * inverseRoots[j];
        }
    }

    /// <summary>n.</summary>
    public int RowCount => (int)rows.shape[0];

    /// <summary>y = (ZZᵀ + λI)x, by the factor: n² instead of the rows' n·p.</summary>
    public void Multiply(double[] x, double[] y)
    {
        using Tensor vector = TensorArrays.ToTensor(x, x.Length, 1);
        using Tensor transposed = factor.t();
        using Tensor inner = transposed.mm(vector);
        using Tensor outer = factor.mm(inner);
        outer.ToDoubles().CopyTo(y, 0);
    }

    public override void Dispose()
    {
        rows.Dispose();
        factor.Dispose();
    }
}
