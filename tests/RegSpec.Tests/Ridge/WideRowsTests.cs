using TorchSharp;
using static TorchSharp.torch;

namespace RegSpec.Tests.Ridge;

/// <summary>Wide rows large enough for every loop, with a tail, a constant column and weights, beside sums written out.</summary>
public sealed class WideRowsTests
{
    private const int Rows = 67;
    private const int Features = 1003;
    private const int Constant = 5;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Products_with_rows_standardised_on_the_fly(bool weighted)
    {
        Random random = new(3);
        double[][] x = [.. Enumerable.Range(0, Rows).Select(_ => Enumerable.Range(0, Features).Select(j => j == Constant ? 2 : random.NextDouble() + 1000).ToArray())];
        double[] weights = [.. Enumerable.Range(0, Rows).Select(i => weighted ? i % 5 : 1.0)];
        using Tensor features = tensor(x.SelectMany(row => row).ToArray()).reshape(Rows, Features);
        using Tensor targets = rand(Rows, ScalarType.Float64);
        using Tensor weightTensor = tensor(weights);
        DesignRows design = DesignArguments.Check(features, targets, weighted ? weightTensor : null);
        RidgeData data = new(
            design, null, Features, 1, new ColumnNames(Features, 1, null, null), true, new FeatureScaling[Features], Enumerable.Repeat(1.0, Features).ToArray());
        UnitRows rows = new(data.Rows!, data.Columns, Array.ConvertAll(data.Columns.Active, _ => 1.0));
        double[][] z = Standardized(x, weights);
        double[] v = [.. Enumerable.Range(0, Features).Select(_ => random.NextDouble())];
        double[] u = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        double[][] forward = rows.Multiply(v, v);
        double[][] back = rows.MultiplyTransposed(u, u);
        using SymmetricSums kernel = KernelMatrix.Of(rows);
        for (int i = 0; i < Rows; i++)
        {
            Assert.Equal(z[i].Zip(v, (a, b) => a * b).Sum(), forward[0][i], 1e-8);
            Assert.Equal(forward[0][i], forward[1][i]);
            for (int j = 0; j <= i; j++)
            {
                Assert.Equal(z[i].Zip(z[j], (a, b) => a * b).Sum(), kernel.Sum(i, j), 1e-8);
            }
        }

        for (int j = 0; j < Features; j++)
        {
            Assert.Equal(z.Zip(u, (row, factor) => row[j] * factor).Sum(), back[0][j], 1e-8);
            Assert.Equal(back[0][j], back[1][j]);
        }
    }

    [Fact]
    public void A_bad_value_is_named_also_in_a_row_of_weight_0()
    {
        using Tensor features = rand(Rows, Features, ScalarType.Float64);
        using Tensor targets = rand(Rows, ScalarType.Float64);
        using Tensor weights = ones(Rows, ScalarType.Float64);
        weights[41] = 0;
        features[41, 1001] = double.NaN;
        features[43, 2] = double.PositiveInfinity;
        ArgumentException fault = Assert.Throws<ArgumentException>(() => RidgeProblem.FromMatrices(features, targets, weights).Fit(1));
        Assert.StartsWith("features: row 41, feature 'x1001' is NaN", fault.Message);
    }

    private static double[][] Standardized(double[][] x, double[] weights)
    {
        double total = weights.Sum();
        double[][] z = Array.ConvertAll(x, row => new double[row.Length]);
        for (int j = 0; j < Features; j++)
        {
            double mean = x.Zip(weights, (row, weight) => weight * row[j]).Sum() / total;
            double deviation = Math.Sqrt(x.Zip(weights, (row, weight) => weight * (row[j] - mean) * (row[j] - mean)).Sum() / total);
            for (int i = 0; i < x.Length && j != Constant; i++)
            {
                z[i][j] = Math.Sqrt(weights[i]) * (x[i][j] - mean) / deviation;
            }
        }

        return z;
    }
}
