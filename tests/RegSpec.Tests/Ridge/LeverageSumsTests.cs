using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Leave-one-out in one pass that keeps nothing, beside the one that keeps its rows and is tested against refits.</summary>
public sealed class LeverageSumsTests
{
    [Theory]
    [InlineData(131, 19, 5, true, false)]
    [InlineData(131, 19, 5, true, true)]
    [InlineData(64, 8, 8, false, false)]
    [InlineData(700, 33, 50, true, false)]
    [InlineData(15, 40, 9, true, false)]
    public void A_pass_over_the_rows_gives_the_errors_of_the_kept_rows(int n, int p, int count, bool intercept, bool weighted)
    {
        Random random = new(n + p);
        double[] x = [.. Enumerable.Range(0, n * p).Select(_ => 3 + random.NextDouble())];
        double[] y = [.. Enumerable.Range(0, n).Select(i => x[i * p] - x[i * p + 1] + 0.1 * random.NextDouble())];
        using Tensor features = tensor(x).reshape(n, p);
        using Tensor targets = tensor(y);
        using Tensor? weights = weighted ? tensor(Enumerable.Range(0, n).Select(i => (double)(i % 3)).ToArray()) : null;
        RidgeData data = new(
            DesignArguments.Check(features, targets, weights), null, p, 1, new ColumnNames(p, 1, null, null), intercept,
            new FeatureScaling[p], Enumerable.Repeat(1.0, p).ToArray());
        double[] lambdas = [.. Enumerable.Range(0, count).Select(i => 0.1 * Math.Pow(2, i))];
        SpectralFit fit = new(data, 0);
        using LeaveOneOut kept = new(data, 0, fit);

        double[] expected = kept.Errors(lambdas);
        double[] sums = new LeverageSums(data, 0, fit, lambdas).Run();

        Assert.True(kept.IsCheap);
        for (int l = 0; l < count; l++)
        {
            Assert.Equal(1, sums[l] / data.Columns.WeightSum / expected[l], 1e-11);
        }
    }
}
