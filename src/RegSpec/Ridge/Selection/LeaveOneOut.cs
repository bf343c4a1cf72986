using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// Exact leave-one-out errors rᵢ/(1 − hᵢ), hᵢ = sᵢ(1/S + x̂ᵢᵀ(Ĝ + λΦ)⁺x̂ᵢ), for any number of λ in one pass over the rows; with few rows the
/// pass is kept for further λ.
/// </summary>
internal sealed class LeaveOneOut : IDisposable
{
    /// <summary>1 − h at or below which a row determines its own fit, so that leaving it out leaves nothing to predict it by.</summary>
    public const double FullLeverage = 1e-10;

    private readonly RidgeData data;
    private readonly int target;
    private readonly SpectralFit fit;
    private readonly List<RowScores>? kept;

    public LeaveOneOut(RidgeData data, int target, SpectralFit fit)
    {
        this.data = data;
        this.target = target;
        this.fit = fit;
        IsCheap = Work <= RowScores.KeepAtMost;
        kept = IsCheap ? [.. Blocks()] : null;
    }

    /// <summary>Whether a further λ needs no pass over the rows.</summary>
    public bool IsCheap { get; }

    /// <summary>Multiply-adds for one λ.</summary>
    public long Work => data.Rows!.Count * fit.Spectrum.Directions;

    /// <summary>Σs(r/(1 − h))²/S for each λ; NaN where a row determines its own fit.</summary>
    public double[] Errors(double[] lambdas)
    {
        if (kept is null)
        {
            return Array.ConvertAll(new LeverageSums(data, target, fit, lambdas).Run(), sum => sum / data.Columns.WeightSum);
        }

        using Tensor coordinates = RowScores.Columns(lambdas, fit.Coordinates);
        using Tensor filters = RowScores.Columns(lambdas, fit.Spectrum.Filter);
        double[] sums = new double[lambdas.Length];
        foreach (RowScores block in kept)
        {
            using var scope = NewDisposeScope();
            (Tensor residuals, Tensor left) = Left(block, coordinates, filters);
            Tensor errors = residuals.div_(left).Squared();
            double[] parts = errors.mul_(TensorArrays.ToTensor(block.Weights, block.Weights.Length, 1)).sum(dim: 0L).ToDoubles();
            for (int l = 0; l < sums.Length; l++)
            {
                sums[l] += parts[l] / data.Columns.WeightSum;
            }
        }

        return sums;
    }

    /// <summary>The same in the user's units.</summary>
    public double[] ErrorsInUnits(double[] lambdas) => Array.ConvertAll(Errors(lambdas), fit.MeanInUnits);

    /// <summary>The prediction of each row by the others, in the units of the target; a row of weight 0 by all others; NaN where there is none.</summary>
    public double[] Predictions(double lambda)
    {
        using Tensor coordinates = RowScores.Columns([lambda], fit.Coordinates);
        using Tensor filters = RowScores.Columns([lambda], fit.Spectrum.Filter);
        double mean = data.Columns.Intercept ? data.Summary.Mean[data.FeatureCount + target].Value : 0;
        int unit = data.Units.Column(data.FeatureCount + target);
        List<double> predictions = [];
        foreach (RowScores block in kept ?? Blocks())
        {
            using var scope = NewDisposeScope();
            (Tensor residuals, Tensor left) = Left(block, coordinates, filters);
            predictions.AddRange(residuals.div_(left).ToDoubles().Select((error, i) => Math.ScaleB(mean + block.Targets[i] - error, unit)));
            Release(block);
        }

        return [.. predictions];
    }

    public void Dispose() => kept?.ForEach(block => block.Dispose());

    /// <summary>r and 1 − h, rows × λ.</summary>
    private (Tensor Residuals, Tensor Left) Left(RowScores block, Tensor coordinates, Tensor filters)
    {
        double intercept = data.Columns.Intercept ? 1 / data.Columns.WeightSum : 0;
        Tensor leverages = block.Scores.Squared().mm(filters).PlusInPlace(intercept);
        Tensor left = leverages.mul_(TensorArrays.ToTensor(block.Weights, block.Weights.Length, 1)).neg_().PlusInPlace(1);
        using Scalar full = FullLeverage, none = double.NaN;
        return (block.Residuals(coordinates), left.masked_fill_(left.le(full), none));
    }

    private void Release(RowScores block)
    {
        if (kept is null)
        {
            block.Dispose();
        }
    }

    private IEnumerable<RowScores> Blocks()
    {
        BlockBuffer buffer = new();
        int size = RowScores.RowsPerBlock(data.FeatureCount);
        for (long start = 0; start < data.Rows!.Count; start += size)
        {
            yield return RowScores.Of(data.Rows, data, target, start, (int)Math.Min(size, data.Rows.Count - start), buffer);
        }
    }
}
