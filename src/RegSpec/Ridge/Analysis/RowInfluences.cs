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
        BlockBuffer buffer = new();
        int size = RowScores.RowsPerBlock(data.FeatureCount);
        using Tensor coordinates = RowScores.Columns(lambdas, form.Fit.Coordinates);
        using Tensor? directions = RowScores.Directions(spectrum);
        using Tensor weights = TensorArrays.ToTensor([.. filters.Concat(fitted).Concat(moved).SelectMany(row => row)], 3 * lambdas.Length, spectrum.Directions);
        for (int start = 0; start < n; start += size)
        {
            using var scope = NewDisposeScope();
            using RowScores block = RowScores.Of(data.Rows, data, target, start, Math.Min(size, n - start), buffer, directions);
            double[] residuals = block.Residuals(coordinates).ToDoubles();
            double[] sums = block.Scores.square().mm(weights.t()).ToDoubles();
            int first = start;
            // λ by λ, so that what is written lies together
            Parallel.For(0, lambdas.Length, l => all[l].Write(first, block.Weights, residuals, sums, l, lambdas.Length, scales[l], form, target));
        }

        return all;
    }

    /// <summary>The results of a block of rows at one λ.</summary>
    /// <param name="start">Its first row.</param>
    /// <param name="weights">s of its rows.</param>
    /// <param name="residuals">Rows × λ.</param>
    /// <param name="sums">Rows × 3λ: the three sums of the summary, each for all λ.</param>
    /// <param name="place">Which λ.</param>
    /// <param name="count">How many λ.</param>
    /// <param name="scale">What Cook's distance is divided by.</param>
    /// <param name="form">The coordinates of the target.</param>
    /// <param name="target">Which target.</param>
    private void Write(int start, double[] weights, double[] residuals, double[] sums, int place, int count, double scale, CanonicalForm form, int target)
    {
        RidgeData data = form.Data;
        double centre = form.Columns.Intercept ? 1 / form.Columns.WeightSum : 0;
        double unit = Math.ScaleB(1, data.Units.Column(data.FeatureCount + target));
        double norm = Math.ScaleB(1, data.Units.Weight / 2);
        for (int i = 0; i < weights.Length; i++)
        {
            double s = weights[i];
            int at = 3 * count * i + place;
            double residual = residuals[i * count + place];
            double leverage = s * (centre + sums[at]);
            double deleted = 1 - leverage <= LeaveOneOut.FullLeverage ? double.NaN : s * residual / (1 - leverage);
            Leverages[start + i] = leverage;
            Residuals[start + i] = residual * unit;
            CooksDistances[start + i] = deleted * deleted * (centre + sums[at + count]) / scale;
            LabelNorms[start + i] = s * Math.Sqrt(sums[at + (2 * count)]) * norm;
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
