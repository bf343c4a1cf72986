using System.Data.Common;

namespace RegSpec;

/// <summary>
/// Cancels a statement once its token is: again and again until it has ended, since a request that comes before the engine has begun the statement is lost. A provider
/// that sends one request alone is helped by a second connection, over which the engine is asked to cancel the statement by the mark that its text begins with.
/// </summary>
internal sealed class StatementCancellation : IDisposable
{
    private const int Milliseconds = 50;

    /// <summary>Requests of the provider before a second connection is opened.</summary>
    private const int OwnRequests = 2;

    private readonly DbCommand command;
    private readonly ICloneable? connection;
    private readonly string? cancelMarked;
    private readonly Timer timer;
    private readonly CancellationTokenRegistration registration;
    private int isAsking;
    private int requests;
    private Task second = Task.CompletedTask;

    /// <summary>Watches over a command, and marks its text where the engine can be asked for marked statements.</summary>
    /// <param name="command">The command, its text complete, not yet run.</param>
    /// <param name="dialect">What the engine understands.</param>
    /// <param name="cancellation">Cancels it.</param>
    public StatementCancellation(DbCommand command, SqlDialect dialect, CancellationToken cancellation)
    {
        this.command = command;
        connection = command.Connection as ICloneable;
        if (cancellation.CanBeCanceled && connection is not null)
        {
            string mark = $"/* regspec {Guid.NewGuid():N} */ ";
            cancelMarked = dialect.CancelMarked(mark);
            command.CommandText = cancelMarked is null ? command.CommandText : mark + command.CommandText;
        }

        timer = new Timer(_ => Ask(), null, Timeout.Infinite, Timeout.Infinite);
        registration = cancellation.Register(() => timer.Change(0, Milliseconds));
    }

    public void Dispose()
    {
        registration.Dispose();
        using ManualResetEvent stopped = new(false);
        if (timer.Dispose(stopped))
        {
            stopped.WaitOne();   // the command is disposed next
        }
    }

    private void Ask()
    {
        if (Interlocked.Exchange(ref isAsking, 1) != 0)
        {
            return;
        }

        try
        {
            command.Cancel();
        }
        catch (Exception ended) when (ended is DbException or InvalidOperationException)
        {
            // Nothing is left to cancel; the statement itself says how it ended.
        }

        if (cancelMarked is not null && ++requests > OwnRequests && second.IsCompleted)
        {
            // Nobody waits for it: a statement that has ended meanwhile is not found by its mark.
            second = Task.Run(() => AskByMark(cancelMarked));
        }

        Volatile.Write(ref isAsking, 0);
    }

    private void AskByMark(string statement)
    {
        try
        {
            using DbConnection other = (DbConnection)connection!.Clone();
            other.Open();
            using DbCommand ask = other.CreateCommand();
            ask.CommandText = statement;
            ask.ExecuteNonQuery();
        }
        catch (Exception refused) when (refused is DbException or InvalidOperationException)
        {
            // No second connection is to be had, or the engine does not know the question: the provider goes on asking.
        }
    }
}
