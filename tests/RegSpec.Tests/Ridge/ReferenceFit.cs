namespace RegSpec.Tests.Ridge;

/// <summary>df and GCV of a ridge fit in arithmetic of 190 digits, straight from their definitions, for the doubles as stored.</summary>
internal sealed record ReferenceFit(double DegreesOfFreedom, double Left, double GeneralizedCrossValidation, double ResidualShare)
{
    /// <param name="x">Rows.</param>
    /// <param name="y">The target.</param>
    /// <param name="weights">The weights, all positive.</param>
    /// <param name="scaled">Which columns are standardised.</param>
    /// <param name="factors">f.</param>
    /// <param name="lambda">λ.</param>
    public static ReferenceFit Of(double[][] x, double[] y, double[] weights, bool[] scaled, double[] factors, double lambda)
    {
        int n = y.Length;
        int p = scaled.Length;
        BigFloat[] s = Array.ConvertAll(weights, BigFloat.Of);
        BigFloat total = s.Aggregate(BigFloat.Zero, (sum, weight) => sum + weight);
        BigFloat[][] rows = [.. x.Select((row, i) => row.Append(y[i]).Select(BigFloat.Of).ToArray())];
        BigFloat[] mean = [.. Enumerable.Range(0, p + 1).Select(j => Sum(n, i => s[i] * rows[i][j]) / total)];
        rows = [.. rows.Select(row => row.Select((value, j) => value - mean[j]).ToArray())];
        BigFloat[][] products = [.. Enumerable.Range(0, p + 1).Select(j => Enumerable.Range(0, p + 1).Select(k => Sum(n, i => s[i] * rows[i][j] * rows[i][k])).ToArray())];
        BigFloat l = BigFloat.Of(lambda);
        BigFloat[][] system = [.. Enumerable.Range(0, p).Select(j =>
        {
            BigFloat[] row = products[j][..p];
            row[j] += l * BigFloat.Of(factors[j]) * (scaled[j] ? products[j][j] / total : BigFloat.Of(1));
            return row.Concat(products[j]).ToArray();   // A | G c
        })];
        Eliminate(system, p);
        BigFloat used = Sum(p, j => system[j][p + j]);
        BigFloat left = BigFloat.Of(n - 1) - used;
        BigFloat squares = Sum(n, i =>
        {
            BigFloat residual = rows[i][p] - Sum(p, j => rows[i][j] * system[j][2 * p]);
            return s[i] * residual * residual;
        });
        BigFloat count = BigFloat.Of(n);
        BigFloat gcv = count * squares * count / total / (left * left);
        return new(used.ToDouble(), left.ToDouble(), gcv.ToDouble(), (squares / products[p][p]).ToDouble());
    }

    private static BigFloat Sum(int count, Func<int, BigFloat> term)
    {
        BigFloat sum = BigFloat.Zero;
        for (int i = 0; i < count; i++)
        {
            sum += term(i);
        }

        return sum;
    }

    /// <summary>Gauss–Jordan without pivoting: the matrix is positive definite.</summary>
    private static void Eliminate(BigFloat[][] rows, int size)
    {
        for (int k = 0; k < size; k++)
        {
            BigFloat pivot = rows[k][k];
            rows[k] = Array.ConvertAll(rows[k], value => value / pivot);
            for (int i = 0; i < size; i++)
            {
                if (i != k)
                {
                    BigFloat factor = rows[i][k];
                    for (int j = k; j < rows[i].Length; j++)
                    {
                        rows[i][j] -= factor * rows[k][j];
                    }
                }
            }
        }
    }
}
