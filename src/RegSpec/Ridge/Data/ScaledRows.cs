namespace RegSpec;

/// <summary>Rows in other units: each value times a power of two, which is exact.</summary>
internal sealed class ScaledRows : DesignRows
{
    /// <summary>Only rows of weight 0 can be larger: they set no unit, and no one sees them but a prediction.</summary>
    private const double Largest = 1e150;

    private readonly DesignRows rows;
    private readonly PowerUnits units;
    private readonly double[] factors;

    public ScaledRows(DesignRows rows, PowerUnits units)
        : base(rows.Count, rows.FeatureCount, rows.TargetCount, rows.Weights is { } weights ? Array.ConvertAll(weights, weight => Math.ScaleB(weight, -units.Weight)) : null)
    {
        this.rows = rows;
        this.units = units;
        factors = Factors(units, rows.FeatureCount + rows.TargetCount);
    }

    public override LearnedRows? Learned => rows.Learned;

    public override RowBlock Read(long start, int count, BlockBuffer buffer) =>
        Scaled(rows.Read(start, count, buffer.Inner), FeatureCount, TargetCount, WeightsOf(start, count), factors, buffer);

    /// <summary>A block in other units, in the buffer.</summary>
    public static RowBlock Of(RowBlock block, int features, int targets, PowerUnits units, BlockBuffer buffer)
    {
        double[] weights = new double[block.Rows];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = Math.ScaleB(block.Weight(i), -units.Weight);
        }

        return Scaled(block, features, targets, weights, Factors(units, features + targets), buffer);
    }

    private static double[] Factors(PowerUnits units, int width) => [.. Enumerable.Range(0, width).Select(j => Math.ScaleB(1, -units.Column(j)))];

    private static RowBlock Scaled(RowBlock block, int features, int targets, ReadOnlySpan<double> weights, double[] factors, BlockBuffer buffer)
    {
        int rows = block.Rows;
        buffer.Features = buffer.Features.Length < rows * features ? new double[rows * features] : buffer.Features;
        buffer.Targets = buffer.Targets.Length < rows * targets ? new double[rows * targets] : buffer.Targets;
        for (int i = 0; i < rows; i++)
        {
            Scale(block.Features(i, features), factors, buffer.Features.AsSpan(i * features, features));
            Scale(block.Targets(i, targets), factors.AsSpan(features), buffer.Targets.AsSpan(i * targets, targets));
        }

        return new RowBlock(buffer.Features.AsSpan(0, rows * features), features, buffer.Targets.AsSpan(0, rows * targets), targets, weights, rows, block.Start);
    }

    private static void Scale(ReadOnlySpan<double> values, ReadOnlySpan<double> factors, Span<double> scaled)
    {
        for (int j = 0; j < values.Length; j++)
        {
            scaled[j] = Math.Clamp(values[j] * factors[j], -Largest, Largest);
        }
    }
}
