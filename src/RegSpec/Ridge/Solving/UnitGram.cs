namespace RegSpec;

/// <summary>Ĝ = X̂ᵀSX̂ of the active unit columns, with X̂ᵀSy and Σs(y − ȳ)² of each target, from moments.</summary>
internal sealed class UnitGram
{
    public UnitGram(Moments moments, Standardization columns, int targets)
    {
        int[] active = columns.Active;
        Size = active.Length;
        Products = new double[Size * Size];
        Cross = new double[targets][];
        TargetSquares = new double[targets];
        double[] deviation = Array.ConvertAll(active, j => moments.ScaledDeviation(j, columns.Intercept));
        double[] mean = Array.ConvertAll(active, j => columns.Intercept ? 0 : moments.ScaledMean(j));
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = Product(moments, active[i], active[j], mean[i], mean[j]);
                Products[i * Size + j] = Products[j * Size + i] = product / deviation[i] / deviation[j];
            }
        }

        for (int t = 0; t < targets; t++)
        {
            int y = columns.FeatureCount + t;
            double targetMean = columns.Intercept ? 0 : moments.ScaledMean(y);
            int exponent = moments.Exponent[y];
            Cross[t] = new double[Size];
            TargetSquares[t] = Math.ScaleB(Product(moments, y, y, targetMean, targetMean), 2 * exponent);
            for (int i = 0; i < Size; i++)
            {
                Cross[t][i] = Math.ScaleB(Product(moments, active[i], y, mean[i], targetMean) / deviation[i], exponent);
            }
        }
    }

    public int Size { get; }

    /// <summary>Ĝ, row-major; its diagonal is S.</summary>
    public double[] Products { get; }

    /// <summary>X̂ᵀSy of each target.</summary>
    public double[][] Cross { get; }

    /// <summary>Σs(y − ȳ)² of each target, Σsy² without an intercept.</summary>
    public double[] TargetSquares { get; }

    private static double Product(Moments moments, int i, int j, double meanI, double meanJ) =>
        moments.Products[i * moments.Width + j] + moments.WeightSum * meanI * meanJ;
}
