namespace RegSpec;

/// <content>Statistics of rows, and what is fitted to them.</content>
public abstract partial class RidgeRowType<T>
{
    /// <summary>Fits statistics, of which parts may have been merged. Without rows nothing is refined.</summary>
    /// <param name="statistics">From <c>Statistics</c>.</param>
    /// <param name="lambda">λ, finite and ≥ 0; null for the declared one.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">The statistics are of other columns, or cover fewer than two rows.</exception>
    public RidgeModel<T> Fit(RidgeStatistics statistics, double? lambda = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        double[] penalties = CheckedLambdas(lambda);
        ArgumentNullException.ThrowIfNull(statistics);
        RowForm form = FormOf(statistics, nameof(statistics));
        return new RidgeWatch().Run(progress, cancellation, "fitting", 1, 1, () => FitOf(Learn(form, statistics.Moments), penalties));
    }

    /// <summary>
    /// Selects λ by k-fold errors from the statistics of the folds, for each target by itself, and fits all of them there; no row is read again. Folds may come from <c>Statistics</c>, from
    /// tables, or merged over machines. What needs the rows one by one, leave-one-out above all, does not come from statistics.
    /// </summary>
    /// <param name="folds">The statistics of k ≥ 2 folds.</param>
    /// <param name="lambdas">λ &gt; 0 to choose from, held exactly; null for 100 that span the eigenvalues and what lies between them.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">Fewer than two folds have rows, there are fewer than two rows without one, they are of other columns, or there is no λ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is not positive and finite.</exception>
    public RidgeModel<T> SelectByFolds(IReadOnlyList<RidgeStatistics> folds, IReadOnlyList<double>? lambdas = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folds);
        RidgeStatistics[] used = [.. folds.Where(fold => fold is null ? throw new ArgumentException("folds: one is null.", nameof(folds)) : fold.Count > 0)];
        if (used.Length < 2)
        {
            throw new ArgumentException($"folds: {used.Length} of {folds.Count} have rows; at least two must.", nameof(folds));
        }

        RidgeStatistics all = used.Aggregate(RidgeStatistics.Merge);
        RowForm form = FormOf(all, nameof(folds));
        LearnedProblem learned = Learn(form, all.Moments);
        return ModelOf(learned, learned.Problem.Choose(form, Array.ConvertAll(used, fold => fold.Moments), lambdas, progress, cancellation));
    }

    /// <summary>Statistics of the rows, in constant memory unless there are strings; they can be merged, stored and fitted. Parts that are to be merged need the same levels of strings: see the overload.</summary>
    /// <exception cref="ArgumentException">A row cannot be used.</exception>
    public RidgeStatistics Statistics(IEnumerable<T> rows, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) => StatisticsOf(Of(rows), progress, cancellation);

    /// <summary>Statistics of the rows for known levels of strings.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="encoding">From <see cref="RidgeSchema.Encode"/>, or that of a model.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">A row cannot be used, or has another level.</exception>
    public RidgeStatistics Statistics(IEnumerable<T> rows, RidgeEncoding encoding, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        return Watch(Of(rows), progress, cancellation, 0, (source, watch) =>
        {
            SummedRows sums = new(encoding.Form, Schema.Weight is not null, source.Count);
            source.Read(sums, encoding.Levels, null, watch);
            return sums.Finish();
        });
    }

    private RidgeStatistics StatisticsOf(RowSource rows, IProgress<RidgeProgress>? progress, CancellationToken cancellation) => Watch(rows, progress, cancellation, 0, (source, watch) =>
    {
        if (Schema.IsLearned)
        {
            (DesignRows values, IReadOnlyList<string>[] levels, _) = Keep(source, new RidgeLevels(Schema), null, watch);
            RowForm form = new(Schema, levels);
            return new(form.SummedLayout, form.Terms.Count, Schema.Targets.Count, MomentAccumulator.Of(new EncodedRows(values, form.Expansion), new ColumnNames(form.SummedLayout, source.Argument)));
        }

        SummedRows sums = new(Schema.Form, Schema.Weight is not null, source.Count);
        source.Read(sums, new RidgeLevels(Schema), null, watch);
        return sums.Finish();
    });

    /// <summary>What makes columns of statistics.</summary>
    private RowForm FormOf(RidgeStatistics statistics, string argument)
    {
        if (statistics.Layout is not { } layout)
        {
            throw new ArgumentException($"{argument}: are of other columns than {typeof(T).Name}: their columns have no names; use Statistics of the same class, or its Schema.Layout.", argument);
        }

        RowForm form = Schema.IsLearned ? new RowForm(Schema, RidgeEncoding.LevelsIn(Schema, layout)) : Schema.Form;
        return form.SummedLayout.DifferenceFrom(layout, typeof(T).Name) is { } difference
            ? throw new ArgumentException($"{argument}: are of other columns than {typeof(T).Name}: {difference}; use Statistics of the same class, or its Schema.Layout.", argument)
            : form;
    }

    private static LearnedProblem Learn(RowForm form, Moments moments)
    {
        RidgeEncoding encoding = form.Learn(moments);
        RidgeStatistics mapped = new(encoding.Layout, encoding.Layout.Columns.Count, encoding.Layout.Targets.Count, encoding.Map(moments));
        return new(RidgeProblem.FromStatistics(mapped, encoding.Options), encoding, 0);
    }
}
