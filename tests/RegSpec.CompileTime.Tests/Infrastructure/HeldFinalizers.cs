using System.Runtime.CompilerServices;

namespace RegSpec.CompileTime.Tests;

/// <summary>
/// As long as one is there, the process runs no finalizer. TorchSharp turns each number of a program (<c>x + 1</c>) into an object that nobody holds while
/// torch reads it: a finalizer that frees it then makes a sound program fail, about once in fifty runs of the suite.
/// </summary>
/// <remarks>Nothing inside may wait for finalizers: it would wait for ever.</remarks>
internal sealed class HeldFinalizers : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly object Gate = new();
    private static int holders;
    private static ManualResetEventSlim? released;

    public HeldFinalizers()
    {
        lock (Gate)
        {
            released ??= Hold();
            holders++;
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (--holders == 0)
            {
                released!.Set();
                released = null;
            }
        }
    }

    private static ManualResetEventSlim Hold()
    {
        ManualResetEventSlim reached = new(), released = new();
        Drop(reached, released);
        GC.Collect(0);
        return reached.Wait(Patience)
            ? released
            : throw new TimeoutException("The finalizers did not stop: something held the object that stops them, or another finalizer takes long.");
    }

    /// <summary>In a frame of its own: no register or local of the caller keeps the object.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(ManualResetEventSlim reached, ManualResetEventSlim released) => _ = new Stop(reached, released);

    private sealed class Stop(ManualResetEventSlim reached, ManualResetEventSlim released)
    {
        ~Stop()
        {
            reached.Set();
            released.Wait();
        }
    }
}
