using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace RegSpec;

/// <summary>
/// What a ridge regression needs to know of its rows: weights' sum, means, centred products, exact minima and maxima of features and targets.
/// Statistics of parts of the data are added, merged in any order, stored as JSON and fitted by <see cref="RidgeProblem.FromStatistics"/>; the
/// <see cref="Layout"/> goes with them, and those of other columns are refused.
/// Sums are in float64 about a running mean, so an offset of the columns costs no digits. Memory: (p + t)² doubles. Not thread-safe.
/// </summary>
[JsonConverter(typeof(RidgeStatisticsJsonConverter))]
public sealed class RidgeStatistics
{
    private readonly Moments moments;
    private readonly ColumnNames names;

    /// <summary>Statistics of no rows, of columns without names.</summary>
    /// <param name="featureCount">p ≥ 1.</param>
    /// <param name="targetCount">t ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1.</exception>
    public RidgeStatistics(int featureCount, int targetCount = 1)
        : this(null, Check(featureCount, nameof(featureCount)), Check(targetCount, nameof(targetCount)), new Moments(featureCount + targetCount))
    {
    }

    /// <summary>Statistics of no rows.</summary>
    /// <param name="layout">The columns and targets.</param>
    public RidgeStatistics(RidgeLayout layout)
        : this(layout ?? throw new ArgumentNullException(nameof(layout)), layout.Columns.Count, layout.Targets.Count, new Moments(layout.Columns.Count + layout.Targets.Count))
    {
    }

    internal RidgeStatistics(RidgeLayout? layout, int featureCount, int targetCount, Moments moments)
    {
        Layout = layout;
        names = layout is null ? new ColumnNames(featureCount, targetCount, null, null) : new ColumnNames(layout, "rows");
        FeatureCount = featureCount;
        TargetCount = targetCount;
        this.moments = moments;
    }

    /// <summary>Statistics whose moments were computed elsewhere, by a database for example.</summary>
    /// <param name="layout">The p columns and t targets: p + t columns in all, features first.</param>
    /// <param name="count">n, the number of rows with a positive weight.</param>
    /// <param name="weightSum">S, the sum of the weights; n without weights.</param>
    /// <param name="means">Weighted means of all columns.</param>
    /// <param name="centredProducts">(p + t)² sums Σs(u − mean)(v − mean), row by row.</param>
    /// <param name="minima">Exact minima of all columns over these rows.</param>
    /// <param name="maxima">Exact maxima.</param>
    /// <param name="unitWeights">Whether every row has the weight 1.</param>
    /// <param name="meanRests">What <paramref name="means"/> lack of the means: where these are offsets k, the means of the columns less k. Empty for none.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the numbers cannot be those of any rows; the message says which.</exception>
    public static RidgeStatistics FromMoments(
        RidgeLayout layout, long count, double weightSum, ReadOnlySpan<double> means, ReadOnlySpan<double> centredProducts, ReadOnlySpan<double> minima, ReadOnlySpan<double> maxima,
        bool unitWeights = true, ReadOnlySpan<double> meanRests = default)
    {
        ArgumentNullException.ThrowIfNull(layout);
        int width = layout.Columns.Count + layout.Targets.Count;
        CheckLength(means.Length, width, nameof(means));
        CheckLength(centredProducts.Length, width * width, nameof(centredProducts));
        CheckLength(minima.Length, width, nameof(minima));
        CheckLength(maxima.Length, width, nameof(maxima));
        CheckLength(meanRests.IsEmpty ? width : meanRests.Length, width, nameof(meanRests));
        Moments moments = Moments.Given(count, weightSum, unitWeights, means, meanRests, centredProducts, minima, maxima);
        string[] all = [.. layout.Columns.Select(column => column.Name), .. layout.Targets];
        return MomentsCheck.Fault(moments, all) is { } fault
            ? throw new ArgumentException($"These cannot be the moments of rows: {fault}.", nameof(centredProducts))
            : new(layout, layout.Columns.Count, layout.Targets.Count, moments);
    }

    /// <summary>The columns and targets; null if they have no names.</summary>
    public RidgeLayout? Layout { get; }

    /// <summary>p.</summary>
    public int FeatureCount { get; }

    /// <summary>t.</summary>
    public int TargetCount { get; }

    /// <summary>n, the number of rows with a positive weight.</summary>
    public long Count => moments.Count;

    /// <summary>S, the sum of the weights; n when the rows had none.</summary>
    public double WeightSum => moments.WeightSum;

    internal Moments Moments => moments;

