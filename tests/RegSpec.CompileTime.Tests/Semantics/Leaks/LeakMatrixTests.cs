using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>Programs that leak a weight through one feature of C#: none may be claimed, whatever the engine knows of the feature.</summary>
[Collection(RandomStream.Name)]
public class LeakMatrixTests(ITestOutputHelper output)
{
    /// <summary>Set it to 1 for the whole matrix.</summary>
    private const string AllVariable = "REGSPEC_ALL_LEAKS";

    /// <summary>Set it to the number of leaks to ask about, controls and references apart.</summary>
    private const string CountVariable = "REGSPEC_LEAK_COUNT";

    /// <summary>Set it to any number for another part of the matrix than that of the suite, whose seed is 0.</summary>
    private const string SeedVariable = "REGSPEC_LEAK_SEED";

    private const int CompiledInSuite = 220, InSuite = 400, RunInSuite = 60, RunOfAll = 600, AcrossInSuite = 80;

    private static bool IsAll => Environment.GetEnvironmentVariable(AllVariable) == "1";

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

    [Fact]
    public void Every_program_compiles()
    {
        List<string> errors = [];
        foreach (LeakProgram[] batch in Part(CompiledInSuite).SelectMany(leak => new[] { leak, LeakMatrix.Control(leak) }).Chunk(200))
        {
            CSharpCompilation compilation = TestCompilation.CreateUnchecked([.. batch.Select(program => program.Source)]);
            errors.AddRange(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).GroupBy(d => d.Location.SourceTree).Select(file => file.First() + "\n" + file.Key));
        }

        output.WriteLine(string.Join("\n", errors.Select(error => error.Split('\n')[0])));
        Assert.True(errors.Count == 0, string.Join("\n", errors.Take(3)));
    }

    [Fact]
    public void No_leak_is_claimed()
    {
        var table = new LeakTable();
        foreach ((LeakProgram program, bool isClaimed) in LeakStudy.Claims(Part(InSuite).SelectMany(leak => new[] { leak, LeakMatrix.Control(leak) })))
        {
            table.Add(program, isClaimed);
        }

        output.WriteLine(table.Print());
        Assert.True(table.Claimed.Count == 0, table.PrintClaimed());

        // Not for lack of claims.
        Assert.True(table.ClaimedControls > 0);
    }

    [Fact]
    public void No_leak_of_a_referenced_class_is_claimed()
    {
        var table = new LeakTable();
        IEnumerable<LeakProgram> leaks = Part(IsAll ? LeakMatrix.Leaks.Count / 3 : AcrossInSuite, all: false);
        foreach ((LeakProgram program, bool isClaimed) in LeakStudy.ClaimsAcrossAssemblies(leaks.SelectMany(leak => new[] { leak, LeakMatrix.Control(leak) })))
        {
            table.Add(program, isClaimed);
        }

        output.WriteLine(table.Print());
        Assert.True(table.Claimed.Count == 0, table.PrintClaimed());
        Assert.True(table.ClaimedControls > 0);
    }

    /// <summary>The matrix tests what it says: run, a leak changes what its caller sees when the weight is scaled, and its control does not.</summary>
    [Fact]
    public void Leaks_leak_and_controls_do_not()
    {
        LeakProgram[] leaks = [.. Part(IsAll ? RunOfAll : RunInSuite, all: false)];
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

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>All leaks, or this many of them: as many of each channel as of the others, others for each seed.</summary>
    private static IEnumerable<LeakProgram> Part(int count, bool? all = null)
    {
        if (all ?? IsAll)
        {
            return LeakMatrix.Leaks;
        }

        var random = new Random(Number(SeedVariable) ?? 0);
        return LeakMatrix.Leaks
            .GroupBy(leak => (leak.Family, leak.Channel))
            .SelectMany(channel => channel.OrderBy(_ => random.Next()).Select((leak, rank) => (leak, rank, turn: random.Next())))
            .OrderBy(pair => pair.rank)
            .ThenBy(pair => pair.turn)
            .Select(pair => pair.leak)
            .Take(Number(CountVariable) ?? count);
    }
}
