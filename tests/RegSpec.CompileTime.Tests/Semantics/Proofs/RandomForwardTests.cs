using System.Globalization;
using CsCheck;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>Random programs, each analysed, compiled, run and measured: no claim may be refuted.</summary>
[Collection(RandomStream.Name)]
public class RandomForwardTests(ITestOutputHelper output)
{
    /// <summary>Set it to 10000 for the full run.</summary>
    private const string CountVariable = "REGSPEC_RANDOM_PROGRAMS";

    /// <summary>Set it to any number for other programs than those of the suite, whose seed is 0.</summary>
    private const string SeedVariable = "REGSPEC_RANDOM_SEED";

    /// <summary>Set it to 1000 to look for a refuted program and for the shortest one.</summary>
    private const string ShrinkVariable = "REGSPEC_RANDOM_PROGRAMS_SHRINK";

    private const int PerFile = 25, ProgramsInSuite = 200;

    [Fact]
    public void No_claim_is_refuted()
    {
        (int programs, uint seed) = Asked(ProgramsInSuite);
        int found = 0, invariant = 0, claims = 0, measured = 0;
        var constructs = new Dictionary<ProgramConstruct, int>();
        var operations = new Dictionary<string, int>();
        List<string> refuted = [], refused = [];
        foreach (int[] numbers in Enumerable.Range(0, programs).Chunk(PerFile))
        {
            RandomProgram[] batch = [.. numbers.Select(number => RandomForward.Of(number, seed))];
            Count(constructs, batch.SelectMany(program => program.Constructs));
            Count(operations, batch.SelectMany(program => program.Operations));
            foreach ((string model, IReadOnlyList<Finding> findings) in Specimen.Study(RandomForward.File(batch), refused))
            {
                measured++;
                found += findings.Count(f => f.IsInvariant && f.Claim is not null);
                invariant += findings.Count(f => f.IsInvariant);
                claims += findings.Count(f => f.Claim is not null);
                if (findings.Any(f => f.IsRefuted))
                {
                    refuted.Add(Finding.Print(findings.Where(f => f.IsRefuted)) + Text(batch.Single(p => "MNet" + p.Seed == model)));
                }
            }
        }

        output.WriteLine($"{measured} programs, {claims} claims, {found} of {invariant} invariant weights found, {refuted.Count} refuted, {refused.Count} that torch does not run");
        output.WriteLine(string.Join(", ", constructs.OrderBy(c => c.Value).Select(c => $"{c.Key} {c.Value}")));
        output.WriteLine($"{operations.Count} of {RandomForward.Composable.Count} operations: " + string.Join(", ", operations.OrderBy(c => c.Value).Select(c => $"{c.Key} {c.Value}")));
        output.WriteLine("never: " + string.Join(" ", RandomForward.Composable.Where(name => !operations.ContainsKey(name))));
        refuted.ForEach(output.WriteLine);
        Assert.True(refuted.Count == 0, string.Join("\n", refuted.Take(3)));
        Assert.True(claims > programs / 4);
        Assert.DoesNotContain(Enum.GetValues<ProgramConstruct>(), construct => !constructs.ContainsKey(construct));
        Assert.True(refused.Count <= programs / 50, string.Join("\n", refused));
    }

    /// <summary>The same programs, with the classes they are made of in another assembly, of which a summary is all that is known.</summary>
    [Fact]
    public void No_claim_through_a_referenced_module_is_refuted()
    {
        (int programs, uint seed) = Asked(ProgramsInSuite);
        int claims = 0, through = 0;
        List<string> refuted = [];
        foreach (RandomProgram[] batch in Enumerable.Range(0, programs).Select(number => RandomForward.Of(number, seed)).Where(program => program.Parts.Length > 0).Chunk(PerFile))
        {
            CSharpCompilation library = SummaryRun.Build(ConsumerCompilation.Create([RandomForward.Library(batch)], "Parts"));
            CSharpCompilation application = ConsumerCompilation.Create([RandomForward.Models(batch)], references: [SummaryRun.Image(library)]);
            foreach (MeasuredModel model in Specimen.Measure(application, LoadedConsumer.Load(library, application), []))
            {
                IReadOnlyList<Finding> findings = model.Compare();
                claims += findings.Count(f => f.Claim is not null);
                through += findings.Count(f => f.Claim is not null && f.Name.Contains("inner", StringComparison.Ordinal));
                if (findings.Any(f => f.IsRefuted))
                {
                    refuted.Add(Finding.Print(findings.Where(f => f.IsRefuted)) + Text(batch.Single(p => "MNet" + p.Seed == model.Name)));
                }
            }
        }

        output.WriteLine($"{claims} claims, {through} of them about weights inside referenced modules");
        Assert.True(refuted.Count == 0, string.Join("\n", refuted.Take(3)));
        Assert.True(through > 0 && claims > through);
    }

    private static (int Programs, uint Seed) Asked(int programsInSuite) =>
        (int.TryParse(Environment.GetEnvironmentVariable(CountVariable), CultureInfo.InvariantCulture, out int asked) ? asked : programsInSuite,
        uint.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out uint seed) ? seed : 0);

    private static string Text(RandomProgram program) => program.Source + program.Parts;

    private static void Count<T>(Dictionary<T, int> counts, IEnumerable<T> things)
        where T : notnull
    {
        foreach (T thing in things)
        {
            counts[thing] = counts.GetValueOrDefault(thing) + 1;
        }
    }

    /// <summary>What a refuted program of any seed shrinks to; off unless a number of tries is asked for.</summary>
    [Fact]
    public void A_refuted_claim_shrinks_to_a_short_program()
    {
        int tries = int.TryParse(Environment.GetEnvironmentVariable(ShrinkVariable), CultureInfo.InvariantCulture, out int asked) ? asked : 3;
        RandomForward.Programs.Sample(
            program => Specimen.Study(RandomForward.File([program]), []).All(model => !model.Findings.Any(f => f.IsRefuted)),
            iter: tries,
            threads: 1,
            print: Text);
    }
}
