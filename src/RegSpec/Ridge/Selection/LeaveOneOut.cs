using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// Exact leave-one-out errors rᵢ/(1 − hᵢ), hᵢ = sᵢ(1/S + x̂ᵢᵀ(Ĝ + λΦ)⁺x̂ᵢ), for any number of λ in one pass over the rows; with few rows the
/// pass is kept for further λ.
/// </summary>
internal sealed class LeaveOneOut : IDisposable
{
    /// <summary>1 − h at or below which a row determines its own fit, so that leaving it out leaves nothing to predict it by.</summary>
    private const double FullLeverage = 1e-10;

    private readonly RidgeData data;
    private readonly int target;
    private readonly SpectralFit fit;
    private readonly List<RowScores>? kept;

    public LeaveOneOut(RidgeData data, int target, SpectralFit fit)
    {
        this.data = data;
        this.target = target;
        this.fit = fit;
        IsCheap = data.Rows!.Count * fit.Spectrum.Directions <= RowScores.KeepAtMost;
        kept = IsCheap ? [.. Blocks()] : null;
    }

    /// <summary>Whether a further λ needs no pass over the rows.</summary>
    public bool IsCheap { get; }

    /// <summary>Σs(r/(1 − h))²/S for each λ; NaN where a row determines its own fit.</summary>
    public double[] Errors(double[] lambdas)
    {
        double[] sums = new double[lambdas.Length];
        Visit(lambdas, (residual, leverage, weight, _, l) =>
        {
            double left = 1 - leverage;
            double error = left > FullLeverage ? residual / left : double.NaN;
            sums[l] += weight * error * error;
        });
        return Array.ConvertAll(sums, sum => sum / data.Columns.WeightSum);
    }

    /// <summary>The prediction of each row by the others, in the units of the target; a row of weight 0 by all others.</summary>
    public double[] Predictions(double lambda)
    {
        double[] predictions = new double[data.Rows!.Count];
        double mean = data.Columns.Intercept ? data.Summary.Mean[data.FeatureCount + target].Value : 0;
        Visit([lambda], (residual, leverage, _, row, _) =>
        {
            double left = 1 - leverage;
            predictions[row.Index] = mean + row.Target - (left > FullLeverage ? residual / left : double.NaN);
        });
        return predictions;
    }

    public void Dispose() => kept?.ForEach(block => block.Dispose());

    private void Visit(double[] lambdas, Action<double, double, double, (long Index, double Target), int> action)
    {
        using Tensor coordinates = RowScores.Columns(lambdas, fit.Coordinates);
        using Tensor filters = RowScores.Columns(lambdas, fit.Spectrum.Filter);
        double intercept = data.Columns.Intercept ? 1 / data.Columns.WeightSum : 0;
        long first = 0;
        foreach (RowScores block in kept ?? Blocks())
        {
            using Tensor residualTensor = block.Residuals(coordinates);
            using Tensor squares = block.Scores.square();
            using Tensor leverageTensor = squares.mm(filters);
            double[] residuals = residualTensor.ToDoubles();
            double[] leverages = leverageTensor.ToDoubles();
            for (int i = 0; i < block.Targets.Length; i++)
            {
                for (int l = 0; l < lambdas.Length; l++)
                {
                    int at = i * lambdas.Length + l;
                    action(residuals[at], block.Weights[i] * (intercept + leverages[at]), block.Weights[i], (first + i, block.Targets[i]), l);
                }
            }

            first += block.Targets.Length;
            if (kept is null)
            {
                block.Dispose();
            }
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
