using System.ComponentModel;

namespace RegSpec;

/// <content>The same of records; RegSpec.Data calls it.</content>
public abstract partial class RidgeRowType<T>
{
    /// <summary>Fits records at one λ.</summary>
    /// <param name="records">At least two.</param>
    /// <param name="lambda">λ of all targets, finite and ≥ 0; null for the declared ones.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lambda"/> is negative, NaN or infinite.</exception>
    /// <exception cref="ArgumentException">A record cannot be used, or fewer than two count.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public RidgeModel<T> FitRecords(RidgeRecords records, double? lambda = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default)
    {
        double[] penalties = CheckedLambdas(lambda);
        return FitOf(Of(records), penalties, progress, cancellation);
    }

    /// <summary>Selects λ by a criterion and fits records there.</summary>
    /// <param name="records">At least two.</param>
    /// <param name="selection">The criterion.</param>
    /// <param name="lambdas">λ &gt; 0 to choose from, held exactly; null for 100 that span the eigenvalues and what lies between them.</param>
    /// <param name="progress">Told how far the work has come; null for nobody.</param>
    /// <param name="cancellation">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">A record cannot be used, fewer than two count, or the folds do not fit the records.</exception>
    /// <exception cref="InvalidOperationException">The criterion needs unit weights or positive factors that are not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A λ is not positive and finite.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public RidgeModel<T> SelectRecords(
        RidgeRecords records, LambdaSelection selection, IReadOnlyList<double>? lambdas = null, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        SelectOf(Of(records), selection, lambdas, progress, cancellation);

    /// <summary>The records as a problem.</summary>
    /// <exception cref="ArgumentException">A record cannot be used, or fewer than two count.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public RidgeProblem ProblemOfRecords(RidgeRecords records, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        Watch(Of(records), progress, cancellation, 0, (source, watch) => Learn(source, watch).Problem);

    /// <summary>Statistics of the records.</summary>
    /// <exception cref="ArgumentException">A record cannot be used.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public RidgeStatistics StatisticsOfRecords(RidgeRecords records, IProgress<RidgeProgress>? progress = null, CancellationToken cancellation = default) =>
        StatisticsOf(Of(records), progress, cancellation);

    private RecordSource Of(RidgeRecords records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return new(Schema, records);
    }
}
