namespace RegSpec;

/// <summary>Work in numbered pieces that the calling thread and some of the pool's do together. It hands over nothing but itself, so that a call allocates nothing.</summary>
/// <remarks>The caller waits only for pieces that another thread has begun: a pool that is busy elsewhere delays nothing.</remarks>
internal abstract class SharedWork : IThreadPoolWorkItem
{
    // The pieces nobody has taken. A thread that comes too late finds none, or helps with the next call: what a piece is, it reads after it has taken one.
    private int open;
    private int done;

    void IThreadPoolWorkItem.Execute() => TakePieces();

    /// <summary>Does all pieces; returns when they are done.</summary>
    /// <param name="pieces">How many; <see cref="Do"/> gets each number below once.</param>
    /// <param name="threads">Most threads, this one included.</param>
    protected void DoAll(int pieces, int threads)
    {
        int helpers = Math.Min(Math.Min(threads, Environment.ProcessorCount), pieces) - 1;
        if (helpers <= 0)
        {
            for (int i = 0; i < pieces; i++)
            {
                Do(i);
            }

            return;
        }

        done = 0;
        Volatile.Write(ref open, pieces);
        for (int i = 0; i < helpers; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        TakePieces();
        var wait = default(SpinWait);
        while (Volatile.Read(ref done) < pieces)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>Does one piece; throws nothing.</summary>
    protected abstract void Do(int piece);

    private void TakePieces()
    {
        for (int now = Volatile.Read(ref open); now != 0; now = Volatile.Read(ref open))
        {
            if (Interlocked.CompareExchange(ref open, now - 1, now) == now)
            {
                Do(now - 1);
                Interlocked.Increment(ref done);
            }
        }
    }
}
