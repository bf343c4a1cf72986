namespace RegSpec;

/// <summary>
/// A basis B of the active coefficients with BᵀĜB = diag(d) and BᵀΦB = diag(π), π = 0 for directions without a penalty and 1 for the rest.
/// Then (Ĝ + λΦ)⁺ = B diag(1/(d + λπ)) Bᵀ for every λ at once, and 0 for the directions whose d vanishes numerically.
/// </summary>
internal abstract class RidgeSpectrum(int size, double[] values, int unpenalised, double cut, RidgeAlgorithm algorithm)
{
    /// <summary>Fewer columns than this are multiplied one by one.</summary>
    protected const int SmallCount = 3;

    /// <summary>Number of active features.</summary>
    public int Size => size;

    /// <summary>Number of directions.</summary>
    public int Directions => values.Length;

    /// <summary>B, size × directions, row-major. The unpenalised directions come first.</summary>
    public abstract double[] Basis { get; }

    /// <summary>d; 1 for unpenalised directions.</summary>
    public double[] Values => values;

    /// <summary>Number of directions with π = 0.</summary>
    public int Unpenalised => unpenalised;

    /// <summary>The d below which a direction is not determined by the data.</summary>
    public double Cut => cut;

    public RidgeAlgorithm Algorithm => algorithm;

    /// <summary>Ratio of the largest to the smallest d of the penalised directions.</summary>
    public double Spread
    {
        get
        {
            double[] penalised = values[unpenalised..];
            double least = penalised.Length == 0 ? 1 : penalised.Min();
            return penalised.Length == 0 ? 1 : least > 0 ? penalised.Max() / least : double.PositiveInfinity;
        }
    }

    /// <summary>1/(d + λπ), or 0 where that is not determined.</summary>
    public double[] Filter(double lambda)
    {
        double[] filter = new double[Directions];
        for (int k = 0; k < filter.Length; k++)
        {
            double sum = k < unpenalised ? values[k] : Math.Max(values[k], 0) + lambda;
            filter[k] = k >= unpenalised && (sum <= cut || sum == 0) ? 0 : 1 / sum;
        }

        return filter;
    }

    public double DegreesOfFreedom(double lambda)
    {
        double[] filter = Filter(lambda);
        double sum = 0;
        for (int k = 0; k < filter.Length; k++)
        {
            sum += Math.Max(values[k], 0) * filter[k];
        }

        return sum;
    }

    public int Rank(double lambda) => Array.FindAll(Filter(lambda), f => f > 0).Length;

    /// <summary>Directions the data determine, unpenalised ones included.</summary>
    public int DataRank => Rank(0);

    /// <summary>Bᵀg.</summary>
    public abstract double[] Project(ReadOnlySpan<double> g);

    /// <summary>Bq.</summary>
    public abstract void Expand(ReadOnlySpan<double> q, Span<double> x);

    /// <summary>Bq of many q, in one pass over what B is made of.</summary>
    public virtual double[][] ExpandAll(double[][] q) => q.Length < SmallCount ? Array.ConvertAll(q, ExpandOne) : Combine(q, []).Products;

    /// <summary>Bq of many q and (B∘B)f of many f, in one pass over what B is made of.</summary>
    /// <param name="q">A value for each direction.</param>
    /// <param name="f">Likewise.</param>
    /// <returns>A value for each active feature.</returns>
    public virtual (double[][] Products, double[][] Squares) Combine(double[][] q, double[][] f)
    {
        CoordinateTiles tiles = new(0, Directions, () => [], q, f);
        return tiles.Collect(Size, (points, first, count) => tiles.FinishRows(points, Basis, first, count));
    }

    private double[] ExpandOne(double[] q)
    {
        double[] x = new double[Size];
        Expand(q, x);
        return x;
    }
}
