using System.Runtime.CompilerServices;

namespace RegSpec.CompileTime.Tests.Infrastructure;

/// <summary>Finalizers wait as long as they are held, and run afterwards.</summary>
[Collection(RandomStream.Name)]
public class HeldFinalizersTests
{
    [Fact]
    public void A_finalizer_waits()
    {
        using var ran = new ManualResetEventSlim();
        using (new HeldFinalizers())
        {
            using (new HeldFinalizers())
            {
                Drop(ran);
            }

            GC.Collect();
            Assert.False(ran.Wait(TimeSpan.FromMilliseconds(200)));
        }

        Assert.True(ran.Wait(TimeSpan.FromSeconds(30)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(ManualResetEventSlim ran) => _ = new Finalized(ran);

    private sealed class Finalized(ManualResetEventSlim ran)
    {
        ~Finalized() => ran.Set();
    }
}
