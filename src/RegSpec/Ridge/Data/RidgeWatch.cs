namespace RegSpec;

/// <summary>Reports progress and asks for cancellation while rows are read. Idle unless a call began it.</summary>
internal sealed class RidgeWatch
{
    /// <summary>The least change of the fraction that is worth a report.</summary>
    private const double Step = 0.01;

    /// <summary>Rows that are worth a report where nobody knows how many there are.</summary>
    private const long StepOfUnknown = 1 << 14;

    /// <summary>Until work is complete its share stays below.</summary>
    private const double MostUnfinished = 0.99;

    private readonly object gate = new();
    private IProgress<RidgeProgress>? progress;
    private CancellationToken cancellation;
    private string stage = "";
    private long? expected = 1;
    private int passes;
    private long reported;
    private long read;

    /// <summary>Runs some work; what it threw on cancellation is one <see cref="OperationCanceledException"/>, however many threads it came from.</summary>
    /// <param name="report">Who wants to know; null for nobody.</param>
    /// <param name="token">Who may cancel.</param>
    /// <param name="name">What is done.</param>
    /// <param name="rows">Rows there are; null if nobody has counted them: <see cref="Count"/> says it when they are.</param>
    /// <param name="over">Passes over the rows that the work is expected to make.</param>
    /// <param name="work">The work.</param>
    public T Run<T>(IProgress<RidgeProgress>? report, CancellationToken token, string name, long? rows, int over, Func<T> work)
    {
        (progress, cancellation, stage, passes, reported, read) = (report, token, name, over, 0, 0);
        expected = rows is { } known ? Math.Max(known * over, 1) : null;
        try
        {
            token.ThrowIfCancellationRequested();
            progress?.Report(new(stage, 0, expected));
            T result = work();
            token.ThrowIfCancellationRequested();
            long all = expected ?? Math.Max(read, 1);
            progress?.Report(new(stage, all, all));
            return result;
        }
        catch (AggregateException exception) when (exception.Flatten().InnerExceptions.FirstOrDefault(inner => inner is OperationCanceledException) is not null)
        {
            throw new OperationCanceledException(token);
        }
        finally
        {
            (progress, cancellation) = (null, default);
        }
    }

    /// <summary>All rows have been read: from now on it is known how much there is to do.</summary>
    public void Count(long rows) => expected ??= Math.Max(rows * passes, 1);

    /// <summary>Names what comes next.</summary>
    public void Enter(string name)
    {
        lock (gate)
        {
            stage = name;
        }
    }

    /// <summary>Work that reads no rows goes on.</summary>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public void GoOn() => cancellation.ThrowIfCancellationRequested();

    /// <summary>Rows are about to be read.</summary>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public void Read(long rows)
    {
        GoOn();
        if (progress is null)
        {
            return;
        }

        long all = Interlocked.Add(ref read, rows);
        long done = expected is { } total ? (long)Math.Min(all, MostUnfinished * total) : all;
        long step = expected is { } known ? (long)Math.Max(Step * known, 1) : StepOfUnknown;
        if (done < Volatile.Read(ref reported) + step)
        {
            return;
        }

        lock (gate)
        {
            // While this one waited, what another reported may have made the caller cancel.
            GoOn();
            if (done >= reported + step)
            {
                reported = done;
                progress?.Report(new(stage, done, expected));
            }
        }
    }
}
