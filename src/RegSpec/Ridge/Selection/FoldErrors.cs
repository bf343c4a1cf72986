using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// k-fold errors for any number of λ. Each fold's fit comes from the merged moments of the other folds (merged, not subtracted: nothing
/// cancels), with their own means and deviations; with fewer rows than features from the rows of the other folds.
/// </summary>
internal sealed class FoldErrors : IDisposable
{
    private readonly RidgeData data;
    private readonly int target;
    private readonly long[][] places;
    private readonly RidgeData[] others;
    private readonly SpectralFit[] fits;
    private readonly RowScores[]?[] kept;

    public FoldErrors(RidgeData data, int target, LambdaSelection selection)
    {
        this.data = data;
        this.target = target;
        places = FoldAssignment.Deal(data.Rows!, selection);
        others = data.IsWide ? FromRows() : FromMoments();
        fits = Array.ConvertAll(others, other => new SpectralFit(other, target));
        IsCheap = data.Rows!.Count * Math.Min(data.FeatureCount, data.Rows.Count) <= RowScores.KeepAtMost;
        kept = new RowScores[places.Length][];
    }

    /// <summary>Whether a further λ needs no pass over the rows.</summary>
    public bool IsCheap { get; }

    /// <summary>Mean over all rows, by weight, of the squared error of the fit without the row's fold.</summary>
    public double[] Errors(double[] lambdas)
    {
        double[] sums = new double[lambdas.Length];
        for (int fold = 0; fold < places.Length; fold++)
        {
            using Tensor coordinates = RowScores.Columns(lambdas, fits[fold].Coordinates);
            RowScores[] blocks = kept[fold] ?? Scores(fold);
            foreach (RowScores block in blocks)
            {
                using Tensor residualTensor = block.Residuals(coordinates);
                double[] residuals = residualTensor.ToDoubles();
                for (int at = 0; at < residuals.Length; at++)
                {
                    sums[at % lambdas.Length] += block.Weights[at / lambdas.Length] * residuals[at] * residuals[at];
                }
            }

            if (IsCheap)
            {
                kept[fold] = blocks;
            }
            else
            {
                Array.ForEach(blocks, block => block.Dispose());
            }
        }

        return Array.ConvertAll(sums, sum => sum / data.Columns.WeightSum);
    }

    /// <summary>The same in the user's units.</summary>
    public double[] ErrorsInUnits(double[] lambdas) => Array.ConvertAll(Errors(lambdas), error => Math.ScaleB(error, 2 * data.Units.Column(data.FeatureCount + target)));

    public void Dispose()
    {
        foreach (RowScores block in kept.Where(blocks => blocks is not null).SelectMany(blocks => blocks!))
        {
            block.Dispose();
        }

        foreach (RidgeData other in others)
        {
            other.Rows?.Release();
        }
    }

    private RowScores[] Scores(int fold)
    {
        DesignRows rows = data.Rows!.Select(places[fold]);
        BlockBuffer buffer = new();
        int size = RowScores.RowsPerBlock(data.FeatureCount);
        List<RowScores> blocks = [];
        for (long start = 0; start < rows.Count; start += size)
        {
            blocks.Add(RowScores.Of(rows, others[fold], target, start, (int)Math.Min(size, rows.Count - start), buffer));
        }

        rows.Release();
        return [.. blocks];
    }

    private RidgeData[] FromMoments()
    {
        Moments[] parts = Array.ConvertAll(places, fold =>
        {
            DesignRows rows = data.Rows!.Select(fold);
            Moments moments = MomentAccumulator.Of(rows, data.Names);
            rows.Release();
            return moments;
        });
        int width = data.FeatureCount + data.TargetCount;
        Moments[] after = new Moments[parts.Length];   // the folds that follow each
        Moments rest = new(width);
        for (int fold = parts.Length - 1; fold >= 0; fold--)
        {
            after[fold] = rest.Copy();
            rest.Merge(parts[fold]);
        }

        RidgeData[] result = new RidgeData[parts.Length];
        Moments before = new(width);
        for (int fold = 0; fold < parts.Length; fold++)
        {
            after[fold].Merge(before);
            before.Merge(parts[fold]);
            CheckRest(after[fold].Count, fold);
            result[fold] = data.With(null, after[fold]);
        }

        return result;
    }

    private RidgeData[] FromRows() => places.Select((fold, index) =>
    {
        DesignRows rows = data.Rows!.Select(places.Where((_, other) => other != index).SelectMany(rest => rest).Order().ToArray());
        CheckRest(rows.Weights is null ? rows.Count : rows.Weights.LongCount(weight => weight > 0), index);
        return data.With(rows, null);
    }).ToArray();

    private static void CheckRest(long rows, int fold)
    {
        if (rows < 2)
        {
            throw new ArgumentException($"selection: without fold {fold} there are {rows} rows of positive weight, a fit needs at least two; use other folds.", "selection");
        }
    }
}
