namespace RegSpec;

/// <summary>
/// (Ĝ + λΦ)⁻¹g = (g − Zᵀ(ZZᵀ + λI)⁻¹Zg)/λ in the columns Z = √s·x̂/√φ, for fewer rows than features and all penalties positive.
/// </summary>
internal sealed class DualSystem : RidgeSystem
{
    private const double Epsilon = 1.1102230246251565e-16;

    private readonly UnitRows rows;
    private readonly LowerFactor factor;
    private readonly int[] active;
    private readonly double[] inverseRoots;
    private readonly double lambda;

    private DualSystem(UnitRows rows, LowerFactor factor, int[] active, double[] inverseRoots, double lambda)
    {
        this.rows = rows;
        this.factor = factor;
        this.active = active;
        this.inverseRoots = inverseRoots;
        this.lambda = lambda;
        DegreesOfFreedom = Math.Max(rows.Count - lambda * factor.InverseTrace(), 0);
        Condition = PowerIteration.Largest(rows.Count, factor.Multiply) / lambda;
    }

    public override RidgeAlgorithm Algorithm => RidgeAlgorithm.Dual;

    public override double DegreesOfFreedom { get; }

    public override int Rank => inverseRoots.Length;

    public override double DegreesOfFreedomError => Epsilon * rows.Count * Condition;

    /// <summary>κ(Z'Z + λI), estimated from below: fewer rows than features leave λ itself as the least eigenvalue.</summary>
    public double Condition { get; }

    /// <summary>An error u of the n × n solve comes back as Zᵀu/λ, and ‖Zᵀu‖ may be √κ times what it should: εκ^1.5 in all.</summary>
    public override double SolveError => Math.Min(Epsilon * Condition * Math.Sqrt(Condition), 1);

    /// <summary>The system, or null when it is not safely positive definite.</summary>
    public static DualSystem? TryCreate(DesignRows design, Standardization columns, double lambda)
    {
        double[] inverseRoots = Array.ConvertAll(columns.Penalty, phi => 1 / Math.Sqrt(phi));
        if (!Array.TrueForAll(inverseRoots, double.IsFinite))
        {
            return null;
        }

        UnitRows rows = new(design, columns, inverseRoots);
        using SymmetricSums kernel = KernelMatrix.Of(rows);
        LowerFactor? factor = LowerFactor.TryCreate(kernel, lambda);
        return factor is null ? null : new DualSystem(rows, factor, columns.Active, inverseRoots, lambda);
    }

    /// <summary>ŵ = Φ^(−½)Zᵀ(ZZᵀ + λI)⁻¹√s(y − ȳ): more accurate than the same by way of X̂ᵀSy, for nothing cancels.</summary>
    /// <param name="centred">√s(y − ȳ), n values.</param>
    public double[] Fit(double[] centred)
    {
        double[] unit = rows.MultiplyTransposed(factor.Solve(centred))[0];
        return Array.ConvertAll(active, j => unit[j]).Zip(inverseRoots, (value, root) => value * root).ToArray();
    }

    public override void Solve(double[][] right, double[][] solutions)
    {
        double[][] scaled = Array.ConvertAll(right, g =>
        {
            double[] all = new double[rows.FeatureCount];
            for (int k = 0; k < active.Length; k++)
            {
                all[active[k]] = g[k] * inverseRoots[k];
            }

            return all;
        });
        double[][] fitted = rows.MultiplyTransposed(Array.ConvertAll(rows.Multiply(scaled), factor.Solve));
        for (int v = 0; v < right.Length; v++)
        {
            for (int k = 0; k < active.Length; k++)
            {
                solutions[v][k] = (scaled[v][active[k]] - fitted[v][active[k]]) / lambda * inverseRoots[k];
            }
        }
    }

    public override void Dispose() => factor.Dispose();
}
