using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// Cross-validation errors for any number of λ. Each fold's fit comes from merged moments of what it is fitted to (merged, not subtracted: nothing
/// cancels), with their own means and deviations; with fewer rows than features from these rows. Rows are taken out a chunk at a time.
/// </summary>
internal sealed class FoldErrors : IDisposable
{
    /// <summary>Doubles of a chunk, of rows, of scores or of residuals: 4 MB.</summary>
    private const int ChunkLength = 1 << 19;

    private readonly RidgeData data;
    private readonly int target;
    private readonly FoldAssignment folds;
    private readonly LearnedRows? learned;
    private readonly DesignRows[] tested;
    private readonly RidgeData[] others;
    private readonly SpectralFit[] fits;
    private readonly RowScores[]?[] kept;

    public FoldErrors(RidgeData data, int target, LambdaSelection selection)
    {
        this.data = data;
        this.target = target;
        folds = new FoldAssignment(data.Rows!.Count, selection);
        learned = data.Rows.Learned;
        tested = Each(_ => data.Rows);
        others = data.IsWide || folds.IsOrdered ? Each(FromRows) : FromMoments();
        fits = Array.ConvertAll(others, other => new SpectralFit(other, target));
        IsCheap = Work <= RowScores.KeepAtMost;
        kept = new RowScores[folds.Count][];
    }

    /// <summary>Whether a further λ needs no pass over the rows.</summary>
    public bool IsCheap { get; }

    /// <summary>Multiply-adds for one λ.</summary>
    public long Work => data.Rows!.Count * folds.Repeats * Math.Min(data.FeatureCount, data.Rows.Count);

    /// <summary>Mean over all rows that are tested, by weight, of the squared error of the fit without the row's fold.</summary>
    public double[] Errors(double[] lambdas) => Of(lambdas).Means;

    /// <summary>The same with the error of each fold.</summary>
    public FoldTable Of(double[] lambdas)
    {
        double[][] sums = Each(_ => new double[lambdas.Length]);
        double[] weights = new double[folds.Count];
        for (int fold = 0; fold < folds.Count; fold++)
        {
            using Tensor coordinates = RowScores.Columns(lambdas, fits[fold].Coordinates);
            List<RowScores> taken = [];
            foreach (RowScores block in kept[fold] ?? Scores(fold, lambdas.Length))
            {
                weights[fold] += block.Weights.Sum();
                Add(block, coordinates, sums[fold]);
                if (IsCheap)
                {
                    taken.Add(block);
                }
                else
                {
                    block.Dispose();
                }
            }

            if (IsCheap)
            {
                kept[fold] = [.. taken];
            }
        }

        return new(sums, weights, folds.Repeats);
    }

    /// <summary>A mean squared error in the user's units.</summary>
    public double InUnits(double error) => Math.ScaleB(error, 2 * data.Units.Column(data.FeatureCount + target));

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

    private static void Add(RowScores block, Tensor coordinates, double[] sums)
    {
        using Tensor residuals = block.Residuals(coordinates);
        using Tensor squares = residuals.square();
        using Tensor weights = TensorArrays.ToTensor(block.Weights, block.Weights.Length, 1);
        using Tensor weighted = squares.mul_(weights);
        using Tensor total = weighted.sum(dim: 0L);
        double[] part = total.ToDoubles();
        for (int l = 0; l < sums.Length; l++)
        {
            sums[l] += part[l];
        }
    }

    private T[] Each<T>(Func<int, T> make) => [.. Enumerable.Range(0, folds.Count).Select(make)];

    private IEnumerable<RowScores> Scores(int fold, int lambdas)
    {
        BlockBuffer buffer = new();
        foreach (long[] places in folds.Tested(fold, Math.Max(16, ChunkLength / Math.Max(data.FeatureCount, lambdas))))
        {
            DesignRows rows = tested[fold].Select(places);
            RowScores block = RowScores.Of(rows, others[fold], target, 0, places.Length, buffer);
            rows.Release();
            yield return block;
        }
    }

