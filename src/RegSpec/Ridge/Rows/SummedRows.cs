using System.Numerics;

namespace RegSpec;

/// <summary>Sums rows block by block and keeps none.</summary>
internal sealed class SummedRows(int featureCount, bool hasWeights, int? expected, ColumnNames names)
    : RowCollector(featureCount, hasWeights, expected, MomentAccumulator.RowsPerBlock(featureCount + 1))
{
    /// <summary>Larger values could overflow in the sums of smaller ones that came before.</summary>
    private const double Ordinary = 1e30;

    private readonly MomentAccumulator accumulator = new(featureCount, targets: 1, MomentAccumulator.RowsPerBlock(featureCount + 1));
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

        return new RidgeStatistics(names.Layout, FeatureCount, 1, moments);
    }

    protected override void Take(double[] block, double[]? weights, int rows)
    {
        int stride = FeatureCount + 1;
        RowBlock taken = new(block, stride, block.AsSpan(FeatureCount), stride, weights, rows, summed);
        if (Largest(block) > Ordinary || (weights is not null && Largest(weights) > Ordinary))
        {
            (extreme ??= new Moments(stride)).Merge(MomentAccumulator.Of(taken, FeatureCount, 1, names));
        }
        else
        {
            accumulator.Add(taken, names);
        }

        summed += rows;
    }

    protected override double[] Reusable(double[] block) => block;

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
