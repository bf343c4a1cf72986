namespace RegSpec.Tests.Ridge;

public sealed class LowerFactorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(17)]
    [InlineData(40)]
    public void The_factor_solves_multiplies_and_traces_as_its_matrix(int size)
    {
        Random random = new(size);
        double[][] z = [.. Enumerable.Range(0, size).Select(_ => Enumerable.Range(0, size + 9).Select(_ => random.NextDouble() - 0.5).ToArray())];
        using SymmetricSums sums = Sums(z);
        using LowerFactor factor = LowerFactor.TryCreate(sums, 0.25)!;
        double[] x = [.. Enumerable.Range(0, size).Select(_ => random.NextDouble())];
        double[] product = new double[size];
        factor.Multiply(x, product);
        double[] solved = factor.Solve(product);
        double trace = 0;
        for (int i = 0; i < size; i++)
        {
            double expected = 0.25 * x[i];
            for (int j = 0; j < size; j++)
            {
                expected += z[i].Zip(z[j], (a, b) => a * b).Sum() * x[j];
            }

            Assert.Equal(expected, product[i], 1e-12);
            Assert.Equal(x[i], solved[i], 1e-12);
            double[] unit = new double[size];
            unit[i] = 1;
            trace += factor.Solve(unit)[i];
        }

        Assert.Equal(trace, factor.InverseTrace(), 1e-11 * trace);
    }

    [Fact]
    public void Rows_that_repeat_have_no_factor_without_a_penalty()
    {
        double[][] z = [[1, 2, 3], [1, 2, 3], [0, 1, 5]];
        using SymmetricSums sums = Sums(z);
        Assert.Null(LowerFactor.TryCreate(sums, 0));
        using LowerFactor? factor = LowerFactor.TryCreate(sums, 1);
        Assert.NotNull(factor);
    }

    private static SymmetricSums Sums(double[][] z)
    {
        SymmetricSums sums = new(z.Length, z[0].Length);
        for (int k = 0; k < z[0].Length; k++)
        {
            for (int i = 0; i < z.Length; i++)
            {
                sums.Next(i / SymmetricSums.Lanes * SymmetricSums.Lanes)[i % SymmetricSums.Lanes] = z[i][k];
            }

            sums.Commit();
        }

        sums.Flush();
        return sums;
    }
}
