using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>Programs that leak a weight through one feature of C#: none may be claimed, whatever the engine knows of the feature.</summary>
public class LeakMatrixTests(ITestOutputHelper output)
{
    private const int InSuite = 400;

    [Fact]
    public void The_matrix_is_as_large_as_it_should_be()
    {
        Assert.True(LeakMatrix.Leaks.Count >= 4000, LeakMatrix.Leaks.Count.ToString());
        Assert.True(LeakMatrix.Families.Sum(family => family.Channels.Count) >= 45);
        Assert.Equal(LeakMatrix.Leaks.Count, LeakMatrix.Leaks.Select(leak => leak.Space).Distinct().Count());
        Assert.All(LeakMatrix.Families, family => Assert.Equal(family.Channels.Count, family.Channels.Select(channel => channel.Name).Distinct().Count()));

        // Each pair of axes meets.
        Assert.Equal(Enum.GetValues<LeakHow>().Length * Enum.GetValues<LeakWhere>().Length, LeakMatrix.Leaks.Select(leak => (leak.How, leak.Where)).Distinct().Count());
        foreach (IGrouping<LeakWhen, LeakProgram> when in LeakMatrix.Leaks.GroupBy(leak => leak.When).Where(when => when.Key != LeakWhen.InAnInitialiser))
        {
            // Few features have a form as an initialiser.
            Assert.True(when.Select(leak => leak.Where).Distinct().Count() >= Enum.GetValues<LeakWhere>().Length - 1, when.Key.ToString());
        }

        Assert.Equal(Enum.GetValues<LeakWhen>().Length, LeakMatrix.Leaks.Select(leak => leak.When).Distinct().Count());
    }

    /// <summary>Each program compiles, or the test fails.</summary>
    [Fact]
    public void No_leak_is_claimed()
    {
        var table = new LeakTable();
        foreach ((LeakProgram program, bool isClaimed) in LeakStudy.Claims(LeakSample.Part(InSuite).SelectMany(leak => new[] { leak, LeakMatrix.Control(leak) })))
        {
            table.Add(program, isClaimed);
        }

        output.WriteLine(table.Print());
        Assert.True(table.Claimed.Count == 0, table.PrintClaimed());

        // Not for lack of claims.
        Assert.True(table.ClaimedControls > 0);
    }
}
