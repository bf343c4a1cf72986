namespace RegSpec;

/// <summary>Moments of columns that are affine in columns whose moments are known: M′ = TMTᵀ.</summary>
internal static class MomentMap
{
    /// <summary>Share of its parts' squares that a variance keeps, below which it is what rounding left of nothing.</summary>
    private const double Rounding = 1e-13;

    /// <summary>The moments of the columns, and behind them of the targets as they are.</summary>
    /// <param name="from">Moments of summed columns and targets.</param>
    /// <param name="summed">Number of summed columns.</param>
    /// <param name="columns">The columns.</param>
    public static Moments Of(Moments from, int summed, IReadOnlyList<AffineColumn> columns)
    {
        int targets = from.Width - summed;
        AffineColumn[] all = [.. columns, .. Enumerable.Range(summed, targets).Select(target => new AffineColumn().Add(target, 1))];
        Moments to = new(all.Length) { Count = from.Count, WeightSum = from.WeightSum, UnitWeights = from.UnitWeights };
        if (from.WeightSum == 0)
        {
            return to;
        }

        (int Term, double Factor)[][] parts = new (int, double)[all.Length][];
        for (int j = 0; j < all.Length; j++)
        {
            to.Exponent[j] = all[j].Coefficients.Count == 0 ? 0 : all[j].Coefficients.Max(part => from.Exponent[part.Key] + Math.ILogB(part.Value));
            parts[j] = [.. all[j].Coefficients.Select(part => (part.Key, Math.ScaleB(part.Value, from.Exponent[part.Key] - to.Exponent[j])))];
        }

        for (int i = 0; i < all.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                foreach ((int a, double left) in parts[i])
                {
                    foreach ((int b, double right) in parts[j])
                    {
                        sum += left * right * from.Products[a * from.Width + b];
                    }
                }

                to.Products[i * to.Width + j] = to.Products[j * to.Width + i] = sum;
            }
        }

        for (int j = 0; j < all.Length; j++)
        {
            Describe(from, all[j], parts[j], to, j);
        }

        return to;
    }

    /// <summary>Mean and range of a column. A range that is not known is given by the deviation, unless what varies is rounding.</summary>
    private static void Describe(Moments from, AffineColumn column, (int Term, double Factor)[] parts, Moments to, int j)
    {
        DoubleDouble mean = new(column.Constant, 0);
        foreach ((int term, double coefficient) in column.Coefficients)
        {
            mean += from.Mean(term) * new DoubleDouble(coefficient, 0);
        }

        (to.Shift[j], to.Offset[j]) = (mean.Hi, mean.Lo);
        // What never occurs has no part.
        int[] occurring = [.. column.Coefficients.Keys.Where(term => from.Minimum[term] != 0 || from.Maximum[term] != 0)];
        if (occurring.Length == 1 && column.Constant == 0 && column.Coefficients[occurring[0]] == 1)
        {
            (to.Minimum[j], to.Maximum[j]) = (from.Minimum[occurring[0]], from.Maximum[occurring[0]]);
            return;
        }

        double variance = Math.Max(to.Products[j * to.Width + j], 0);
        double most = parts.Sum(part => part.Factor * part.Factor * from.Products[part.Term * from.Width + part.Term]);
        double deviation = variance <= Rounding * most ? 0 : Math.ScaleB(Math.Sqrt(variance / from.WeightSum), to.Exponent[j]);
        to.Products[j * to.Width + j] = deviation == 0 ? 0 : variance;
        (to.Minimum[j], to.Maximum[j]) = (mean.Value - deviation, mean.Value + deviation);
    }
}
