using static TorchSharp.torch;

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
    public void Rows_are_left_out_for_each_target_by_itself()
    {
        RandomDesign first = RandomDesign.Of(30, 5, 38);
        RandomDesign second = first with { Y = [.. first.X.Select(row => row[0] * row[1])] };
        using Tensor both = stack([first.Target, second.Target], 1);
        RidgeProblem problem = RidgeProblem.FromMatrices(first.Matrix, both);
        double[] lambdas = [0.3, 4];
        Close.To(second.Problem().LeaveOneOutErrors(lambdas), problem.LeaveOneOutErrors(lambdas, target: 1), 1e-13);
        Close.To(second.Problem().LeaveOneOutPredictions(4), problem.LeaveOneOutPredictions(4, target: 1), 1e-13);
        Close.To(first.Problem().KFoldErrors(LambdaSelection.KFold(5), lambdas), problem.KFoldErrors(LambdaSelection.KFold(5), lambdas, target: 0), 1e-13);
        Close.To(second.Problem().KFoldErrors(LambdaSelection.KFold(5), lambdas), problem.KFoldErrors(LambdaSelection.KFold(5), lambdas, target: 1), 1e-13);
    }

    /// <summary>Columns as they are: folds scale anew, and would differ by that.</summary>
    [Theory]
    [InlineData(20, 4), InlineData(8, 12)]
    public void Leaving_out_a_weighted_row_leaves_out_all_its_repetitions(int n, int p)
    {
        RandomDesign design = RandomDesign.Of(n, p, 39) with { Weights = [.. Enumerable.Range(0, n).Select(i => 1.0 + i % 3)] };
        int[] rows = [.. Enumerable.Range(0, n).SelectMany(i => Enumerable.Repeat(i, 1 + i % 3))];
        RidgeOptions raw = new() { Scaling = Enumerable.Repeat(FeatureScaling.None, p).ToArray() };
        double[] lambdas = [0.3, 4];
        IReadOnlyList<double> weighted = design.Problem(raw, weighted: true).LeaveOneOutErrors(lambdas);
        IReadOnlyList<double> repeated = design.Take(rows).Problem(raw).KFoldErrors(LambdaSelection.KFold(rows), lambdas);
        Close.To(repeated, weighted, Tolerance);
    }

    [Fact]
    public void The_value_of_a_selection_is_its_criterion_at_the_selected_lambda()
    {
        RidgeProblem problem = RandomDesign.Of(40, 5, 40).Problem();
        RidgeSelection leaveOneOut = problem.Select(LambdaSelection.LeaveOneOut);
        Close.To(problem.LeaveOneOutErrors([leaveOneOut.Lambda])[0], leaveOneOut.Value, 1e-13);
        RidgeSelection folds = problem.Select(LambdaSelection.KFold(4));
        Close.To(problem.KFoldErrors(LambdaSelection.KFold(4), [folds.Lambda])[0], folds.Value, 1e-13);
        RidgePathPoint point = problem.Path([folds.Lambda])[0];
        Close.To(point.GeneralizedCrossValidation, folds.Solution.GeneralizedCrossValidation, 1e-12);
        RidgeSelection evidence = problem.Select(LambdaSelection.Evidence);
        Close.To(problem.Path([evidence.Lambda])[0].LogEvidence, evidence.Value, 1e-13);
        Assert.True(leaveOneOut.Value <= leaveOneOut.Values.Min() && evidence.Value >= evidence.Values.Max());
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
        FoldAssignment assignment = new(23, LambdaSelection.KFold(5, seed: 1));
        int[] order = [.. Enumerable.Range(0, 23)];
        ulong state = 1;
        SplitMix.Shuffle(order, ref state);
        Assert.Equal(order.Select((row, i) => (row, i)).Where(pair => pair.i % 5 == 2).Select(pair => (long)pair.row).Order(), assignment.Tested(2));
        long[][] folds = [.. Enumerable.Range(0, 5).Select(fold => assignment.Tested(fold))];
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
        double[] grid = [.. Enumerable.Range(0, 36).Select(static i => 1e-3 * Math.Pow(1e7, i / 35.0))];
        double[] values = kept.Errors(grid);
        double refined = LineSearch.Refine(kept.Errors, grid, values, LineSearch.LeastOf(values), cheap: false).Lambda;
        Close.To(brent, refined, 1e-4);   // the last parabola spans 3 % of λ
    }

    private static RidgeData Data(RandomDesign design) => new(
        new TensorRows(design.Matrix, design.Target, null), null, design.Features, 1, new ColumnNames(design.Features, 1, null, null), true,
        new FeatureScaling[design.Features], Enumerable.Repeat(1.0, design.Features).ToArray());
}