    private Moments MomentsOf(int fold)
    {
        if (learned is not null)
        {
            return SummedMoments(folds.Tested(fold, Math.Max(16, ChunkLength / Width)));
        }

        int width = Width;
        MomentAccumulator? sums = null;
        BlockBuffer buffer = new();
        foreach (long[] places in folds.Tested(fold, Math.Max(16, ChunkLength / width)))
        {
            DesignRows rows = data.Rows!.Select(places);
            sums ??= new MomentAccumulator(data.FeatureCount, data.TargetCount, data.Rows.Count / folds.FoldsOfRepeat + 1);
            sums.Add(rows.Read(0, places.Length, buffer), data.Names);
            rows.Release();
        }

        return sums?.Finish() ?? new Moments(width);
    }

    private RidgeData[] FromMoments()
    {
        RidgeData[] result = new RidgeData[folds.Count];
        Moments[] parts = new Moments[folds.Count];
        Parallel.For(0, parts.Length, fold => parts[fold] = MomentsOf(fold));
        for (int first = 0; first < parts.Length; first += folds.FoldsOfRepeat)
        {
            MergeOthers(parts.AsSpan(first, folds.FoldsOfRepeat), result.AsSpan(first, folds.FoldsOfRepeat), first);
        }

        return result;
    }

    /// <summary>For each fold the moments of all others of its repetition.</summary>
    /// <param name="parts">Of the rows that each fold tests.</param>
    /// <param name="result">Receives what each is fitted to.</param>
    /// <param name="first">The first fold of the repetition.</param>
    private void MergeOthers(ReadOnlySpan<Moments> parts, Span<RidgeData> result, int first)
    {
        int width = Width;
        Moments[] after = new Moments[parts.Length];   // the folds that follow each
        Moments rest = new(width);
        for (int fold = parts.Length - 1; fold >= 0; fold--)
        {
            after[fold] = rest.Copy();
            rest.Merge(parts[fold]);
        }

        Moments before = new(width);
        for (int fold = 0; fold < parts.Length; fold++)
        {
            after[fold].Merge(before);
            before.Merge(parts[fold]);
            CheckRest(after[fold].Count, fold);
            result[fold] = data.With(null, Learn(after[fold], first + fold));
        }
    }

    private RidgeData FromRows(int fold)
    {
        long[] places = [.. folds.Fitted(fold, ChunkLength).SelectMany(chunk => chunk)];
        CheckRest(data.Rows!.Weights is { } weights ? places.LongCount(place => weights[place] > 0) : places.Length, fold);
        Moments? moments = learned is null ? null : Learn(SummedMoments(folds.Fitted(fold, Math.Max(16, ChunkLength / Width))), fold);
        if (places.Length >= data.FeatureCount && moments is not null)
        {
            return data.With(null, moments);
        }

        DesignRows rows = tested[fold].Select(places);
        if (rows.Count < data.FeatureCount)
        {
            return data.With(rows, null);
        }

        moments = MomentAccumulator.Of(rows, data.Names);
        rows.Release();
        return data.With(null, moments);
    }

    /// <summary>Columns that are summed, and targets.</summary>
    private int Width => (learned?.Names.Features.Count ?? data.FeatureCount) + data.TargetCount;

    /// <summary>The moments of the columns that a fit makes of its rows, in the units of the problem; from now on the fold is tested in these columns.</summary>
    private Moments Learn(Moments summed, int fold)
    {
        if (learned is null)
        {
            return summed;
        }

        (DesignRows rows, Moments moments) = learned.Fit(summed);
        tested[fold] = data.Units.IsOne ? rows : new ScaledRows(rows, data.Units);
        return data.Units.IsOne ? moments : moments.In(data.Units);
    }

    private Moments SummedMoments(IEnumerable<long[]> chunks)
    {
        Moments sums = new(Width);
        foreach (long[] places in chunks)
        {
            DesignRows rows = learned!.Summed.Select(places);
            sums.Merge(MomentAccumulator.Of(rows, learned.Names));
            rows.Release();
        }

        return sums;
    }

    private static void CheckRest(long rows, int fold)
    {
        if (rows < 2)
        {
            throw new ArgumentException($"selection: without fold {fold} there are {rows} rows of positive weight, a fit needs at least two; use other folds.", "selection");
        }
    }
}
