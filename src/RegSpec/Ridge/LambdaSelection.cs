namespace RegSpec;

/// <summary>The criterion by which λ is selected.</summary>
public sealed class LambdaSelection
{
    private LambdaSelection(SelectionKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>Least mean squared error of leaving one row out: each fit re-centred without the row, the scale kept from all rows. Exact, by leverages.</summary>
    public static LambdaSelection LeaveOneOut { get; } = new(SelectionKind.LeaveOneOut, "leave-one-out");

    /// <summary>Least GCV = n·RSS/(n − 1 − df)².</summary>
    public static LambdaSelection GeneralizedCrossValidation { get; } = new(SelectionKind.Gcv, "GCV");

    /// <summary>Least RSS/(n − df)², as MASS's lm.ridge counts it: without the intercept's degree of freedom.</summary>
    public static LambdaSelection GeneralizedCrossValidationOfMass { get; } = new(SelectionKind.MassGcv, "GCV as in MASS");

    /// <summary>Greatest marginal likelihood of w ~ N(0, σ²/λ), σ² at its maximum; for rows without weights and positive penalty factors.</summary>
    public static LambdaSelection Evidence { get; } = new(SelectionKind.Evidence, "evidence");

    /// <summary>Name for reports.</summary>
    public string Name { get; private init; }

    internal SelectionKind Kind { get; }

    internal int Folds { get; private init; }

    internal int Seed { get; private init; }

    internal int Repeats { get; private init; } = 1;

    /// <summary>Whether a fold is fitted to the rows before it.</summary>
    internal bool IsOrdered { get; private init; }

    /// <summary>Rows that are left out between those that are fitted and those that are tested.</summary>
    internal int Gap { get; private init; }

    internal int[]? Assignment { get; private init; }

    /// <summary>Whether rows say their groups themselves.</summary>
    internal bool IsGrouped { get; private init; }

    internal bool IsOneStandardError { get; private init; }

    /// <summary>Least mean squared error over k folds; each fit is centred and scaled on its own rows and keeps λ.</summary>
    /// <param name="folds">k, from 2 to the number of rows.</param>
    /// <param name="seed">Rows are dealt to folds at random; the same seed deals alike on every machine.</param>
    /// <param name="repeats">How many times all rows are dealt and tested, at least 1; errors are averaged.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is below 2, or <paramref name="repeats"/> below 1.</exception>
    public static LambdaSelection KFold(int folds, int seed = 0, int repeats = 1)
    {
        CheckFolds(folds, 2);
        return repeats >= 1
            ? new(SelectionKind.KFold, repeats == 1 ? $"{folds}-fold" : $"{folds}-fold × {repeats}") { Folds = folds, Seed = seed, Repeats = repeats }
            : throw new ArgumentOutOfRangeException(nameof(repeats), repeats, "repeats: must be at least 1.");
    }

    /// <summary>Folds of which the statistics are known.</summary>
    internal static LambdaSelection OfStatistics(int folds) => new(SelectionKind.KFold, $"{folds}-fold (statistics)") { Folds = folds };

    /// <summary>As <see cref="KFold(int, int, int)"/>, with the fold of each row given.</summary>
    /// <param name="foldOfRow">For each row a number from 0; every number up to the largest must occur.</param>
    /// <exception cref="ArgumentException">A number is negative or left out, or there is one fold only.</exception>
    public static LambdaSelection KFold(IReadOnlyList<int> foldOfRow)
    {
        ArgumentNullException.ThrowIfNull(foldOfRow);
        int[] assignment = [.. foldOfRow];
        int folds = assignment.Length == 0 ? 0 : assignment.Max() + 1;
        int missing = assignment.Any(fold => fold < 0) ? -1 : Enumerable.Range(0, folds).Except(assignment).DefaultIfEmpty(-2).First();
        if (folds < 2 || missing != -2)
        {
            string fault = folds < 2 ? "names fewer than 2 folds" : missing == -1 ? "has a negative fold" : $"leaves out fold {missing}";
            throw new ArgumentException($"foldOfRow: {fault}; number the folds 0, 1, … without gaps.", nameof(foldOfRow));
        }

        return new(SelectionKind.KFold, $"{folds}-fold (given)") { Folds = folds, Assignment = assignment };
    }

    /// <summary>Folds of whole groups: rows that belong together (a patient, a household, a day) are never on both sides of a test.</summary>
    /// <typeparam name="TGroup">What a group is known by.</typeparam>
    /// <param name="groupOfRow">The group of each row, none null.</param>
    /// <param name="folds">k, from 2 to the number of groups.</param>
    /// <param name="seed">Groups of equal size are dealt at random; the largest come first, each to the smallest fold.</param>
    /// <exception cref="ArgumentException">There are fewer groups than folds.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is below 2.</exception>
    public static LambdaSelection GroupKFold<TGroup>(IEnumerable<TGroup> groupOfRow, int folds, int seed = 0)
        where TGroup : notnull
    {
        ArgumentNullException.ThrowIfNull(groupOfRow);
        CheckFolds(folds, 2);
        Dictionary<TGroup, int> known = [];
        int[] groups = [.. groupOfRow.Select(group => known.TryGetValue(group, out int number) ? number : known[group] = known.Count)];
        if (known.Count < folds)
        {
            throw new ArgumentException($"groupOfRow: has {known.Count} groups for {folds} folds; use at most as many folds as groups.", nameof(groupOfRow));
        }

        int[] sizes = new int[known.Count];
        Array.ForEach(groups, group => sizes[group]++);
        int[] order = [.. Enumerable.Range(0, sizes.Length)];
        ulong state = (ulong)seed;
        SplitMix.Shuffle(order, ref state);
        long[] filled = new long[folds];
        int[] foldOfGroup = new int[sizes.Length];
        foreach (int group in order.OrderByDescending(group => sizes[group]))
        {
            int fold = Array.IndexOf(filled, filled.Min());
            foldOfGroup[group] = fold;
            filled[fold] += sizes[group];
        }

        return new(SelectionKind.KFold, $"{folds}-fold of {known.Count} groups") { Folds = folds, Assignment = Array.ConvertAll(groups, group => foldOfGroup[group]) };
    }

    /// <summary>Folds of whole groups, which rows of an annotated type say by their <see cref="GroupAttribute">[Group]</see>.</summary>
    /// <param name="folds">k, from 2 to the number of groups.</param>
    /// <param name="seed">As in <see cref="GroupKFold"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is below 2.</exception>
    public static LambdaSelection Groups(int folds, int seed = 0)
    {
        CheckFolds(folds, 2);
        return new(SelectionKind.KFold, $"{folds}-fold of groups") { Folds = folds, Seed = seed, IsGrouped = true };
    }

    /// <summary>The folds of some groups, where rows say them themselves.</summary>
    /// <param name="groupOfRow">Number of the group of each row; null where the rows have none.</param>
    internal LambdaSelection For(IReadOnlyList<int>? groupOfRow)
    {
        if (!IsGrouped)
        {
            return this;
        }

        if (groupOfRow is null)
        {
            throw new InvalidOperationException("Selection by groups needs rows of a type with [Group]; add it to a property, or use LambdaSelection.GroupKFold with the group of each row.");
        }

        LambdaSelection folds = GroupKFold(groupOfRow, Folds, Seed);
        return IsOneStandardError ? folds.OneStandardError() : folds;
    }

    /// <summary>
    /// Rows in the order of time are cut into k + 1 blocks; each but the first is tested by a fit to all rows before it, so that nothing is predicted from its
    /// own future.
    /// </summary>
    /// <param name="folds">k, from 1 to the number of rows less one.</param>
    /// <param name="gap">Rows left out before each tested block, for targets that are known only later; ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is below 1 or <paramref name="gap"/> negative.</exception>
    public static LambdaSelection TimeOrdered(int folds, int gap = 0)
    {
        CheckFolds(folds, 1);
        return gap >= 0
            ? new(SelectionKind.KFold, gap == 0 ? $"{folds} time-ordered folds" : $"{folds} time-ordered folds, gap {gap}") { Folds = folds, IsOrdered = true, Gap = gap }
            : throw new ArgumentOutOfRangeException(nameof(gap), gap, "gap: must be ≥ 0.");
    }

    /// <summary>The same folds, but of all λ tried the largest whose error exceeds the least by no more than the standard error of the least (Breiman et al. 1984): the simplest model that the folds do not tell from the best.</summary>
    /// <exception cref="InvalidOperationException">The criterion has no folds.</exception>
    public LambdaSelection OneStandardError() => Kind == SelectionKind.KFold
        ? new(Kind, IsOneStandardError ? Name : Name + ", one standard error")
        {
            Folds = Folds,
            Seed = Seed,
            Repeats = Repeats,
            IsOrdered = IsOrdered,
            Gap = Gap,
            Assignment = Assignment,
            IsGrouped = IsGrouped,
            IsOneStandardError = true,
        }
        : throw new InvalidOperationException($"Selection by {Name} has no folds and so no standard error; use KFold, GroupKFold or TimeOrdered.");

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>A selection by folds as it was stored.</summary>
    internal static LambdaSelection Restored(string name, int folds, int seed, int repeats, bool isOrdered, int gap, int[]? assignment, bool isOneStandardError) => new(SelectionKind.KFold, name)
    {
        Folds = folds,
        Seed = seed,
        Repeats = repeats,
        IsOrdered = isOrdered,
        Gap = gap,
        Assignment = assignment,
        IsOneStandardError = isOneStandardError,
    };

    private static void CheckFolds(int folds, int least)
    {
        if (folds < least)
        {
            throw new ArgumentOutOfRangeException(nameof(folds), folds, $"folds: cross-validation needs at least {least} fold{(least == 1 ? "" : "s")}.");
        }
    }
}
