using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// Leverages, residuals, Cook's distances and label influences of all rows at one λ, in one pass through the coordinates T = X̂B of the spectrum:
/// hᵢ = sᵢ(1/S + Σtᵢₖ²/(dₖ + λ)), what a row's label moves of all fits Σtᵢₖ²dₖ/(dₖ + λ)², and of the coefficients Σtᵢₖ²/(dₖ + λ)².
/// </summary>
internal sealed class RowInfluences
{
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
        double centre = form.Columns.Intercept ? 1 / form.Columns.WeightSum : 0;
        int unit = data.Units.Column(data.FeatureCount + target);
        BlockBuffer buffer = new();
        int size = RowScores.RowsPerBlock(data.FeatureCount);
        using Tensor coordinates = RowScores.Columns(lambdas, form.Fit.Coordinates);
        using Tensor weights = TensorArrays.ToTensor([.. filters.Concat(fitted).Concat(moved).SelectMany(row => row)], 3 * lambdas.Length, spectrum.Directions);
        for (int start = 0; start < n; start += size)
        {
            using var scope = NewDisposeScope();
            using RowScores block = RowScores.Of(data.Rows, data, target, start, Math.Min(size, n - start), buffer);
            double[] residuals = block.Residuals(coordinates).ToDoubles();
            double[] sums = block.Scores.square().mm(weights.t()).ToDoubles();
            for (int i = 0; i < block.Weights.Length; i++)
            {
                for (int l = 0; l < lambdas.Length; l++)
                {
                    double s = block.Weights[i];
                    int at = 3 * lambdas.Length * i + l;
                    double residual = residuals[i * lambdas.Length + l];
                    double leverage = s * (centre + sums[at]);
                    double deleted = 1 - leverage <= LeaveOneOut.FullLeverage ? double.NaN : s * residual / (1 - leverage);
                    all[l].Leverages[start + i] = leverage;
                    all[l].Residuals[start + i] = Math.ScaleB(residual, unit);
                    all[l].CooksDistances[start + i] = deleted * deleted * (centre + sums[at + lambdas.Length]) / scales[l];
                    all[l].LabelNorms[start + i] = Math.ScaleB(s * Math.Sqrt(sums[at + 2 * lambdas.Length]), data.Units.Weight / 2);
                }
            }
        }

        return all;
    }

    /// <summary>(df + 1)·RSS/(n − 1 − df), without an intercept df·RSS/(n − df); NaN where nothing is left to divide by.</summary>
    private static double Scale(CanonicalForm form, double lambda)
    {
        double degrees = form.Fit.DegreesOfFreedom(lambda);
        double left = form.Left - degrees;
        return left > 1e-9 * form.Columns.Count ? (degrees + (form.Columns.Intercept ? 1 : 0)) * form.Fit.ResidualSquares(lambda) / left : double.NaN;
    }
}
