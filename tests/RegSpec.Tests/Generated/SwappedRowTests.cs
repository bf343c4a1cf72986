using System.Text.Json;

namespace RegSpec.Tests.Generated;

/// <summary>What belongs to one problem does not pass for that of another: columns in another order (once B got A's coefficient), groups of rows in other units.</summary>
public class SwappedRowTests
{
    private static readonly Forward[] Rows = [new(1, 2, 3), new(2, 1, 7), new(4, 4, 5), new(3, 7, 1)];

    [Fact]
    public void Statistics_are_refused_in_words()
    {
        RidgeStatistics stored = JsonSerializer.Deserialize<RidgeStatistics>(JsonSerializer.Serialize(RidgeStatistics.Merge(ForwardRidge.Statistics(Rows[..2]), ForwardRidge.Statistics(Rows[2..]))))!;
        Assert.Equal(ForwardRidge.Fit(Rows).Solution.Coefficients[0], ForwardRidge.Fit(stored).Solution.Coefficients[0], 1e-9);
        const string Message = "are of other columns than Backward: column 0 is 'A' where Backward has 'B'";
        Assert.StartsWith("statistics: " + Message, Assert.Throws<ArgumentException>(() => BackwardRidge.Fit(stored)).Message, StringComparison.Ordinal);
        Assert.StartsWith("folds: " + Message, Assert.Throws<ArgumentException>(() => BackwardRidge.Type.SelectByFolds([stored, stored])).Message, StringComparison.Ordinal);
        Assert.StartsWith("other: is of other columns", Assert.Throws<ArgumentException>(() => BackwardRidge.Statistics([]).Merge(stored)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void So_are_models()
    {
        RidgeModel<Forward> model = ForwardRidge.Fit(Rows);
        Assert.Contains("column 0 is 'A' where Backward has 'B'", Assert.Throws<ArgumentException>(() => BackwardRidge.FromSolution(model.Solution)).Message, StringComparison.Ordinal);
        Assert.Contains("column 0 is 'A' where Backward has 'B'", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<RidgeModel<Backward>>(JsonSerializer.Serialize(model))).Message, StringComparison.Ordinal);
    }

    /// <summary>The groups of rows go with their problem into other units; where folds learn columns anew they are refused there.</summary>
    [Fact]
    public void Groups_stay_in_other_units()
    {
        Random random = new(3);
        Grouped[] rows = [.. Enumerable.Range(0, 40).Select(i => new Grouped(random.NextDouble(), "g" + (i % 7), random.NextDouble()))];
        RidgeProblem problem = GroupedRidge.Problem(rows);
        Assert.Equal(problem.FoldErrors(LambdaSelection.Groups(3), [1]).Means[0], problem.Rescaled(2).Problem.FoldErrors(LambdaSelection.Groups(3), [1]).Means[0], 1e-12);

        Measured[] measured = [.. Enumerable.Range(0, 40).Select(i => new Measured { A = i % 5 == 0 ? null : random.NextDouble(), B = random.NextDouble(), Y = random.NextDouble(), Group = i % 6 })];
        RidgeProblem learned = MeasuredRidge.Problem(measured).Rescaled(2).Problem;
        Assert.True(learned.Fit(1).Digits.Min() > 8);
        Assert.StartsWith("Columns that are learned", Assert.Throws<NotSupportedException>(() => learned.Select(LambdaSelection.Groups(3))).Message, StringComparison.Ordinal);
    }
}
