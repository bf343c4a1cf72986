namespace RegSpec.Tests.Ridge;

/// <summary>The λ that are tried when none are given.</summary>
public sealed class LambdaGridTests
{
    [Fact]
    public void It_spans_the_eigenvalues_in_equal_ratios()
    {
        RidgePath path = RidgeDataSet.Prostate(train: true).Problem().Path();
        double[] lambdas = [.. path.Select(point => point.Lambda)];
        Assert.Equal(100, lambdas.Length);
        Close.To(1e-4 * path.Eigenvalues[0], lambdas[0], 1e-12);
        Close.To(1e3 * path.Eigenvalues[^1], lambdas[^1], 1e-12);
        double ratio = lambdas[1] / lambdas[0];
        Assert.All(lambdas.Zip(lambdas.Skip(1)), pair => Close.To(ratio, pair.Second / pair.First, 1e-12));
    }

    [Theory]
    [InlineData(30, 5, true), InlineData(6, 11, false), InlineData(12, 12, false)]
    public void Where_the_rank_is_deficient_it_keeps_a_floor(int n, int p, bool doubled)
    {
        RandomDesign design = RandomDesign.Of(n, p, 94);
        design = doubled ? design.With(row => [.. row, .. row]) : design;
        RidgePath path = design.Problem().Path();
        double least = path.Eigenvalues.First(d => d > 1e-12 * path.Eigenvalues[^1]);
        double floor = Math.Max(1e-4 * least, 1e-10 * path.Eigenvalues[^1]);
        Close.To(floor, path[0].Lambda, 1e-9);
        Assert.All(path, point => Assert.True(double.IsFinite(point.RawIntercept) && point.Coefficients.All(double.IsFinite)));
        RidgeSelection selection = design.Problem().Select(LambdaSelection.LeaveOneOut);
        Assert.Equal(path[0].Lambda, selection.Lambdas[0]);
    }

    [Fact]
    public void Nearly_collinear_columns_do_not_drag_it_down()
    {
        Random random = new(95);
        RandomDesign design = RandomDesign.Of(40, 3, 95).With(row => [.. row, row[0] * (1 + 1e-6 * random.NextDouble())]);
        RidgePath path = design.Problem().Path();
        Assert.True(path.Eigenvalues[0] < 1e-9 * path.Eigenvalues[^1]);
        Close.To(1e-10 * path.Eigenvalues[^1], path[0].Lambda, 1e-12);
    }

    [Fact]
    public void Without_a_feature_that_varies_there_is_one() =>
        Assert.Equal([1.0], RandomDesign.Of(5, 2, 96).With(_ => [3, 4]).Problem().Path().Select(point => point.Lambda));
}
