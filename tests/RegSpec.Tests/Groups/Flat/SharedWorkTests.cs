namespace RegSpec.Tests;

/// <summary>Work in pieces that several threads do together: each once, and none waited for in vain.</summary>
[Collection(StockSteps.Name)]
public class SharedWorkTests
{
    [Fact]
    public void Each_piece_is_done_once()
    {
        var work = new Counting();
        for (int call = 0; call < 3000; call++)
        {
            int pieces = call % 37;
            work.Count(pieces, threads: 1 + (call % 5));
            Assert.All(work.Done.Take(pieces), static count => Assert.Equal(1, count));
            Assert.All(work.Done.Skip(pieces), static count => Assert.Equal(0, count));
        }

        // Many pieces of no length, begun when two threads are at them: they meet at the same one again and again.
        for (int call = 0; call < 2000; call++)
        {
            work.CountTogether();
            Assert.DoesNotContain(work.Done, static count => count != 1);
        }
    }

    [Fact]
    public void A_piece_that_another_thread_has_begun_is_waited_for()
    {
        var work = new Slow();
        work.Run();
        Assert.Equal(2, work.Done);
    }

    [Fact]
    public void A_pool_that_is_busy_is_not_waited_for()
    {
        var release = new ManualResetEventSlim();
        int threads = Environment.ProcessorCount * 4;
        for (int i = 0; i < threads; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => release.Wait(), null);
        }

        var work = new Counting();
        work.Count(20, threads: 4);
        Assert.All(work.Done.Take(20), static count => Assert.Equal(1, count));
        release.Set();
    }

    private sealed class Counting : SharedWork
    {
        public const int Most = 2000;

        private readonly Thread caller = Thread.CurrentThread;
        private volatile bool isAlone;

        public int[] Done { get; } = new int[Most];

        public void Count(int pieces, int threads)
        {
            Array.Clear(Done);
            DoAll(pieces, threads);
        }

        /// <summary>All pieces; the caller's first one lasts until another thread has begun one.</summary>
        public void CountTogether()
        {
            isAlone = Environment.ProcessorCount > 1;
            Count(Most, threads: 4);
        }

        protected override void Do(int piece)
        {
            if (isAlone && Thread.CurrentThread == caller)
            {
                SpinWait.SpinUntil(() => !isAlone, TimeSpan.FromSeconds(10));
            }

            isAlone = false;
            Interlocked.Increment(ref Done[piece]);
        }
    }

    /// <summary>Two pieces, of which the other thread's takes long.</summary>
    private sealed class Slow : SharedWork
    {
        private readonly ManualResetEventSlim begun = new(Environment.ProcessorCount == 1);
        private readonly Thread caller = Thread.CurrentThread;
        private int done;

        public int Done => done;

        public void Run() => DoAll(2, threads: 2);

        protected override void Do(int piece)
        {
            if (Thread.CurrentThread == caller)
            {
                begun.Wait();
            }
            else
            {
                begun.Set();
                Thread.Sleep(100);
            }

            Interlocked.Increment(ref done);
        }
    }
}
