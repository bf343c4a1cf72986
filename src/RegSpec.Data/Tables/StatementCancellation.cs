using System.Data.Common;

namespace RegSpec;

/// <summary>
/// Cancels a statement once its token is. Again and again until it has ended: a provider ignores a request that comes before the engine has begun the statement.
/// </summary>
internal sealed class StatementCancellation : IDisposable
{
    private const int Milliseconds = 50;

    private readonly Timer timer;
    private readonly CancellationTokenRegistration registration;

    public StatementCancellation(DbCommand command, CancellationToken cancellation)
    {
        timer = new Timer(_ => Cancel(command), null, Timeout.Infinite, Timeout.Infinite);
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

    private static void Cancel(DbCommand command)
    {
        try
        {
            command.Cancel();
        }
        catch (Exception ended) when (ended is DbException or InvalidOperationException)
        {
            // Nothing is left to cancel; the statement itself says how it ended.
        }
    }
}
