using System.Globalization;
using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Grids that are held, folds of every kind against refits by hand, standard errors and the rule of one.</summary>
public class SelectionRulesTests
{
    private static readonly double[] Grid = [0.1, 1, 10, 100];

    public static TheoryData<string> Criteria => ["loo", "gcv", "evidence", "5-fold", "5-fold × 3", "groups", "time", "time with gap"];

    [Theory]
    [MemberData(nameof(Criteria))]
    public void A_grid_is_held(string criterion)
    {
        RandomDesign design = RandomDesign.Of(40, 3, 9);
        LambdaSelection selection = Of(criterion, 40);
        RidgeSelection given = design.Problem(weighted: false).Select(selection, [100, 1, 10, 0.1, 1]);
        Assert.Equal(Grid, given.Lambdas);
        Assert.Contains(given.Lambda, Grid);
        Assert.Equal(given.Values[Array.IndexOf(Grid, given.Lambda)], given.Value);
        RidgeSelection declared = RidgeProblem.FromMatrices(design.Matrix, design.Target, null, new RidgeOptions { Grid = Grid }).Select(selection);
        Assert.Equal(given.Lambda, declared.Lambda);
        Assert.Equal(4, RidgeProblem.FromMatrices(design.Matrix, design.Target, null, new RidgeOptions { Grid = Grid }).Path().Count);
    }

    /// <summary>Problems that are made of a problem have its grid.</summary>
    [Fact]
    public void A_grid_is_held_in_other_units_and_with_other_factors()
    {
        RandomDesign design = RandomDesign.Of(40, 3, 9);
        RidgeProblem problem = RidgeProblem.FromMatrices(design.Matrix, design.Target, null, new RidgeOptions { Grid = Grid });
        foreach (RidgeProblem made in new[] { problem.Rescaled(3).Problem, problem.Rescaled(3).EquivalentProblem, problem.SelectPenaltyFactors().Problem })
        {
            Assert.Equal(Grid, made.Select(LambdaSelection.LeaveOneOut).Lambdas);
            Assert.Equal(4, made.Path().Count);
        }
    }

    [Theory]
    [InlineData("5-fold"), InlineData("5-fold × 3"), InlineData("groups"), InlineData("time"), InlineData("time with gap")]
    public void Fold_errors_are_those_of_refits(string criterion)
    {
        const int Rows = 43;
        RandomDesign design = RandomDesign.Of(Rows, 3, 10);
        RidgeFoldErrors errors = design.Problem(weighted: true).FoldErrors(Of(criterion, Rows), Grid);
        FoldAssignment folds = new(Rows, Of(criterion, Rows));
        for (int l = 0; l < Grid.Length; l++)
        {
            double[] sums = new double[folds.Count];
            double[] weights = new double[folds.Count];
            for (int fold = 0; fold < folds.Count; fold++)
            {
                long[] fitted = folds.Fitted(fold);
                RidgeSolution fit = Part(design, fitted).Fit(Grid[l]);
                foreach (long row in folds.Tested(fold))
                {
                    Assert.DoesNotContain(row, fitted);
                    double off = design.Y[row] - fit.Predict(design.X[row]);
                    sums[fold] += design.Weights[row] * off * off;
                    weights[fold] += design.Weights[row];
                }
            }

            double mean = sums.Sum() / weights.Sum();
            Close.To(mean, errors.Means[l], 1e-10);
            for (int fold = 0; fold < folds.Count; fold++)
            {
                Close.To(sums[fold] / weights[fold], errors.ByFold[fold][l], 1e-10);
            }

            if (folds.Repeats == 1)
            {
                double variance = sums.Select((sum, k) => weights[k] / weights.Sum() * Math.Pow(sum / weights[k] - mean, 2)).Sum() / (folds.Count - 1);
                Close.To(Math.Sqrt(variance), errors.StandardErrors[l], 1e-9);
            }
        }
    }

    [Fact]
    public void Time_ordered_folds_never_see_their_future()
    {
        FoldAssignment folds = new(100, LambdaSelection.TimeOrdered(4, gap: 5));
        for (int fold = 0; fold < 4; fold++)
        {
            long[] fitted = folds.Fitted(fold);
            long[] tested = folds.Tested(fold);
            Assert.Equal(20 * (fold + 1) - 5, fitted.Length);
            Assert.Equal(20 * (fold + 1), tested.Min());
            Assert.Equal(20, tested.Length);
            Assert.Equal(fitted.Length - 1, fitted.Max());
        }
    }

