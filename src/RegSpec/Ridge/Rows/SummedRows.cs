using System.Numerics;

namespace RegSpec;

/// <summary>Sums rows block by block and keeps none.</summary>
/// <param name="form">What is summed of the values of a row.</param>
/// <param name="hasWeights">Whether each row has a weight.</param>
/// <param name="expected">How many rows will come; null if that is not known.</param>
internal sealed class SummedRows(RowForm form, bool hasWeights, int? expected)
    : RowCollector(form.Schema.FieldCount, form.Schema.Targets.Count, hasWeights, expected, MomentAccumulator.RowsPerBlock(form.Terms.Count + form.Schema.Targets.Count))
{
    /// <summary>Larger values could overflow in the sums of smaller ones that came before.</summary>
    private const double Ordinary = 1e30;

    private readonly ColumnNames names = new(form.SummedLayout, "rows");
    private readonly MomentAccumulator accumulator = new(form.Terms.Count, form.Schema.Targets.Count, MomentAccumulator.RowsPerBlock(form.Terms.Count + form.Schema.Targets.Count));
    private double[] expanded = [];
    private Moments? extreme;
    private long summed;

    public RidgeStatistics Finish()
    {
        Flush();
        Moments moments = accumulator.Finish();
        if (extreme is not null)
        {
            moments.Merge(extreme);
        }

        return new RidgeStatistics(names.Layout, form.Terms.Count, TargetCount, moments);
    }

    protected override void Take(double[] block, double[]? weights, int rows)
    {
        int width = form.Terms.Count;
        int stride = width + TargetCount;
        block = form.IsPlain ? block : Expand(block, rows, stride);
        RowBlock taken = new(block.AsSpan(0, rows * stride), stride, block.AsSpan(width), stride, weights, rows, summed);
        if (Largest(block.AsSpan(0, rows * stride)) > Ordinary || (weights is not null && Largest(weights) > Ordinary))
        {
            (extreme ??= new Moments(stride)).Merge(MomentAccumulator.Of(taken, width, TargetCount, names));
        }
        else
        {
            accumulator.Add(taken, names);
        }

        summed += rows;
    }

    protected override double[] Reusable(double[] block) => block;

    private double[] Expand(double[] block, int rows, int stride)
    {
        expanded = expanded.Length < rows * stride ? new double[rows * stride] : expanded;
        int read = FeatureCount + TargetCount;
        form.Expansion.Expand(block, read, rows, expanded, stride);
        for (int i = 0; i < rows; i++)
        {
            block.AsSpan(i * read + FeatureCount, TargetCount).CopyTo(expanded.AsSpan((i + 1) * stride - TargetCount));
        }

        return expanded;
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        Vector<double> largest = Vector<double>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            largest = Vector.Max(largest, Vector.Abs(new Vector<double>(values[i..])));
        }

        double result = 0;
        for (int lane = 0; lane < Vector<double>.Count; lane++)
        {
            result = Math.Max(result, largest[lane]);
        }

        for (; i < values.Length; i++)
        {
            result = Math.Max(result, Math.Abs(values[i]));
        }

        return result;
    }
}
