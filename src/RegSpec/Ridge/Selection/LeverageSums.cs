namespace RegSpec;

/// <summary>Σs(r/(1 − h))² over all rows for many λ in one pass that keeps nothing.</summary>
internal sealed class LeverageSums(RidgeData data, int target, SpectralFit fit, double[] lambdas)
{
    private readonly RowTiles tiles = new(
        data, target, fit.Spectrum, Array.ConvertAll(lambdas, fit.Coordinates), Array.ConvertAll(lambdas, fit.Spectrum.Filter));

    /// <summary>The sums for each λ; NaN where a row determines its own fit.</summary>
    public double[] Run()
    {
        double intercept = data.Columns.Intercept ? 1 / data.Columns.WeightSum : 0;
        return tiles.Sum(lambdas.Length, (in RowTile rows, double[] sums) =>
        {
            for (int i = 0; i < rows.Weights.Length; i++)
            {
                double weight = rows.Weights[i];
                for (int l = 0; l < sums.Length; l++)
                {
                    double left = 1 - weight * (rows.Sum(i, l) + intercept);
                    double error = left <= LeaveOneOut.FullLeverage ? double.NaN : (rows.Target(i) - rows.Fit(i, l)) / left;
                    sums[l] += weight * error * error;
                }
            }
        });
    }
}
