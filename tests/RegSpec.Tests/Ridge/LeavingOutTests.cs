namespace RegSpec.Tests.Ridge;

/// <summary>Leave-one-out and k-fold against refits, to 1e-10.</summary>
public sealed class LeavingOutTests
{
    private const double Tolerance = 1e-10;

    public static TheoryData<int, int, bool, bool, bool> Cases()
    {
        TheoryData<int, int, bool, bool, bool> cases = [];
        foreach ((int n, int p) in new[] { (30, 5), (9, 14), (14, 14) })
        {
            foreach (int bits in Enumerable.Range(0, 8))
            {
                cases.Add(n, p, (bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Leave_one_out_equals_refits_that_recentre_and_keep_the_scale(int n, int p, bool weighted, bool intercept, bool factors)
    {
        RandomDesign design = RandomDesign.Of(n, p, 31);
        RidgeOptions options = new() { FitIntercept = intercept, PenaltyFactors = factors ? Enumerable.Range(0, p).Select(j => j == 1 ? 0 : 1 + 0.1 * j).ToArray() : null };
        RidgeProblem problem = design.Problem(options, weighted);
        IReadOnlyList<double> scales = problem.Fit(1).Scales;
        RandomDesign scaled = design.With(row => row.Select((x, j) => x / scales[j]).ToArray());
        RidgeOptions unscaled = options with { Scaling = Enumerable.Repeat(FeatureScaling.None, p).ToArray() };
        double[] lambdas = [0.3, 4];
        IReadOnlyList<double> errors = problem.LeaveOneOutErrors(lambdas);
        for (int l = 0; l < lambdas.Length; l++)
        {
            double[] refits = Enumerable.Range(0, n)
                .Select(i => scaled.Take(Enumerable.Range(0, n).Where(k => k != i)).Problem(unscaled, weighted).Fit(lambdas[l]).Predict(scaled.X[i])).ToArray();
            Close.To(refits, problem.LeaveOneOutPredictions(lambdas[l]), Tolerance);
            double expected = refits.Select((value, i) => (weighted ? design.Weights[i] : 1) * Math.Pow(design.Y[i] - value, 2)).Sum() / (weighted ? design.Weights.Sum() : n);
            Close.To(expected, errors[l], Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Folds_equal_refits_with_their_own_scale(int n, int p, bool weighted, bool intercept, bool given)
    {
        RandomDesign design = RandomDesign.Of(n, p, 32);
        RidgeOptions options = new() { FitIntercept = intercept };
        int[] foldOfRow = Enumerable.Range(0, n).Select(i => i * 7 % 4).ToArray();
        int[] singles = Enumerable.Range(0, n).ToArray();
        LambdaSelection folds = given ? LambdaSelection.KFold(foldOfRow) : LambdaSelection.KFold(n, seed: 5);
        double[] lambdas = [0.3, 4];
        IReadOnlyList<double> errors = design.Problem(options, weighted).KFoldErrors(folds, lambdas);
        for (int l = 0; l < lambdas.Length; l++)
        {
            double sum = 0;
            foreach (IGrouping<int, int> fold in Enumerable.Range(0, n).GroupBy(i => (given ? foldOfRow : singles)[i]))
            {
                RidgeSolution refit = design.Take(Enumerable.Range(0, n).Except(fold)).Problem(options, weighted).Fit(lambdas[l]);
                sum += fold.Sum(i => (weighted ? design.Weights[i] : 1) * Math.Pow(design.Y[i] - refit.Predict(design.X[i]), 2));
            }

            Close.To(sum / (weighted ? design.Weights.Sum() : n), errors[l], Tolerance);
        }
    }

    [Fact]
    public void A_fold_for_each_row_is_not_leave_one_out()
    {
        RidgeProblem problem = RidgeDataSet.Prostate(train: true).Problem();
        Assert.Equal(0.58390, problem.LeaveOneOutErrors([10])[0], 5);
        Assert.Equal(0.58325, problem.KFoldErrors(LambdaSelection.KFold(67), [10])[0], 5);
    }

    [Fact]
    public void Folds_are_dealt_evenly_and_by_the_seed()
    {
        RandomDesign design = RandomDesign.Of(23, 3, 33);
        RidgeProblem problem = design.Problem();
        double first = problem.KFoldErrors(LambdaSelection.KFold(5, seed: 1), [1])[0];
        Assert.Equal(first, problem.KFoldErrors(LambdaSelection.KFold(5, seed: 1), [1])[0]);
        Assert.NotEqual(first, problem.KFoldErrors(LambdaSelection.KFold(5, seed: 2), [1])[0]);
        long[][] folds = FoldAssignment.Deal(new TensorRows(design.Matrix, design.Target, null), LambdaSelection.KFold(5, seed: 1));
        Assert.Equal(Enumerable.Range(0, 23).Select(i => (long)i), folds.SelectMany(fold => fold).Order());
        Assert.All(folds, fold => Assert.InRange(fold.Length, 4, 5));
    }

    [Fact]
    public void A_row_that_decides_its_own_fit_cannot_be_left_out()
    {
        RandomDesign design = RandomDesign.Of(12, 2, 34);
        int row = 0;
        RandomDesign marked = design.With(x => [.. x, row++ == 3 ? 1 : 0]);
        RidgeProblem problem = marked.Problem(new RidgeOptions { PenaltyFactors = [1, 1, 0] });
        Assert.True(double.IsNaN(problem.LeaveOneOutErrors([1])[0]));
        Assert.Equal(12, problem.LeaveOneOutPredictions(1).Count);
        Assert.Single(problem.LeaveOneOutPredictions(1), double.IsNaN);
    }

    [Fact]
    public void More_features_than_rows_degenerate_as_lambda_vanishes()
    {
        RandomDesign design = RandomDesign.Of(10, 30, 35) with { Y = Enumerable.Range(0, 10).Select(i => (double)(i % 3)).ToArray() };
        double[] small = [1e-7, 1e-6, 1e-5];
        RidgeSelection selection = design.Problem().Select(LambdaSelection.Evidence, small);
        Assert.True(selection.IsAtEdge && selection.IsMonotone);
        Assert.Equal(2, selection.Warnings.Count(warning => warning.StartsWith("evidence", StringComparison.Ordinal)));
        RidgeSelection degenerate = design.Problem().Select(LambdaSelection.GeneralizedCrossValidation, [1e-13, 1e-12]);
        Assert.True(degenerate.IsDegenerate);
        Assert.Contains(degenerate.Warnings, warning => warning.Contains("k-fold", StringComparison.Ordinal));
    }

    [Fact]
    public void Noise_selects_the_largest_lambda_and_says_so()
    {
        Random random = new(36);
        RandomDesign design = RandomDesign.Of(60, 4, 36);
        design = design with { Y = design.Y.Select(_ => random.NextDouble()).ToArray() };
        RidgeSelection selection = design.Problem().Select(LambdaSelection.KFold(10), [1e-3, 1e-2, 1e-1]);
        Assert.Equal(0.1, selection.Lambda);
        Assert.True(selection.IsAtEdge);
        Assert.Contains(selection.Warnings, warning => warning.Contains("largest", StringComparison.Ordinal));
    }

    [Fact]
    public void Streamed_rows_select_the_same_lambda_as_kept_rows()
    {
        RandomDesign design = RandomDesign.Of(200, 4, 37);
        SpectralFit fit = new(Data(design), 0);
        using LeaveOneOut kept = new(Data(design), 0, fit);
        double brent = LineSearch.Brent(lambda => kept.Errors([lambda])[0], 1e-3, 1, 1e4);
        double zoom = LineSearch.Zoom(kept.Errors, 1e-3, 1e4);
        Close.To(brent, zoom, 1e-4);   // the last parabola spans 3 % of λ
    }

    private static RidgeData Data(RandomDesign design) => new(
        new TensorRows(design.Matrix, design.Target, null), null, design.Features, 1, new ColumnNames(design.Features, 1, null, null), true,
        new FeatureScaling[design.Features], Enumerable.Repeat(1.0, design.Features).ToArray());
}
