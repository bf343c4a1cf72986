using static TorchSharp.torch;

namespace RegSpec;

/// <summary>Σs(y − ŷ)² over rows that a fit has not seen, row by row. Few rows are kept in the coordinates of the fit, many are read again each time.</summary>
/// <param name="fitted">The problem that was fitted.</param>
/// <param name="target">Which target.</param>
/// <param name="fit">The target in the coordinates of the fit.</param>
/// <param name="rows">The rows.</param>
/// <param name="mostKept">Doubles that may be kept.</param>
internal sealed class RowErrors(RidgeData fitted, int target, SpectralFit fit, DesignRows rows, long mostKept) : IDisposable
{
    private RowScores? kept;

    /// <summary>Weight of the rows.</summary>
    public double Weight => rows.Weights?.Sum() ?? rows.Count;

    /// <summary>Multiply-adds for one λ.</summary>
    public long Work => rows.Count * (IsKept ? fit.Spectrum.Directions : fitted.FeatureCount);

    private bool IsKept => rows.Count * fitted.FeatureCount <= mostKept;

    /// <summary>The sum for each λ.</summary>
    public double[] Sums(double[] lambdas) => rows.Count == 0 ? new double[lambdas.Length] : IsKept ? OfKept(lambdas) : OfTiles(lambdas);

    public void Dispose() => kept?.Dispose();

    private double[] OfKept(double[] lambdas)
    {
        kept ??= RowScores.Of(rows, fitted, target, 0, (int)rows.Count, new BlockBuffer());
        using var scope = NewDisposeScope();
        Tensor squares = kept.Residuals(RowScores.Columns(lambdas, fit.Coordinates)).Squared();
        return squares.mul_(TensorArrays.ToTensor(kept.Weights, kept.Weights.Length, 1)).sum(dim: 0L).ToDoubles();
    }

    private double[] OfTiles(double[] lambdas) =>
        new RowTiles(fitted, target, fit.Spectrum, Array.ConvertAll(lambdas, fit.Coordinates), [], rows).Sum(lambdas.Length, (in RowTile tile, double[] sums) =>
        {
            for (int i = 0; i < tile.Weights.Length; i++)
            {
                for (int l = 0; l < sums.Length; l++)
                {
                    double off = tile.Target(i) - tile.Fit(i, l);
                    sums[l] += tile.Weights[i] * off * off;
                }
            }
        });
}