    /// <summary>Adds rows given as matrices.</summary>
    /// <param name="features">n × p, float32 or float64.</param>
    /// <param name="targets">n, or n × t.</param>
    /// <param name="weights">n weights ≥ 0; null means 1.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>; nothing was added.</param>
    /// <exception cref="ArgumentException">A shape, type or value does not fit; nothing was added.</exception>
    public void Add(Tensor features, Tensor targets, Tensor? weights = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        DesignRows rows = DesignArguments.Check(features, targets, weights);
        CheckWidth(rows.FeatureCount, FeatureCount, nameof(features));
        CheckWidth(rows.TargetCount, TargetCount, nameof(targets));
        RidgeWatch watch = new();
        moments.Merge(watch.Run(progress, cancellation, "summing rows", rows.Count, 1, () => MomentAccumulator.Of(new WatchedRows(rows, watch), names)));
    }

    /// <summary>Adds rows given one after the other, each its p features and then its t targets. Give thousands of rows a call: a call costs a pass over (p + t)² sums.</summary>
    /// <param name="rows">Rows of p + t values.</param>
    /// <param name="weights">A weight ≥ 0 for each row; empty means 1.</param>
    /// <exception cref="ArgumentException">A length or value does not fit; nothing was added.</exception>
    public void Add(ReadOnlySpan<double> rows, ReadOnlySpan<double> weights = default)
    {
        int width = FeatureCount + TargetCount;
        if (rows.Length % width != 0)
        {
            throw new ArgumentException($"rows: {rows.Length} values are no whole number of rows of {width} (features and targets).", nameof(rows));
        }

        int count = rows.Length / width;
        if (!weights.IsEmpty && weights.Length != count)
        {
            throw new ArgumentException($"weights: has {weights.Length} entries for {count} rows; give one entry a row.", nameof(weights));
        }

        DesignArguments.CheckWeights(weights);
        if (count > 0)
        {
            moments.Merge(MomentAccumulator.Of(
                new RowBlock(rows, width, rows[FeatureCount..], width, weights, count, 0), FeatureCount, TargetCount, names));
        }
    }

    /// <summary>Adds the rows of other statistics, which stay as they are.</summary>
    /// <exception cref="ArgumentException">They are of other columns or targets; the message says which.</exception>
    public void Merge(RidgeStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if ((Layout is null) != (other.Layout is null))
        {
            throw new ArgumentException($"other: {(Layout is null ? "its columns have names, these have none" : "its columns have no names, these have")}; make both with one RidgeLayout.", nameof(other));
        }

        if (other.Layout is { } layout && Layout!.DifferenceFrom(layout, "these statistics") is { } difference)
        {
            throw new ArgumentException($"other: is of other columns: {difference}.", nameof(other));
        }

        CheckWidth(other.FeatureCount, FeatureCount, nameof(other));
        CheckWidth(other.TargetCount, TargetCount, nameof(other));
        moments.Merge(ReferenceEquals(this, other) ? moments.Copy() : other.moments);
    }

    /// <summary>The statistics of both, leaving both as they are.</summary>
    /// <exception cref="ArgumentException">They are of other columns or targets; the message says which.</exception>
    public static RidgeStatistics Merge(RidgeStatistics first, RidgeStatistics second)
    {
        ArgumentNullException.ThrowIfNull(first);
        RidgeStatistics joined = new(first.Layout, first.FeatureCount, first.TargetCount, first.moments.Copy());
        joined.Merge(second);
        return joined;
    }

    /// <summary>Weighted mean of a column: features 0 … p − 1, then targets.</summary>
    public double Mean(int column) => moments.Mean(CheckColumn(column)).Value;

    /// <summary>Population standard deviation √(Σs(v − mean)²/S) of a column.</summary>
    public double Deviation(int column) => moments.WeightSum > 0 ? moments.Deviation(CheckColumn(column), aboutMean: true) : double.NaN;

    /// <summary>Exact minimum of a column over the rows with a positive weight; +∞ without rows.</summary>
    public double Minimum(int column) => moments.Minimum[CheckColumn(column)];

    /// <summary>Exact maximum of a column over the rows with a positive weight; −∞ without rows.</summary>
    public double Maximum(int column) => moments.Maximum[CheckColumn(column)];

    /// <summary>Σs(u − mean)(v − mean) of two columns, in their units; infinite or 0 where that is beyond the range of a double, which no fit minds.</summary>
    public double CentredProduct(int first, int second) => Math.ScaleB(
        moments.Products[CheckColumn(first) * moments.Width + CheckColumn(second)], moments.Exponent[first] + moments.Exponent[second]);

    private int CheckColumn(int column) => column >= 0 && column < moments.Width
        ? column
        : throw new ArgumentOutOfRangeException(nameof(column), column, $"column: expected 0 to {moments.Width - 1}, features first, then targets.");

    private static int Check(int count, string argument) =>
        count >= 1 ? count : throw new ArgumentOutOfRangeException(argument, count, $"{argument}: must be at least 1.");

    private static void CheckLength(int actual, int expected, string argument)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"{argument}: has {actual} values where {expected} are due.", argument);
        }
    }

    private static void CheckWidth(int actual, int expected, string argument)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"{argument}: has {actual} columns where these statistics have {expected}.", argument);
        }
    }
}
