namespace RegSpec;

/// <summary>
/// The polynomial of some degree that is uncorrelated with all lower ones over the rows of a fit and has variance 1: Gram–Schmidt on the powers in the inner product that their moments give, twice, for
/// rounding.
/// </summary>
internal static class OrthogonalPolynomial
{
    /// <summary>Share of its variance that a power keeps beside the lower ones, below which the rows have no polynomial of its degree: a value takes no more than that many values.</summary>
    private const double Exhausted = 1e-10;

    /// <summary>The same where rows were not seen before powers were summed: below it fewer than eight digits would be left.</summary>
    private const double TooFar = 1e-7;

    /// <summary>Origin, unit, the coefficients of the powers of (x − origin)/unit from the 0th on, and then what stands for a missing value, counted alike.</summary>
    /// <param name="column">The column.</param>
    /// <param name="from">Origin and unit.</param>
    /// <param name="mean">Of the values that are there.</param>
    /// <param name="powers">Moments of the powers from the first on, a missing value replaced by the mean.</param>
    /// <exception cref="ArgumentException">Powers are counted from a value too far from those of the rows.</exception>
    public static double[] Of(FormColumn column, (double Origin, double Unit) from, double mean, Moments powers)
    {
        int degree = column.Code;
        (double origin, double unit) = from;
        double[][] basis = new double[degree][];
        for (int k = 0; k < degree; k++)
        {
            double[] next = new double[degree];
            next[k] = 1;
            double all = Product(powers, next, next);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < k; j++)
                {
                    double share = Product(powers, next, basis[j]);
                    for (int i = 0; i < degree; i++)
                    {
                        next[i] -= share * basis[j][i];
                    }
                }
            }

            double left = Product(powers, next, next);
            double away = powers.ScaledMean(0);
            if (left < TooFar * all && away * away > powers.Products[0] / powers.WeightSum)
            {
                throw new ArgumentException(System.FormattableString.Invariant(
                    $"statistics: powers of '{column.Column.Feature}' about {origin:G6} do not tell its polynomials apart, for its mean is {mean:G6}; write [Polynomial({degree}, About = {mean:G3})], or fit the rows."), nameof(powers));
            }

            double scale = left > Exhausted * all ? 1 / Math.Sqrt(left) : 0;
            basis[k] = Array.ConvertAll(next, value => value * scale);
        }

        double[] learned = new double[3 + degree + 1];
        (learned[0], learned[1], learned[^1]) = (origin, unit, (mean - origin) / unit);
        for (int k = 0; k < degree; k++)
        {
            learned[3 + k] = Math.ScaleB(basis[degree - 1][k], -powers.Exponent[k]);
            learned[2] -= learned[3 + k] * powers.Mean(k).Value;
        }

        return learned;
    }

    /// <summary>Makes the polynomial.</summary>
    /// <param name="field">Place of the value.</param>
    /// <param name="learned">As <see cref="Of"/> gives it.</param>
    /// <param name="degree">Its degree.</param>
    /// <param name="mayBeMissing">Whether NaN is a missing value.</param>
    public static RowOperation Operation(int field, IReadOnlyList<double> learned, int degree, bool mayBeMissing) =>
        new PolynomialOperation(field, learned[0], learned[1], [.. learned.Skip(2).Take(degree + 1)], mayBeMissing, mayBeMissing ? learned[3 + degree] : 0);

    private static double Product(Moments powers, double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            for (int j = 0; j < right.Length; j++)
            {
                sum += left[i] * right[j] * powers.Products[i * powers.Width + j];
            }
        }

        return sum / powers.WeightSum;
    }
}