    [Fact]
    public void Groups_stay_together_and_fill_folds_evenly()
    {
        string[] groups = [.. Enumerable.Range(0, 90).Select(i => (i * i % 17).ToString(CultureInfo.InvariantCulture))];
        FoldAssignment folds = new(90, LambdaSelection.GroupKFold(groups, 3));
        int[] sizes = new int[3];
        Dictionary<string, int> seen = [];
        for (int fold = 0; fold < 3; fold++)
        {
            foreach (long row in folds.Tested(fold))
            {
                sizes[fold]++;
                Assert.Equal(fold, seen.TryGetValue(groups[row], out int known) ? known : seen[groups[row]] = fold);
            }
        }

        Assert.Equal(90, sizes.Sum());
        Assert.InRange(sizes.Max() - sizes.Min(), 0, 12);
        Assert.StartsWith("groupOfRow: has 2 groups for 3 folds", Assert.Throws<ArgumentException>(() => LambdaSelection.GroupKFold([1, 1, 2], 3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_standard_error_takes_the_largest_lambda_that_folds_do_not_tell_from_the_best()
    {
        RandomDesign design = RandomDesign.Of(60, 4, 11);
        double[] grid = [.. Enumerable.Range(-10, 30).Select(i => Math.Pow(10, i / 5.0))];
        LambdaSelection folds = LambdaSelection.KFold(6, seed: 2);
        RidgeSelection best = design.Problem(weighted: false).Select(folds, grid);
        RidgeSelection simple = design.Problem(weighted: false).Select(folds.OneStandardError(), grid);
        int place = Array.IndexOf(grid, best.Lambda);
        double most = best.Values[place] + best.StandardErrors![place];
        Assert.Equal(grid.Where((_, l) => best.Values[l] <= most).Max(), simple.Lambda);
        Assert.True(simple.Lambda > best.Lambda);
        Assert.Equal("6-fold, one standard error", simple.Criterion.Name);
        Assert.Throws<InvalidOperationException>(() => LambdaSelection.LeaveOneOut.OneStandardError());
    }

    [Fact]
    public void Repeats_average_over_deals()
    {
        RandomDesign design = RandomDesign.Of(50, 3, 12);
        RidgeProblem problem = design.Problem(weighted: false);
        Assert.Equal(15, problem.FoldErrors(LambdaSelection.KFold(5, 1, 3), [1]).ByFold.Count);
        Assert.Equal(problem.FoldErrors(LambdaSelection.KFold(5, 1), [1]).ByFold.Select(fold => fold[0]), problem.FoldErrors(LambdaSelection.KFold(5, 1, 3), [1]).ByFold.Take(5).Select(fold => fold[0]));
        Assert.Throws<ArgumentOutOfRangeException>("repeats", () => LambdaSelection.KFold(5, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("gap", () => LambdaSelection.TimeOrdered(5, -1));
        Assert.StartsWith("selection: 50 folds for 50 rows", Assert.Throws<ArgumentException>(() => problem.Select(LambdaSelection.TimeOrdered(50))).Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Where a λ costs a pass over the rows, the criterion is interpolated over log λ. Its least lies below 10⁻⁴ of every eigenvalue here (λ grows with noise, eigenvalues with rows), so
    /// the grid goes on downwards. The reference is the vertex of a parabola through the criterion about what was selected, in λ: over a factor of 1.6 it is one.
    /// </summary>
    [Theory]
    [InlineData("loo"), InlineData("5-fold")]
    public void Interpolation_finds_what_a_search_finds(string criterion)
    {
        RandomDesign design = RandomDesign.Of(30_000, 6, 13);
        RidgeProblem problem = design.Problem(weighted: false);
        RidgeSelection selected = problem.Select(Of(criterion, 30_000));
        double around = selected.Lambda;
        double[] near = [.. Enumerable.Range(-20, 41).Select(i => around * (1 + i * 0.03))];
        IReadOnlyList<double> values = criterion == "loo" ? problem.LeaveOneOutErrors(near) : problem.KFoldErrors(Of(criterion, 30_000), near);
        (double vertex, double curvature) = Vertex([.. Enumerable.Range(-20, 41).Select(i => i * 0.03)], [.. values.Select(value => (value - values[20]) / values[20])]);

        // A criterion that is rounded to some 1e-15 does not tell λ apart within √(2·1e-15/curvature) of the least.
        double resolved = Math.Sqrt(2e-15 / curvature);
        Assert.False(selected.IsAtEdge);
        Assert.True(criterion == "5-fold" || selected.Lambda < problem.Path()[0].Lambda);
        Assert.True(Math.Abs(vertex) <= 0.003 + resolved, FormattableString.Invariant($"λ = {around}: the least is {vertex:p2} away, {resolved:p2} cannot be told apart"));
        Assert.True(values[20] <= values.Min() * (1 + 1e-14));
        Close.To(values[20], selected.Value, 1e-12);
    }

    /// <summary>Vertex and half the second derivative of the parabola that fits best.</summary>
    private static (double Vertex, double Curvature) Vertex(double[] x, double[] y)
    {
        RidgeSolution parabola = RidgeProblem.FromMatrices(tensor(x.SelectMany(at => new[] { at, at * at }).ToArray(), x.Length, 2), tensor(y)).Fit(0);
        return (-parabola.RawCoefficients[0] / (2 * parabola.RawCoefficients[1]), parabola.RawCoefficients[1]);
    }

    private static RidgeProblem Part(RandomDesign design, long[] rows) => RidgeProblem.FromMatrices(
        tensor(rows.SelectMany(row => design.X[row]).ToArray(), rows.Length, design.Features), tensor(rows.Select(row => design.Y[row]).ToArray()), tensor(rows.Select(row => design.Weights[row]).ToArray()));

    private static LambdaSelection Of(string name, int rows) => name switch
    {
        "loo" => LambdaSelection.LeaveOneOut,
        "gcv" => LambdaSelection.GeneralizedCrossValidation,
        "evidence" => LambdaSelection.Evidence,
        "5-fold" => LambdaSelection.KFold(5, seed: 4),
        "5-fold × 3" => LambdaSelection.KFold(5, seed: 4, repeats: 3),
        "groups" => LambdaSelection.GroupKFold(Enumerable.Range(0, rows).Select(i => i / 4), 5),
        "time" => LambdaSelection.TimeOrdered(4),
        _ => LambdaSelection.TimeOrdered(3, gap: 2),
    };
}
