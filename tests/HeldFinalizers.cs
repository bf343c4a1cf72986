using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace RegSpec.Tests;

/// <summary>
/// While the tests of an assembly run, no finalizer does. TorchSharp turns each number (<c>x + 1</c>, a step of an optimizer) into an object that nobody holds
/// while torch reads it, and a finalizer that frees it then makes a sound test fail, about once in twenty runs of all. What tests do not dispose lives until their end.
/// </summary>
/// <remarks>Nothing in a test may wait for finalizers: it would wait for ever.</remarks>
public sealed class HeldFinalizers(IMessageSink messageSink) : XunitTestFramework(messageSink)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) => new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    /// <summary>Stops the finalizers until the result is set: a process whose finalizers stand does not end.</summary>
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

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics) : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override async void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
        {
            ManualResetEventSlim released = Hold();
            try
            {
                using var runner = new XunitTestAssemblyRunner(TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
                await runner.RunAsync();
            }
            finally
            {
                released.Set();
            }
        }
    }

    private sealed class Stop(ManualResetEventSlim reached, ManualResetEventSlim released)
    {
        ~Stop()
        {
            reached.Set();
            released.Wait();
        }
    }
}
