namespace RegSpec;

/// <summary>
/// Leverages, residuals, Cook's distances and label influences of all rows at one λ, in one pass through the coordinates T = X̂B of the spectrum:
/// hᵢ = sᵢ(1/S + Σtᵢₖ²/(dₖ + λ)), what a row's label moves of all fits Σtᵢₖ²dₖ/(dₖ + λ)², and of the coefficients Σtᵢₖ²/(dₖ + λ)².
/// </summary>
internal sealed class RowInfluences
{
    private const int Ranges = 8;

    private RowInfluences(int rows)
    {
        Leverages = new double[rows];
        Residuals = new double[rows];
        CooksDistances = new double[rows];
        LabelNorms = new double[rows];
    }

    public double[] Leverages { get; }

    public double[] Residuals { get; }

    public double[] CooksDistances { get; }

    public double[] LabelNorms { get; }

    /// <param name="form">The coordinates of the target.</param>
    /// <param name="target">Which target.</param>
    /// <param name="lambdas">λ; all in one pass over the rows.</param>
    public static RowInfluences[] Of(CanonicalForm form, int target, double[] lambdas)
    {
        RidgeData data = form.Data;
        RidgeSpectrum spectrum = form.Spectrum;
        int n = (int)data.Rows!.Count;
        RowInfluences[] all = Array.ConvertAll(lambdas, _ => new RowInfluences(n));
        double[][] filters = Array.ConvertAll(lambdas, spectrum.Filter);
        double[][] fitted = Array.ConvertAll(filters, filter => filter.Select((f, k) => f * f * Math.Max(spectrum.Values[k], 0)).ToArray());
        double[][] moved = Array.ConvertAll(filters, filter => filter.Select((f, k) => k < spectrum.Unpenalised ? 0 : f * f).ToArray());
        double[] scales = Array.ConvertAll(lambdas, lambda => Scale(form, lambda));
        RowTiles tiles = new(data, target, spectrum, Array.ConvertAll(lambdas, form.Fit.Coordinates), [.. filters, .. fitted, .. moved]);
        Parallel.For(0, Ranges, range => tiles.Visit((long)n * range / Ranges, (long)n * (range + 1) / Ranges, (in RowTile rows) =>
        {
            for (int l = 0; l < lambdas.Length; l++)
            {
                all[l].Write(rows, l, lambdas.Length, scales[l], form, target);
            }
        }));
        return all;
    }

    /// <summary>The results of some rows at one λ.</summary>
    /// <param name="rows">With the three sums of the summary, each for all λ.</param>
    /// <param name="place">Which λ.</param>
    /// <param name="count">How many λ.</param>
    /// <param name="scale">What Cook's distance is divided by.</param>
    /// <param name="form">The coordinates of the target.</param>
    /// <param name="target">Which target.</param>
    private void Write(in RowTile rows, int place, int count, double scale, CanonicalForm form, int target)
    {
        RidgeData data = form.Data;
        double centre = form.Columns.Intercept ? 1 / form.Columns.WeightSum : 0;
        int unit = data.Units.Column(data.FeatureCount + target);
        double norm = Math.ScaleB(1, data.Units.Weight / 2);
        for (int first = 0; first < rows.Weights.Length; first += CoordinateTiles.TilePoints)
        {
            ReadOnlySpan<double> fits = rows.Fits(first, place), filtered = rows.Sums(first, place);
            ReadOnlySpan<double> fitted = rows.Sums(first, place + count), moved = rows.Sums(first, place + (2 * count));
            int some = Math.Min(CoordinateTiles.TilePoints, rows.Weights.Length - first);
            for (int i = 0; i < some; i++)
            {
                int row = (int)rows.Start + first + i;
                double s = rows.Weights[first + i];
                double residual = rows.Target(first + i) - fits[i];
                double leverage = s * (centre + filtered[i]);
                double deleted = 1 - leverage <= LeaveOneOut.FullLeverage ? double.NaN : s * residual / (1 - leverage);
                Leverages[row] = leverage;
                Residuals[row] = unit == 0 ? residual : Math.ScaleB(residual, unit);
                CooksDistances[row] = deleted * deleted * (centre + fitted[i]) / scale;
                LabelNorms[row] = s * Math.Sqrt(moved[i]) * norm;
            }
        }
    }

    /// <summary>(df + 1)·RSS/(n − 1 − df), without an intercept df·RSS/(n − df); NaN where nothing is left to divide by.</summary>
    private static double Scale(CanonicalForm form, double lambda)
    {
        double degrees = form.Fit.DegreesOfFreedom(lambda);
        double left = form.Left - degrees;
        return left > 1e-9 * form.Columns.Count ? (degrees + (form.Columns.Intercept ? 1 : 0)) * form.Fit.ResidualSquares(lambda) / left : double.NaN;
    }
}
