namespace RegSpec;

/// <summary>
/// One pass over the rows: r = y − b − Xβ and from it Σs·r·x, Σs·r and Σs·r², in double-double. The columns are used as they are, uncentred:
/// 32 digits leave room for the cancellation, and nothing is rounded before the products are exact.
/// </summary>
internal sealed class ResidualPass(DesignRows rows)
{
    /// <summary>Ranges that are summed independently. A constant, so that results do not depend on the number of cores.</summary>
    private const int Ranges = 8;

    private const long SmallWork = 1 << 16;

    public ResidualSums Run(int target, DoubleDouble[] beta, DoubleDouble intercept)
    {
        int p = rows.FeatureCount;
        double[] high = new double[DoubleDoubleKernels.Padded(p)];
        double[] low = new double[high.Length];
        for (int j = 0; j < p; j++)
        {
            (high[j], low[j]) = (beta[j].Hi, beta[j].Lo);
        }

        int ranges = rows.Count * p < SmallWork ? 1 : Ranges;
        PartialSums[] parts = new PartialSums[ranges];
        RowRanges.Run(ranges, range =>
        {
            PartialSums part = parts[range] = new PartialSums(p);
            BlockBuffer buffer = new();
            long end = rows.Count * (range + 1) / ranges;
            int size = Math.Max(1, (1 << 16) / p);
            for (long start = rows.Count * range / ranges; start < end; start += size)
            {
                part.Add(rows.Read(start, (int)Math.Min(size, end - start), buffer), target, rows.TargetCount, high, low, intercept);
            }
        });
        return PartialSums.Join(parts);
    }

    private sealed class PartialSums(int p)
    {
        private readonly double[] gradientHigh = new double[DoubleDoubleKernels.Padded(p)];
        private readonly double[] gradientLow = new double[DoubleDoubleKernels.Padded(p)];
        private readonly double[] lastRow = new double[DoubleDoubleKernels.Padded(p)];
        private DoubleDouble residualSum;
        private double squares;
        private double squaresLow;

        private int Features => p;

        public static ResidualSums Join(PartialSums[] parts)
        {
            DoubleDouble[] gradient = new DoubleDouble[parts[0].Features];
            DoubleDouble sum = DoubleDouble.Zero;
            DoubleDouble squares = DoubleDouble.Zero;
            foreach (PartialSums part in parts)
            {
                sum += part.residualSum;
                squares += DoubleDouble.TwoSum(part.squares, part.squaresLow);
                for (int j = 0; j < gradient.Length; j++)
                {
                    gradient[j] += DoubleDouble.TwoSum(part.gradientHigh[j], part.gradientLow[j]);
                }
            }

            return new ResidualSums(gradient, sum, squares.Value);
        }

        public void Add(RowBlock block, int target, int targets, double[] high, double[] low, DoubleDouble intercept)
        {
            for (int i = 0; i < block.Rows; i++)
            {
                double weight = block.Weight(i);
                if (weight == 0)
                {
                    continue;
                }

                ReadOnlySpan<double> x = block.FeaturesPadded(i, p, high.Length, lastRow);
                DoubleDouble residual = block.Targets(i, targets)[target] - intercept - DoubleDoubleKernels.Dot(x, high, low);
                DoubleDouble weighted = weight == 1 ? residual : residual * new DoubleDouble(weight, 0);
                residualSum += weighted;
                DoubleDouble square = DoubleDouble.TwoSum(squares, residual.Value * weighted.Value);
                (squares, squaresLow) = (square.Hi, squaresLow + square.Lo);
                DoubleDoubleKernels.AddScaled(x, weighted, gradientHigh, gradientLow);
            }
        }
    }
}
