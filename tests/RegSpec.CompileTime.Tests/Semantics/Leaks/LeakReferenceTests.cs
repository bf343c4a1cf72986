using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>The leaks with the class that leaks in a referenced assembly, known by its summary alone.</summary>
public class LeakReferenceTests(ITestOutputHelper output)
{
    private const int InSuite = 80;

    [Fact]
    public void No_leak_of_a_referenced_class_is_claimed()
    {
        var table = new LeakTable();
        IEnumerable<LeakProgram> leaks = LeakSample.Part(LeakSample.IsAll ? LeakMatrix.Leaks.Count / 3 : InSuite, all: false);
        foreach ((LeakProgram program, bool isClaimed) in LeakStudy.ClaimsAcrossAssemblies(leaks.SelectMany(leak => new[] { leak, LeakMatrix.Control(leak) })))
        {
            table.Add(program, isClaimed);
        }

        output.WriteLine(table.Print());
        Assert.True(table.Claimed.Count == 0, table.PrintClaimed());
        Assert.True(table.ClaimedControls > 0);
    }
}
