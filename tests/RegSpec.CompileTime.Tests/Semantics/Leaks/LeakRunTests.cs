using System.Reflection;
using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>The matrix against live models.</summary>
[Collection(RandomStream.Name)]
public class LeakRunTests(ITestOutputHelper output)
{
    private const int InSuite = 60, OfAll = 600;

    /// <summary>The matrix tests what it says: run, a leak changes what its caller sees when the weight is scaled, and its control does not.</summary>
    [Fact]
    public void Leaks_leak_and_controls_do_not()
    {
        LeakProgram[] leaks = [.. LeakSample.Part(LeakSample.IsAll ? OfAll : InSuite, all: false)];
        List<string> still = [], moving = [];
        foreach (LeakProgram[] batch in leaks.Chunk(50))
        {
            Assembly assembly = LoadedConsumer.Load(LeakStudy.Compile(batch.SelectMany(leak => new[] { leak, LeakMatrix.Control(leak) })));
            still.AddRange(batch.Where(leak => !new LeakRun(assembly, leak).Changes()).Select(leak => leak.ToString()));
            moving.AddRange(batch.Select(LeakMatrix.Control).Where(control => new LeakRun(assembly, control).Changes()).Select(control => control.ToString()));
        }

        output.WriteLine($"{leaks.Length} leaks run, {leaks.Length - still.Count} change an observable; {moving.Count} controls do");
        still.Concat(moving).ToList().ForEach(output.WriteLine);
        Assert.True(still.Count <= leaks.Length / 20, string.Join("\n", still));
        Assert.True(moving.Count == 0, string.Join("\n", moving));
    }
}
