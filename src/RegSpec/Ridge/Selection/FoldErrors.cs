namespace RegSpec;

/// <summary>Cross-validation errors of one target for any number of λ.</summary>
internal sealed class FoldErrors : IDisposable
{
    private readonly int repeats;
    private readonly int unit;
    private readonly FoldTest[] tests;

    /// <param name="folds">The folds.</param>
    /// <param name="data">The problem of all rows.</param>
    /// <param name="target">Which target.</param>
    public FoldErrors(FoldSet folds, RidgeData data, int target)
    {
        repeats = folds.Repeats;
        unit = 2 * data.Units.Column(data.FeatureCount + target);
        tests = [.. folds.Folds.Select(fold =>
        {
            folds.Watch.GoOn();
            return new FoldTest(fold, target, RowScores.KeepAtMost / folds.Folds.Count);
        })];
    }

    /// <summary>Multiply-adds for one λ.</summary>
    public long Work => tests.Sum(test => test.Work);

    /// <summary>Whether digits were lost in sums of which nothing is left but statistics.</summary>
    public bool HasLostDigits => Array.Exists(tests, test => test.HasLostDigits);

    /// <summary>Mean over all rows that are tested, by weight, of the squared error of the fit without the row's fold.</summary>
    public double[] Errors(double[] lambdas) => Of(lambdas).Means;

    /// <summary>The same with the error of each fold.</summary>
    public FoldTable Of(double[] lambdas) => new(Array.ConvertAll(tests, test => test.Sums(lambdas)), Array.ConvertAll(tests, test => test.Weight), repeats);

    /// <summary>A mean squared error in the user's units.</summary>
    public double InUnits(double error) => Math.ScaleB(error, unit);

    public void Dispose() => Array.ForEach(tests, test => test.Dispose());
}
