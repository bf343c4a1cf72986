namespace RegSpec;

/// <summary>
/// What a fit learns of single values of its rows, from the rows themselves: means of those that are there, and moments of powers. Powers and products count from near the mean, in units near the
/// deviation, so that their sums keep their digits; no result depends on that but for rounding.
/// </summary>
internal sealed class FieldSums
{
    /// <summary>Values of a block in the nearest cache; sums start anew in each, which keeps their rounding small.</summary>
    private const int BlockLength = 1 << 13;

    private readonly DesignRows rows;
    private readonly Sums?[] sums;

    private FieldSums(DesignRows rows, RidgeFeature[] features, RidgeSchema schema)
    {
        this.rows = rows;
        sums = Array.ConvertAll(features, feature => feature.MayBeMissing || IsCounted(feature, schema) ? new Sums() : null);
        Visit(sums, (one, block, field) => one.Add(block, field));
        Origins = [.. features.Select((feature, field) => IsCounted(feature, schema) ? sums[field]!.Origin : (feature.About, 1.0))];
    }

    /// <summary>For each value from where, and in what, its powers and products are counted.</summary>
    public (double Origin, double Unit)[] Origins { get; }

    /// <param name="rows">Values of rows; what is missing or infinite does not count.</param>
    /// <param name="schema">What is declared of them.</param>
    public static FieldSums Of(DesignRows rows, RidgeSchema schema) => new(rows, [.. schema.Features.SelectMany(feature => Enumerable.Repeat(feature, feature.FieldCount))], schema);

    /// <summary>Weighted mean of the values that are there; 0 where there is none.</summary>
    public double MeanOf(int field) => sums[field]!.Mean;

    /// <summary>Moments of the powers from the first to some degree, a missing value replaced by the mean.</summary>
    public Moments PowersOf(int field, int degree)
    {
        PowerSums powers = new(degree, Origins[field], MeanOf(field));
        PowerSums?[] one = new PowerSums?[sums.Length];
        one[field] = powers;
        Visit(one, (own, block, place) => own.Add(block, place));
        return powers.Moments();
    }

    private static bool IsCounted(RidgeFeature feature, RidgeSchema schema) =>
        feature.Degree > 1 || schema.Interactions.Any(interaction => interaction.First == feature.Name || interaction.Second == feature.Name);

    private delegate void Action<T>(T own, RowBlock block, int field);

    private void Visit<T>(T?[] all, Action<T> add)
        where T : class
    {
        int[] fields = [.. Enumerable.Range(0, all.Length).Where(field => all[field] is not null)];
        BlockBuffer buffer = new();
        int size = Math.Max(1, BlockLength / (rows.FeatureCount + rows.TargetCount));
        for (long start = 0; start < rows.Count && fields.Length > 0; start += size)
        {
            RowBlock block = rows.Read(start, (int)Math.Min(size, rows.Count - start), buffer);
            foreach (int field in fields)
            {
                add(all[field]!, block, field);
            }
        }
    }

    /// <summary>Sums of one value about its first.</summary>
    private sealed class Sums
    {
        private double shift;
        private double weights;
        private double sum;
        private double squares;

        /// <summary>Shift and mean about it; the shift is kept apart, as values at an offset have more digits than their sum.</summary>
        public double Mean => weights == 0 ? 0 : shift + sum / weights;

        public (double Origin, double Unit) Origin
        {
            get
            {
                double mean = weights == 0 ? 0 : sum / weights;
                double variance = weights == 0 ? 0 : squares / weights - mean * mean;
                return double.IsNormal(variance) && variance > 0 ? (shift + mean, Math.ScaleB(1, Math.ILogB(variance) / 2)) : (shift, 1.0);
            }
        }

        public void Add(RowBlock block, int field)
        {
            ReadOnlySpan<double> values = block.AllFeatures;
            (double blockWeights, double blockSum, double blockSquares) = (0, 0, 0);
            for (int i = 0, at = field; i < block.Rows; i++, at += block.FeatureStride)
            {
                double weight = block.Weight(i);
                if (!double.IsFinite(values[at]) || !(weight > 0))
                {
                    continue;
                }

                shift = weights == 0 && blockWeights == 0 ? values[at] : shift;
                double off = values[at] - shift;
                blockWeights += weight;
                blockSum += weight * off;
                blockSquares += weight * off * off;
            }

            (weights, sum, squares) = (weights + blockWeights, sum + blockSum, squares + blockSquares);
        }
    }

    /// <summary>Sums of the powers of (value − origin)/unit.</summary>
    private sealed class PowerSums(int degree, (double Origin, double Unit) from, double mean)
    {
        /// <summary>Share of the squares that a variance keeps, below which it is what rounding left of nothing.</summary>
        private const double Rounding = 1e-13;

        private readonly double[] sums = new double[2 * degree + 1];
        private readonly double[] blockSums = new double[2 * degree + 1];
        private long count;

        public void Add(RowBlock block, int field)
        {
            ReadOnlySpan<double> values = block.AllFeatures;
            double missing = (mean - from.Origin) / from.Unit;
            Array.Clear(blockSums);
            for (int i = 0, at = field; i < block.Rows; i++, at += block.FeatureStride)
            {
                double weight = block.Weight(i);
                double value = values[at];
                if (!(weight > 0) || double.IsInfinity(value))
                {
                    continue;
                }

                value = double.IsNaN(value) ? missing : (value - from.Origin) / from.Unit;
                double power = weight;
                count++;
                for (int k = 0; k < blockSums.Length; k++)
                {
                    blockSums[k] += power;
                    power *= value;
                }
            }

            for (int k = 0; k < sums.Length; k++)
            {
                sums[k] += blockSums[k];
            }
        }

        public Moments Moments()
        {
            Moments moments = new(degree) { Count = count, WeightSum = sums[0] };
            bool Varies(int i) => sums[2 * i + 2] - sums[i + 1] * sums[i + 1] / sums[0] > Rounding * sums[2 * i + 2];
            for (int i = 0; i < degree && sums[0] > 0; i++)
            {
                moments.Shift[i] = sums[i + 1] / sums[0];
                for (int j = 0; j < degree; j++)
                {
                    moments.Products[i * degree + j] = Varies(i) && Varies(j) ? sums[i + j + 2] - sums[i + 1] * (sums[j + 1] / sums[0]) : 0;
                }
            }

            return moments;
        }
    }
}
