namespace RegSpec;

/// <summary>
/// tr(A⁻¹G) and what it leaves of the rows, from G = XᵀSX − Smmᵀ and A = G + λF·diag(sd²) in double-double: collinear and nearly collinear columns
/// keep their digits, and the scale of the columns is that of the values as stored.
/// </summary>
internal static class ExactDimension
{
    /// <summary>A column whose penalty is so many times its sum of squares shares nothing with others that a double could show.</summary>
    private const double Alone = 1e17;

    /// <summary>Null where A is not positive definite even so.</summary>
    public static EffectiveDimension? TryCount(DesignRows rows, Standardization columns, double lambda, double degrees)
    {
        DoubleDouble[][] products = CentredProducts.Of(rows, columns, out DoubleDouble weights);
        List<int> coupled = [];
        DoubleDouble used = DoubleDouble.Zero;
        DoubleDouble[] penalties = new DoubleDouble[products.Length];
        for (int k = 0; k < products.Length; k++)
        {
            int j = columns.Active[k];
            bool scaled = columns.Scale[j] == columns.Deviation[j];
            DoubleDouble own = products[k][k];
            DoubleDouble spread = scaled ? own / weights : new DoubleDouble(columns.Scale[j], 0) * columns.Scale[j] / columns.Deviation[j] / columns.Deviation[j];
            penalties[k] = DoubleDouble.TwoProduct(lambda, columns.Factor[j]) * spread;
            if (penalties[k].Hi <= Alone * own.Hi)
            {
                coupled.Add(k);
            }
            else
            {
                used += own.Value / lambda / columns.Factor[j] / spread.Value;
            }
        }

        int[] order = [.. coupled];
        DoubleDouble held = DoubleDouble.Zero;
        if (order.Length > 0)
        {
            DoubleDouble[][]? inverse = InverseFactor(Array.ConvertAll(order, i => Array.ConvertAll(order, j => i == j ? products[i][i] + penalties[i] : j < i ? products[i][j] : products[j][i])));
            if (inverse is null)
            {
                return null;
            }

            for (int k = 0; k < order.Length; k++)
            {
                DoubleDouble squares = DoubleDouble.Zero;
                for (int i = k; i < order.Length; i++)
                {
                    squares += inverse[i][k] * inverse[i][k];
                }

                held += penalties[order[k]] * squares;
            }
        }

        DoubleDouble left = new DoubleDouble(degrees - order.Length, 0) + held - used;
        used += new DoubleDouble(order.Length, 0) - held;
        return new(Math.Max(used.Value, 0), left.Value, 0);
    }

    /// <summary>L⁻¹ of a matrix LLᵀ; null where it is not positive definite.</summary>
    private static DoubleDouble[][]? InverseFactor(DoubleDouble[][] matrix)
    {
        int n = matrix.Length;
        for (int j = 0; j < n; j++)
        {
            DoubleDouble[] pivotRow = matrix[j];
            DoubleDouble pivot = pivotRow[j] - Dot(pivotRow, pivotRow, j);
            if (!(pivot.Hi > 0))
            {
                return null;
            }

            DoubleDouble root = DoubleDouble.Sqrt(pivot);
            pivotRow[j] = root;
            for (int i = j + 1; i < n; i++)
            {
                matrix[i][j] = (matrix[i][j] - Dot(matrix[i], pivotRow, j)) / root;
            }
        }

        DoubleDouble[][] inverse = Array.ConvertAll(matrix, _ => new DoubleDouble[n]);
        for (int k = 0; k < n; k++)
        {
            for (int i = k; i < n; i++)
            {
                DoubleDouble sum = i == k ? 1 : DoubleDouble.Zero;
                for (int m = k; m < i; m++)
                {
                    sum -= matrix[i][m] * inverse[m][k];
                }

                inverse[i][k] = sum / matrix[i][i];
            }
        }

        return inverse;
    }

    private static DoubleDouble Dot(DoubleDouble[] a, DoubleDouble[] b, int count)
    {
        DoubleDouble sum = DoubleDouble.Zero;
        for (int k = 0; k < count; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }
}
