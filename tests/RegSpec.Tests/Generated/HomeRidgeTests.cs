using System.Text.Json;

namespace RegSpec.Tests.Generated;

/// <summary>Generated ridge code against matrices made by hand.</summary>
public class HomeRidgeTests
{
    public static TheoryData<string> Sequences => ["array", "list", "iterator", "queue", "covariant"];

    /// <summary>12 columns and a target make blocks of 322 638 rows: the largest size crosses them.</summary>
    [Theory]
    [InlineData(2), InlineData(7), InlineData(12), InlineData(255), InlineData(256), InlineData(257), InlineData(1000), InlineData(400_000)]
    public void A_fit_of_rows_is_the_fit_of_their_matrix(int count)
    {
        Home[] homes = HomeData.Homes(count);
        homes[0].Weight = homes[^1].Weight = 1;
        RidgeModel<Home> model = HomeRidge.Fit(Counted(homes));
        RidgeSolution expected = HomeData.Problem(homes).Fit(2.5);
        Assert.Equal(expected.Coefficients, model.Solution.Coefficients);
        Assert.Equal(expected.Intercept, model.Solution.Intercept);
        Assert.Equal(expected.ToString(), model.ToString());
        Assert.Equal(HomeData.Problem(homes).Fit(7).Coefficients, HomeRidge.Fit(homes, 7).Solution.Coefficients);
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Every_kind_of_sequence_gives_the_same(string kind)
    {
        Home[] homes = HomeData.Homes(600);
        IEnumerable<Home> rows = kind switch
        {
            "array" => homes,
            "list" => homes.ToList(),
            "iterator" => Counted(homes),
            "queue" => new Queue<Home>(homes),
            _ => (Home[])homes.Select(home => new Villa(home)).ToArray<Home>(),
        };
        Assert.Equal(HomeData.Problem(homes).Fit(2.5).Coefficients, HomeRidge.Fit(rows).Solution.Coefficients);
    }

    [Fact]
    public void Path_and_selections_are_those_of_the_matrix()
    {
        Home[] homes = HomeData.Homes(300);
        RidgeProblem expected = HomeData.Problem(homes);
        Assert.Equal(expected.Path().Select(point => point.GeneralizedCrossValidation), HomeRidge.Path(Counted(homes)).Select(point => point.GeneralizedCrossValidation));
        Assert.Equal(expected.Path([1, 2])[1].Coefficients, HomeRidge.Path(homes, [1, 2])[1].Coefficients);
        foreach (LambdaSelection selection in new[] { LambdaSelection.LeaveOneOut, LambdaSelection.GeneralizedCrossValidation, LambdaSelection.KFold(5, seed: 3) })
        {
            RidgeModel<Home> model = HomeRidge.Select(Counted(homes), selection);
            RidgeSelection byHand = expected.Select(selection);
            Assert.Equal((byHand.Lambda, byHand.Value), (model.Selection!.Lambda, model.Selection.Value));
            Assert.Equal(byHand.Solution.Coefficients, model.Solution.Coefficients);
        }

        Assert.Contains("Selection by evidence", Assert.Throws<InvalidOperationException>(() => HomeRidge.Select(homes, LambdaSelection.Evidence)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_rows_than_columns_are_solved_and_selected_alike()
    {
        Home[] homes = HomeData.Homes(8);
        foreach (Home home in homes)
        {
            home.Weight = 1;
        }

        Assert.Equal(HomeData.Problem(homes).Select(LambdaSelection.KFold(4)).Lambda, HomeRidge.Select(homes, LambdaSelection.KFold(4)).Solution.Lambda);
        Assert.Equal(HomeData.Problem(homes).Fit(0).Coefficients, HomeRidge.Fit(homes, 0).Solution.Coefficients);
    }

    [Fact]
    public void Rows_are_enumerated_once()
    {
        Home[] homes = HomeData.Homes(300);
        Func<IEnumerable<Home>, object>[] calls =
        [
            rows => HomeRidge.Fit(rows), rows => HomeRidge.Path(rows), rows => HomeRidge.Select(rows, LambdaSelection.LeaveOneOut),
            rows => HomeRidge.Select(rows, LambdaSelection.KFold(3)), rows => HomeRidge.Objective(rows, 1), rows => HomeRidge.Statistics(rows), rows => HomeRidge.Problem(rows),
        ];
        foreach (Func<IEnumerable<Home>, object> call in calls)
        {
            int enumerated = 0;
            call(Counted(homes, () => enumerated++));
            Assert.Equal(homes.Length, enumerated);
        }
    }

    [Fact]
    public void Statistics_of_parts_merge_to_the_fit_of_all()
    {
        Home[] homes = HomeData.Homes(100_000);
        RidgeStatistics merged = RidgeStatistics.Merge(HomeRidge.Statistics(homes[..70_000]), HomeRidge.Statistics(Counted(homes[70_000..])));
        Assert.Equal(homes.Count(home => home.Weight > 0), merged.Count);
        Assert.Equal(homes.Min(home => home.Area), merged.Minimum(0));
        RidgeStatistics stored = JsonSerializer.Deserialize<RidgeStatistics>(JsonSerializer.Serialize(merged))!;
        Assert.Equal(0, Distance(HomeRidge.Fit(homes).Solution, HomeRidge.Fit(stored).Solution), 1e-11);
        Assert.Equal(3, HomeRidge.Fit(stored, 3).Solution.Lambda);
        RidgeStatistics other = new(3);
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => HomeRidge.Fit(other));
        Assert.StartsWith("statistics: are of other columns than Home: their columns have no names; use Statistics of the same class", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_are_those_of_the_columns_and_allocate_nothing()
    {
        Home[] homes = HomeData.Homes(100);
        RidgeModel<Home> model = HomeRidge.Fit(homes);
        foreach (Home home in homes)
        {
            Assert.Equal(model.Solution.Predict(HomeData.Row(home)), model.Predict(home));
            Assert.Equal(model.Predict(home), model.Predict(home with { Price = double.NaN, Weight = -1 }));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        double sum = homes.Sum(model.Predict);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500);
        Assert.True(double.IsFinite(sum));
    }

    [Fact]
    public void A_stored_solution_gives_the_model_back()
    {
        Home[] homes = HomeData.Homes(100);
        RidgeModel<Home> model = HomeRidge.Fit(homes);
        RidgeModel<Home> loaded = HomeRidge.FromSolution(JsonSerializer.Deserialize<RidgeSolution>(JsonSerializer.Serialize(model.Solution))!);
        Assert.Equal(model.Predict(homes[3]), loaded.Predict(homes[3]));
        RidgeSolution other = RidgeProblem.FromMatrices(TorchSharp.torch.rand(5, 2), TorchSharp.torch.rand(5)).Fit(1);
        string message = Assert.Throws<ArgumentException>(() => HomeRidge.FromSolution(other)).Message;
        Assert.StartsWith("solution: has other columns than Home: it lacks the features 'Area', 'AgeZ', ", message, StringComparison.Ordinal);
        Assert.Contains("and 2 more; it has features that Home has not, 'x0', 'x1'; its target is 'y', that of Home is 'Price'; fit it again.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_level_has_coefficient_0_and_is_listed()
    {
        Home[] homes = [.. HomeData.Homes(100).Where(home => home.Heating != Heating.Oil)];
        RidgeSolution solution = HomeRidge.Fit(homes).Solution;
        Assert.Equal(["Heating=Oil"], solution.ConstantFeatures);
        Assert.Equal(0, solution.Coefficients[5]);
        Assert.True(double.IsFinite(HomeRidge.Fit(homes).Predict(homes[0] with { Heating = Heating.Oil })));
    }

    [Fact]
    public void Write_gives_the_columns_of_a_row()
    {
        double[] values = new double[HomeData.Columns];
        foreach (Home home in HomeData.Homes(50))
        {
            HomeRidge.Write(home, values);
            Assert.Equal(HomeData.Row(home), values);
        }

        Assert.Equal(HomeData.ByHand.FeatureNames, HomeRidge.Options.FeatureNames);
        Assert.Equal(HomeData.ByHand.Scaling, HomeRidge.Options.Scaling);
        Assert.Equal(HomeData.ByHand.PenaltyFactors, HomeRidge.Options.PenaltyFactors);
    }

    private static IEnumerable<Home> Counted(IEnumerable<Home> homes, Action? seen = null)
    {
        foreach (Home home in homes)
        {
            seen?.Invoke();
            yield return home;
        }
    }

    private static double Distance(RidgeSolution first, RidgeSolution second) =>
        first.Coefficients.Zip(second.Coefficients, (a, b) => Math.Abs(a - b)).Max() / first.Coefficients.Max(Math.Abs);
}
