namespace RegSpec;

/// <summary>The criterion by which λ is selected.</summary>
public sealed class LambdaSelection
{
    private LambdaSelection(SelectionKind kind, string name, int folds = 0, int seed = 0, int[]? assignment = null)
    {
        Kind = kind;
        Name = name;
        Folds = folds;
        Seed = seed;
        Assignment = assignment;
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
    public string Name { get; }

    internal SelectionKind Kind { get; }

    internal int Folds { get; }

    internal int Seed { get; }

    internal int[]? Assignment { get; }

    /// <summary>Least mean squared error over k folds; each fit is centred and scaled on its own rows and keeps λ.</summary>
    /// <param name="folds">k, from 2 to the number of rows.</param>
    /// <param name="seed">Rows are dealt to folds at random; the same seed deals alike on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is below 2.</exception>
    public static LambdaSelection KFold(int folds, int seed = 0) => folds >= 2
        ? new(SelectionKind.KFold, $"{folds}-fold", folds, seed)
        : throw new ArgumentOutOfRangeException(nameof(folds), folds, "folds: cross-validation needs at least 2 folds.");

    /// <summary>As <see cref="KFold(int, int)"/>, with the fold of each row given: rows that belong together (a patient, a day) share a fold.</summary>
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

        return new(SelectionKind.KFold, $"{folds}-fold (given)", folds, 0, assignment);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
