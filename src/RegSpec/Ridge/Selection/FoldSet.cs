namespace RegSpec;

/// <summary>
/// The folds of a selection, for all targets. Each fold's fit comes from merged moments of what it is fitted to (merged, not subtracted: nothing cancels), with their own means and deviations;
/// with fewer rows than features from these rows. No row is kept.
/// </summary>
internal sealed class FoldSet
{
    private readonly RidgeData data;

    private FoldSet(RidgeData data, int repeats, RidgeWatch watch, Func<FoldSet, Fold[]> make)
    {
        this.data = data;
        Watch = watch;
        Repeats = repeats;
        Folds = make(this);
    }

    /// <summary>The folds, those of a repetition side by side.</summary>
    public IReadOnlyList<Fold> Folds { get; }

    /// <summary>Repetitions.</summary>
    public int Repeats { get; }

    /// <summary>Who is asked between folds whether to go on: the fit of one reads no rows.</summary>
    public RidgeWatch Watch { get; }

    /// <summary>The folds of rows.</summary>
    /// <param name="data">The problem, in balanced units.</param>
    /// <param name="selection">How rows are dealt.</param>
    /// <param name="watch">Who watches.</param>
    /// <exception cref="ArgumentException">The folds do not fit the rows.</exception>
    public static FoldSet Of(RidgeData data, LambdaSelection selection, RidgeWatch watch)
    {
        FoldAssignment assignment = new(data.Rows!.Count, selection);
        return new(data, assignment.Repeats, watch, set => data.IsWide
            ? [.. Enumerable.Range(0, assignment.Count).Select(fold => set.FromRows(assignment, fold))]
            : [.. Enumerable.Range(0, assignment.Repeats).SelectMany(repeat => set.OfRepeat(assignment, repeat))]);
    }

    /// <summary>Folds whose moments are known.</summary>
    /// <param name="data">The problem of all, in balanced units.</param>
    /// <param name="form">What makes columns of what is summed.</param>
    /// <param name="parts">The moments of what each fold tests, in the user's units.</param>
    /// <param name="watch">Who watches.</param>
    /// <exception cref="ArgumentException">A fold leaves fewer than two rows.</exception>
    public static FoldSet Of(RidgeData data, RowForm form, Moments[] parts, RidgeWatch watch) => new(data, 1, watch, set =>
    {
        Moments[] fitted = Others(parts);
        return [.. parts.Select((part, fold) =>
        {
            CheckRest(fitted[fold].Count, fold);
            RidgeEncoding encoding = form.Learn(fitted[fold]);
            return new Fold { Fitted = set.Problem(encoding.Map(fitted[fold])), Tested = part, Columns = encoding.Combined };
        })];
    });

    private IEnumerable<Fold> OfRepeat(FoldAssignment assignment, int repeat)
    {
        LearnedRows? learned = data.Rows!.Learned;
        (int[] partOfRow, int count, FoldParts[] ofFolds) = assignment.Parts(repeat);
        Moments[] parts = PartMoments.Of(learned?.Summed ?? data.Rows, partOfRow, count, learned?.Names ?? data.Names);
        Moments[] fitted = assignment.IsOrdered ? Before(parts, ofFolds) : Others(parts);
        for (int i = 0; i < ofFolds.Length; i++)
        {
            int fold = repeat * assignment.FoldsOfRepeat + i;
            CheckRest(fitted[i].Count, fold);
            if (fitted[i].Count < data.FeatureCount)
            {
                yield return FromRows(assignment, fold);
                continue;
            }

            Moments tested = parts[ofFolds[i].FirstTested];
            for (int part = ofFolds[i].FirstTested + 1; part < ofFolds[i].EndTested; part++)
            {
                tested = tested.Copy();
                tested.Merge(parts[part]);
            }

            if (learned is null)
            {
                yield return new Fold { Fitted = data.With(null, fitted[i]), Tested = tested, Rows = () => new PlacedRows(data.Rows, assignment.Tested(fold)) };
                continue;
            }

            (RidgeEncoding encoding, DesignRows rows) = learned.Fit(fitted[i]);
            yield return new Fold
            {
                Fitted = Problem(encoding.Map(fitted[i])),
                Tested = tested,
                Columns = encoding.Combined,
                Rows = () => new PlacedRows(Balanced(rows), assignment.Tested(fold)),
            };
        }
    }

    /// <summary>A fold of rows that are fewer than features.</summary>
    private Fold FromRows(FoldAssignment assignment, int fold)
    {
        DesignRows rows = data.Rows!;
        long[] places = assignment.Fitted(fold);
        CheckRest(rows.Weights is { } weights ? places.LongCount(place => weights[place] > 0) : places.Length, fold);
        if (rows.Learned is { } learned)
        {
            rows = Balanced(learned.Fit(MomentAccumulator.Of(new PlacedRows(learned.Summed, places), learned.Names)).Rows);
        }

        PlacedRows fitted = new(rows, places);
        return new Fold
        {
            Fitted = fitted.Count < data.FeatureCount ? data.With(fitted, null) : data.With(null, MomentAccumulator.Of(fitted, data.Names)),
            Rows = () => new PlacedRows(rows, assignment.Tested(fold)),
        };
    }

    private DesignRows Balanced(DesignRows rows) => data.Units.IsOne ? rows : new ScaledRows(rows, data.Units);

    private RidgeData Problem(Moments moments) => data.With(null, data.Units.IsOne ? moments : moments.In(data.Units));

    /// <summary>For each fold the moments of all others.</summary>
    private static Moments[] Others(Moments[] parts)
    {
        Moments[] others = new Moments[parts.Length];
        Moments rest = new(parts[0].Width);
        for (int fold = parts.Length - 1; fold >= 0; fold--)
        {
            others[fold] = rest.Copy();   // the folds that follow it
            rest.Merge(parts[fold]);
        }

        Moments before = new(parts[0].Width);
        for (int fold = 0; fold < parts.Length; fold++)
        {
            others[fold].Merge(before);
            before.Merge(parts[fold]);
        }

        return others;
    }

    /// <summary>For each fold the moments of what comes before it.</summary>
    private static Moments[] Before(Moments[] parts, FoldParts[] ofFolds)
    {
        Moments sum = new(parts[0].Width);
        int next = 0;
        return Array.ConvertAll(ofFolds, fold =>
        {
            for (; next < fold.EndFitted; next++)
            {
                sum.Merge(parts[next]);
            }

            return sum.Copy();
        });
    }

    private static void CheckRest(long rows, int fold)
    {
        if (rows < 2)
        {
            throw new ArgumentException($"selection: without fold {fold} there are {rows} rows of positive weight, a fit needs at least two; use other folds.", "selection");
        }
    }
}
