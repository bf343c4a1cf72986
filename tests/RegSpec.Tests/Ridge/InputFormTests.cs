using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>What the form of the input may change, and what it may not: weights, origin, several targets, layout, precision.</summary>
public sealed class InputFormTests
{
    private const double Tight = 1e-12;

    [Fact]
    public void Weights_behave_as_weights()
    {
        RandomDesign design = RandomDesign.Of(30, 4, 15);
        double[] share = design.Weights.Select(s => s / 2).ToArray();
        double[] rest = share.Select(s => 1 - s).ToArray();
        RandomDesign twice = design.Take(Enumerable.Range(0, 30).Concat(Enumerable.Range(0, 30))) with { Weights = [.. share, .. rest] };
        RidgeSolution plain = design.Problem().Fit(1);
        Close.To(plain.Coefficients, twice.Problem(weighted: true).Fit(1).Coefficients, Tight);
        Close.To(plain.Coefficients, (design with { Weights = Enumerable.Repeat(1.0, 30).ToArray() }).Problem(weighted: true).Fit(1).Coefficients, Tight);

        RandomDesign scaled = design with { Weights = design.Weights.Select(s => Math.PI * s).ToArray() };
        Close.To(design.Problem(weighted: true).Fit(1).Coefficients, scaled.Problem(weighted: true).Fit(Math.PI).Coefficients, Tight);

        double[] zeroed = [.. design.Weights[..10], .. new double[20]];
        RandomDesign absent = design with { Weights = zeroed, Y = design.Y.Select((y, i) => i < 10 ? y : 1000 * y).ToArray() };
        RidgeSolution first = design.Take(Enumerable.Range(0, 10)).Problem(weighted: true).Fit(1);
        RidgeSolution withAbsent = absent.Problem(weighted: true).Fit(1);
        Close.To(first.Coefficients, withAbsent.Coefficients, Tight);
        Assert.Equal(first.Count, withAbsent.Count);
        Close.To(first.GeneralizedCrossValidation, withAbsent.GeneralizedCrossValidation, 1e-11);
    }

    [Theory]
    [InlineData(1e4), InlineData(1e6), InlineData(1e8)]
    public void Moving_the_origin_changes_nothing(double offset)
    {
        Random random = new(17);
        double[][] x = Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, 4).Select(_ => random.Next(-4096, 4096) / 1024.0).ToArray()).ToArray();   // sums with the offset are exact
        double[] y = x.Select(row => row[0] - 2 * row[1] + random.Next(-1024, 1024) / 1024.0).ToArray();
        RandomDesign design = new(x, y, []);
        foreach (double lambda in new[] { 0, 1.0 })
        {
            RidgeSolution here = design.Problem().Fit(lambda);
            RidgeSolution there = design.With(row => row.Select(value => value + offset).ToArray()).Problem().Fit(lambda);
            Close.To(here.Coefficients, there.Coefficients, 1e-13);
            RidgeSolution lifted = (design with { Y = y.Select(value => value + offset).ToArray() }).Problem().Fit(lambda);
            Close.To(here.Coefficients, lifted.Coefficients, 1e-13);
            Close.To(here.Intercept + offset, lifted.Intercept, 1e-15);
        }
    }

    [Fact]
    public void A_large_intercept_is_recovered_and_not_penalised()
    {
        RandomDesign design = RandomDesign.Of(200, 3, 22);
        RandomDesign lifted = design with { Y = design.Y.Select(y => y + 10_000).ToArray() };
        Close.To(design.Problem().Fit(50).RawIntercept + 10_000, lifted.Problem().Fit(50).RawIntercept, 1e-14);
    }

    [Fact]
    public void Several_targets_are_several_fits()
    {
        RandomDesign a = RandomDesign.Of(30, 4, 19);
        RandomDesign b = a with { Y = a.X.Select(row => row[0] * row[1]).ToArray() };
        using Tensor both = stack([a.Target, b.Target], 1);
        RidgeProblem problem = RidgeProblem.FromMatrices(a.Matrix, both);
        IReadOnlyList<RidgeSolution> same = problem.FitTargets(2);
        IReadOnlyList<RidgeSolution> each = problem.FitTargets(2, 9);
        Close.To(a.Problem().Fit(2).Coefficients, same[0].Coefficients, Tight);
        Close.To(b.Problem().Fit(2).Coefficients, same[1].Coefficients, Tight);
        Close.To(b.Problem().Fit(9).Coefficients, each[1].Coefficients, Tight);
        Close.To(b.Problem().Select(LambdaSelection.LeaveOneOut).Lambda, problem.Select(LambdaSelection.LeaveOneOut, target: 1).Lambda, 1e-6);   // the argument of a minimum
        Assert.Equal(["y0", "y1"], same.Select(solution => solution.TargetName));
    }

    [Fact]
    public void A_column_of_targets_is_one_target()
    {
        RandomDesign design = RandomDesign.Of(20, 3, 20);
        RidgeSolution vector = design.Problem().Fit(1);
        RidgeSolution column = RidgeProblem.FromMatrices(design.Matrix, design.Target.reshape(20, 1)).Fit(1);
        Assert.Equal(vector.Coefficients, column.Coefficients);
    }

    [Fact]
    public void Any_layout_and_type_is_read_and_nothing_is_written()
    {
        RandomDesign design = RandomDesign.Of(20, 3, 21);
        using Tensor x = design.Matrix;
        using Tensor y = design.Target;
        using Tensor weights = design.Weight;
        using Tensor columnMajor = x.t().contiguous().t();
        RidgeSolution expected = RidgeProblem.FromMatrices(x, y, weights).Fit(1);
        RidgeSolution strided = RidgeProblem.FromMatrices(columnMajor, y, weights).Fit(1);
        Assert.Equal(expected.Coefficients, strided.Coefficients);
        Assert.Equal(design.X.SelectMany(row => row), x.data<double>().ToArray());
        Assert.Equal(design.Y, y.data<double>().ToArray());
        Assert.Equal(design.Weights, weights.data<double>().ToArray());

        using Tensor single = x.to(ScalarType.Float32);
        using Tensor widened = single.to(ScalarType.Float64);
        RidgeSolution fromSingle = RidgeProblem.FromMatrices(single, y).Fit(1);
        Assert.Equal(RidgeProblem.FromMatrices(widened, y).Fit(1).Coefficients, fromSingle.Coefficients);
        using Tensor predictions = fromSingle.Predict(single);
        Assert.Equal(ScalarType.Float32, predictions.dtype);
    }

    [Fact]
    public void Single_precision_costs_what_its_rounding_costs()
    {
        RandomDesign design = RandomDesign.Of(40, 5, 54);
        using Tensor single = design.Matrix.to(ScalarType.Float32);
        using Tensor target = design.Target.to(ScalarType.Float32);
        Close.To(design.Problem().Fit(1).Coefficients, RidgeProblem.FromMatrices(single, target).Fit(1).Coefficients, 1e-5);
    }
}
