namespace RegSpec;

/// <summary>
/// First and second moments of the columns [x | y]: Σs, mean = Shift + Offset, and M = Σ s(v − mean)(v − mean)ᵀ of the columns
/// v = 2^(−Exponent) · column. The mean is a double-double, so batches merge without losing an offset; the powers of two keep M in range.
/// </summary>
internal sealed class Moments
{
    public Moments(int width)
    {
        Width = width;
        Shift = new double[width];
        Offset = new double[width];
        Exponent = new int[width];
        Minimum = new double[width];
        Maximum = new double[width];
        Products = new double[width * width];
        Array.Fill(Minimum, double.PositiveInfinity);
        Array.Fill(Maximum, double.NegativeInfinity);
    }

    public int Width { get; }

    /// <summary>Number of rows with a positive weight.</summary>
    public long Count { get; set; }

    public double WeightSum { get; set; }

    /// <summary>Whether every row had weight 1.</summary>
    public bool UnitWeights { get; set; } = true;

    public double[] Shift { get; }

    public double[] Offset { get; }

    public int[] Exponent { get; }

    public double[] Minimum { get; }

    public double[] Maximum { get; }

    /// <summary>M in row-major order, both triangles.</summary>
    public double[] Products { get; }

    /// <summary>Moments computed elsewhere, in the units of the columns; products beyond the range of a double are kept by powers of two.</summary>
    public static Moments Given(
        long count, double weightSum, bool unitWeights, ReadOnlySpan<double> means, ReadOnlySpan<double> rests, ReadOnlySpan<double> products, ReadOnlySpan<double> minima, ReadOnlySpan<double> maxima)
    {
        Moments moments = new(means.Length) { Count = count, WeightSum = weightSum, UnitWeights = unitWeights };
        for (int j = 0; j < moments.Width; j++)
        {
            DoubleDouble mean = DoubleDouble.TwoSum(means[j], rests.IsEmpty ? 0 : rests[j]);
            (moments.Shift[j], moments.Offset[j]) = (mean.Hi, mean.Lo);
            (moments.Minimum[j], moments.Maximum[j]) = count > 0 ? (minima[j], maxima[j]) : (double.PositiveInfinity, double.NegativeInfinity);
            double variance = products[j * moments.Width + j];
            moments.Exponent[j] = double.IsNormal(variance) ? Math.ILogB(variance) / 2 : 0;
        }

        for (int i = 0; i < moments.Width; i++)
        {
            for (int j = 0; j < moments.Width; j++)
            {
                moments.Products[i * moments.Width + j] = Math.ScaleB(products[i * moments.Width + j], -moments.Exponent[i] - moments.Exponent[j]);
            }
        }

        return moments;
    }

    /// <summary>The mean of a column in its own units.</summary>
    public DoubleDouble Mean(int column) => DoubleDouble.TwoSum(Shift[column], Offset[column]);

    /// <summary>Root mean square deviation of a column in its own units: about the mean, or about zero.</summary>
    public double Deviation(int column, bool aboutMean) => Math.ScaleB(ScaledDeviation(column, aboutMean), Exponent[column]);

    /// <summary>The same in the units of <see cref="Products"/>.</summary>
    public double ScaledDeviation(int column, bool aboutMean)
    {
        double variance = Math.Max(Products[column * Width + column] / WeightSum, 0);
        double mean = aboutMean ? 0 : ScaledMean(column);
        return Math.Sqrt(variance + mean * mean);
    }

    public double ScaledMean(int column) => Math.ScaleB(Mean(column).Value, -Exponent[column]);

    public Moments Copy()
    {
        Moments copy = new(Width);
        copy.Merge(this);
        return copy;
    }

    /// <summary>Adds other rows: M = M₁ + M₂ + δδᵀ S₁S₂/(S₁ + S₂), δ the difference of the means (Chan, Golub and LeVeque 1983).</summary>
    public void Merge(Moments other)
    {
        UnitWeights &= other.UnitWeights;
        Count += other.Count;
        if (other.WeightSum == 0)
        {
            return;
        }

        double sum = WeightSum + other.WeightSum;
        double share = other.WeightSum / sum;
        double[] scale = new double[Width];
        double[] otherScale = new double[Width];
        double[] difference = new double[Width];
        for (int j = 0; j < Width; j++)
        {
            int exponent = WeightSum == 0 ? other.Exponent[j] : Math.Max(Exponent[j], other.Exponent[j]);
            scale[j] = Math.ScaleB(1, Math.Max(Exponent[j] - exponent, -1000));
            otherScale[j] = Math.ScaleB(1, Math.Max(other.Exponent[j] - exponent, -1000));
            Exponent[j] = exponent;
            DoubleDouble mean = Mean(j);
            DoubleDouble delta = WeightSum == 0 ? DoubleDouble.Zero : other.Mean(j) - mean;
            mean = WeightSum == 0 ? other.Mean(j) : mean + delta * new DoubleDouble(share, 0);
            difference[j] = Math.ScaleB(delta.Value, -exponent);
            Shift[j] = mean.Hi;
            Offset[j] = mean.Lo;
            Minimum[j] = Math.Min(Minimum[j], other.Minimum[j]);
            Maximum[j] = Math.Max(Maximum[j], other.Maximum[j]);
        }

        double factor = WeightSum * share;
        for (int i = 0; i < Width; i++)
        {
            double spread = factor * difference[i];
            int row = i * Width;
            for (int j = 0; j < Width; j++)
            {
                Products[row + j] = Products[row + j] * scale[i] * scale[j] + other.Products[row + j] * otherScale[i] * otherScale[j] + spread * difference[j];
            }
        }

        WeightSum = sum;
    }

    /// <summary>The moments of the first columns times factors &gt; 0, which may be of any size.</summary>
    public Moments Times(double[] factors)
    {
        Moments scaled = Copy();
        double[] parts = [.. Enumerable.Repeat(1.0, Width)];
        for (int j = 0; j < factors.Length; j++)
        {
            int power = Math.ILogB(factors[j]);
            parts[j] = Math.ScaleB(factors[j], -power);
            scaled.Exponent[j] += power;
            DoubleDouble mean = Mean(j) * new DoubleDouble(factors[j], 0);
            (scaled.Shift[j], scaled.Offset[j]) = (mean.Hi, mean.Lo);
            (scaled.Minimum[j], scaled.Maximum[j]) = (Minimum[j] * factors[j], Maximum[j] * factors[j]);
        }

        for (int i = 0; i < Width; i++)
        {
            for (int j = 0; j < Width; j++)
            {
                scaled.Products[i * Width + j] *= parts[i] * parts[j];
            }
        }

        return scaled;
    }

    /// <summary>The moments of the same columns and weights in other units.</summary>
    public Moments In(PowerUnits units)
    {
        Moments scaled = new(Width) { Count = Count, WeightSum = Math.ScaleB(WeightSum, -units.Weight), UnitWeights = UnitWeights };
        for (int j = 0; j < Width; j++)
        {
            int exponent = units.Column(j);
            scaled.Exponent[j] = Exponent[j] - exponent;
            scaled.Shift[j] = Math.ScaleB(Shift[j], -exponent);
            scaled.Offset[j] = Math.ScaleB(Offset[j], -exponent);
            scaled.Minimum[j] = Math.ScaleB(Minimum[j], -exponent);
            scaled.Maximum[j] = Math.ScaleB(Maximum[j], -exponent);
        }

        for (int at = 0; at < Products.Length; at++)
        {
            scaled.Products[at] = Math.ScaleB(Products[at], -units.Weight);
        }

        return scaled;
    }
}
