using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge.Analysis;

/// <summary>What is computed for many λ in one pass is what each λ has alone; sums in another order, so 1e-12.</summary>
public sealed class ManyLambdasTests
{
    private const double Tolerance = 1e-12;

    private static readonly double[] Lambdas = [0.3, 2, 15, 15, 400];

    /// <summary>More rows than features and fewer, in sizes that no tile divides.</summary>
    public static TheoryData<int, int, bool> Shapes => new() { { 90, 21, false }, { 90, 21, true }, { 37, 150, false }, { 37, 150, true } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Posteriors(int n, int p, bool weighted)
    {
        using var scope = NewDisposeScope();
        RidgeProblem problem = WithConstant(n, p).Problem(weighted: weighted);
        IReadOnlyList<RidgePosterior> all = problem.Posterior(Lambdas);
        IReadOnlyList<RidgePosterior> known = problem.Posterior(Lambdas, 2);
        for (int l = 0; l < Lambdas.Length; l++)
        {
            RidgePosterior alone = problem.Posterior(Lambdas[l]);
            Assert.Equal(Lambdas[l], all[l].Lambda);
            Close.To(alone.Scales, all[l].Scales, Tolerance);
            Close.To(alone.FrequentistStandardErrors, all[l].FrequentistStandardErrors, Tolerance);
            Close.To(alone.Mean, all[l].Mean, Tolerance);
            Close.To(problem.Posterior(Lambdas[l], 2).Scales, known[l].Scales, Tolerance);
        }
    }

    [Fact]
    public void A_lambda_without_a_variance_does_not_spoil_the_others()
    {
        using var scope = NewDisposeScope();
        RidgeProblem problem = WithConstant(12, 20).Problem();
        IReadOnlyList<RidgePosterior> all = problem.Posterior([0, 3], 1);
        Assert.Contains("larger lambda", Assert.Throws<InvalidOperationException>(() => all[0].Scales).Message);
        Close.To(problem.Posterior(3, 1).Scales, all[1].Scales, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Derivatives(int n, int p, bool weighted)
    {
        using var scope = NewDisposeScope();
        RidgeProblem problem = WithConstant(n, p).Problem(weighted: weighted);
        LambdaSelection[] criteria =
            [LambdaSelection.GeneralizedCrossValidation, LambdaSelection.LeaveOneOut, .. weighted ? Array.Empty<LambdaSelection>() : [LambdaSelection.Evidence]];
        foreach (LambdaSelection criterion in criteria)
        {
            IReadOnlyList<CriterionDerivatives> all = problem.Derivatives(criterion, Lambdas);
            for (int l = 0; l < Lambdas.Length; l++)
            {
                CriterionDerivatives alone = problem.Derivatives(criterion, Lambdas[l]);
                Close.To([alone.Value, alone.First, alone.Second], [all[l].Value, all[l].First, all[l].Second], Tolerance);
                Close.To(alone.FactorGradient, all[l].FactorGradient, 1e-10);   // a difference of two terms
                Close.To(all[l].First, all[l].FactorGradient.Sum(), 1e-8);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Flows_and_descents(int n, int p, bool weighted)
    {
        using var scope = NewDisposeScope();
        RidgeProblem problem = WithConstant(n, p).Problem(weighted: weighted);
        double[] start = [.. Enumerable.Range(0, p).Select(j => 0.1 * j - 1)];
        RidgeGradientFlow[] flows = [.. Lambdas.Select((lambda, l) => problem.GradientFlow(lambda, l % 2 == 0 ? null : start))];
        double[] times = [.. flows.Select((flow, l) => l * flow.TimeConstants[0])];
        IReadOnlyList<IReadOnlyList<double>> flown = RidgeGradientFlow.At(flows, times);
        RidgeDescent[] descents = [.. Lambdas.Select((lambda, l) => problem.Descent(lambda, 1e-4, l % 2 == 0 ? null : start))];
        IReadOnlyList<IReadOnlyList<double>> stepped = RidgeDescent.At(descents, [0, 1, 5, 20, 100]);
        for (int l = 0; l < Lambdas.Length; l++)
        {
            Close.To(flows[l].At(times[l]), flown[l], Tolerance);
            Close.To(descents[l].At(new[] { 0, 1, 5, 20, 100 }[l]), stepped[l], Tolerance);
        }

        Assert.Empty(RidgeGradientFlow.At([], []));
    }

    [Fact]
    public void Motions_of_two_problems_and_missing_moments_are_refused()
    {
        using var scope = NewDisposeScope();
        RidgeProblem one = WithConstant(20, 4).Problem(), other = WithConstant(20, 4).Problem();
        Assert.Contains("number 1 is of another problem", Assert.Throws<ArgumentException>(() => RidgeGradientFlow.At([one.GradientFlow(1), other.GradientFlow(1)], [1, 1])).Message);
        Assert.Contains("has 1 entries for 2 flows", Assert.Throws<ArgumentException>(() => RidgeGradientFlow.At([one.GradientFlow(1), one.GradientFlow(2)], [1])).Message);
        Assert.Contains("number 1 is of another problem", Assert.Throws<ArgumentException>(() => RidgeDescent.At([one.Descent(1, 1e-3), other.Descent(1, 1e-3)], [1, 1])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => RidgeDescent.At([one.Descent(1, 1e-3)], [-1]));
        Assert.Throws<ArgumentException>(() => one.Posterior([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Derivatives(LambdaSelection.GeneralizedCrossValidation, [1, 0]));
    }

    /// <summary>The tiles beside sums written out: values over two runs and a rest, directions and points that no tile divides.</summary>
    [Theory]
    [InlineData(300, 133, 70)]
    [InlineData(5, 1, 1)]
    [InlineData(128, 16, 64)]
    public void Tiles(int inputs, int directions, int points)
    {
        Random random = new(5);
        double[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        double[] basis = Values(inputs * directions);
        double[][] x = [.. Enumerable.Range(0, points).Select(_ => Values(inputs))];
        double[][] products = [.. Enumerable.Range(0, 3).Select(_ => Values(directions))], filters = [.. Enumerable.Range(0, 9).Select(_ => Values(directions))];
        CoordinateTiles tiles = new(inputs, directions, () => basis, products, filters);
        CoordinateTiles.Points place = tiles.NewPoints();
        for (int first = 0; first < points; first += CoordinateTiles.PointsAtOnce)
        {
            int count = Math.Min(CoordinateTiles.PointsAtOnce, points - first);
            CoordinateTiles.Begin(place);
            for (int from = 0; from < inputs; from += CoordinateTiles.Depth)
            {
                int depth = Math.Min(CoordinateTiles.Depth, inputs - from);
                for (int i = 0; i < count; i++)
                {
                    for (int k = 0; k < depth; k++)
                    {
                        place.Inputs[i / CoordinateTiles.TilePoints * CoordinateTiles.InputStride + k * CoordinateTiles.TilePoints + i % CoordinateTiles.TilePoints] = x[first + i][from + k];
                    }
                }

                tiles.Add(place, count, from, depth);
            }

            tiles.Finish(place, count);
            for (int i = 0; i < count; i++)
            {
                double[] t = [.. Enumerable.Range(0, directions).Select(d => Enumerable.Range(0, inputs).Sum(k => x[first + i][k] * basis[k * directions + d]))];
                for (int c = 0; c < products.Length; c++)
                {
                    Assert.Equal(t.Zip(products[c], (a, b) => a * b).Sum(), place.Product(i, c), 1e-12);
                }

                for (int c = 0; c < filters.Length; c++)
                {
                    Assert.Equal(t.Zip(filters[c], (a, b) => a * a * b).Sum(), place.Sum(i, c), 1e-12);
                }
            }
        }
    }

    /// <summary>The kernel's combinations, which never make B, beside B itself.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Wide_combinations_are_those_of_the_basis(bool weighted)
    {
        using var scope = NewDisposeScope();
        const int Features = 333;
        RandomDesign design = WithConstant(150, Features);
        double[] factors = [.. Enumerable.Range(0, Features).Select(j => 1 + 0.5 * (j % 3))];
        DesignRows rows = DesignArguments.Check(design.Matrix, design.Target, weighted ? design.Weight : null);
        RidgeData data = new(rows, null, Features, 1, new ColumnNames(Features, 1, null, null), true, new FeatureScaling[Features], factors);
        RidgeSpectrum spectrum = data.PathSpectrum;
        Assert.IsType<KernelSpectrum>(spectrum);
        Random random = new(8);
        double[][] Columns(int count) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, spectrum.Directions).Select(_ => random.NextDouble()).ToArray())];
        double[][] q = Columns(4), f = Columns(2);
        (double[][] products, double[][] squares) = spectrum.Combine(q, f);
        double[][] expanded = spectrum.ExpandAll(q), few = spectrum.ExpandAll(q[..1]);
        double[][] basis = [.. spectrum.Basis.Chunk(spectrum.Directions)];
        double[] Sums(double[] column, int power) => [.. basis.Select(row => row.Zip(column, (b, value) => (power == 1 ? b : b * b) * value).Sum())];
        (double[][] again, double[][] squaresAgain) = spectrum.Combine(q, f);   // through B, which is there now
        for (int c = 0; c < q.Length; c++)
        {
            double[] expected = Sums(q[c], 1);
            Close.To(expected, products[c], Tolerance);
            Close.To(expected, expanded[c], Tolerance);
            Close.To(expected, again[c], Tolerance);
        }

        Close.To(expanded[0], few[0], Tolerance);
        for (int c = 0; c < f.Length; c++)
        {
            double[] expected = Sums(f[c], 2);
            Close.To(expected, squares[c], Tolerance);
            Close.To(expected, squaresAgain[c], Tolerance);
        }
    }

    /// <summary>With a feature that does not vary, which has no place in the spectrum.</summary>
    private static RandomDesign WithConstant(int n, int p)
    {
        RandomDesign design = RandomDesign.Of(n, p, 12);
        return design.With(row => [.. row.Select((value, j) => j == 2 ? 7 : value)]);
    }
}
