namespace RegSpec;

/// <summary>Reports progress and asks for cancellation while rows are read. Idle unless a call began it.</summary>
internal sealed class RidgeWatch
{
    /// <summary>The least change of the fraction that is worth a report.</summary>
    private const double Step = 0.01;

    /// <summary>Until work is complete its share stays below.</summary>
    private const double MostUnfinished = 0.99;

    private readonly object gate = new();
    private IProgress<RidgeProgress>? progress;
    private CancellationToken cancellation;
    private string stage = "";
    private long expected = 1;
    private double reported;
    private long read;

    /// <summary>Runs some work; what it threw on cancellation is one <see cref="OperationCanceledException"/>, however many threads it came from.</summary>
    /// <param name="report">Who wants to know; null for nobody.</param>
    /// <param name="token">Who may cancel.</param>
    /// <param name="name">What is done.</param>
    /// <param name="rows">Rows that the work is expected to read, over all passes.</param>
    /// <param name="work">The work.</param>
    public T Run<T>(IProgress<RidgeProgress>? report, CancellationToken token, string name, double rows, Func<T> work)
    {
        (progress, cancellation, stage, expected, reported, read) = (report, token, name, (long)Math.Max(rows, 1), 0, 0);
        try
        {
            token.ThrowIfCancellationRequested();
            progress?.Report(new(stage, 0, expected));
            T result = work();
            token.ThrowIfCancellationRequested();
            progress?.Report(new(stage, expected, expected));
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

    /// <summary>Names what comes next.</summary>
    public void Enter(string name)
    {
        lock (gate)
        {
            stage = name;
        }
    }

    /// <summary>Rows are about to be read.</summary>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public void Read(long rows)
    {
        cancellation.ThrowIfCancellationRequested();
        if (progress is null)
        {
            return;
        }

        long all = Interlocked.Add(ref read, rows);
        double fraction = Math.Min((double)all / expected, MostUnfinished);
        if (fraction < Volatile.Read(ref reported) + Step)
        {
            return;
        }

        lock (gate)
        {
            if (fraction >= reported + Step)
            {
                reported = fraction;
                progress?.Report(new(stage, (long)(fraction * expected), expected));
            }
        }
    }
}
