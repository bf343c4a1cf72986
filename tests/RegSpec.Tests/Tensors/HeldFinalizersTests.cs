using System.Runtime.CompilerServices;

namespace RegSpec.Tests;

/// <summary>No finalizer runs under a native call of another test.</summary>
public class HeldFinalizersTests
{
    [Fact]
    public void A_finalizer_waits()
    {
        var ran = new ManualResetEventSlim();
        Drop(ran);
        GC.Collect();
        Assert.False(ran.Wait(TimeSpan.FromMilliseconds(200)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(ManualResetEventSlim ran) => _ = new Finalized(ran);

    private sealed class Finalized(ManualResetEventSlim ran)
    {
        ~Finalized() => ran.Set();
    }
}
