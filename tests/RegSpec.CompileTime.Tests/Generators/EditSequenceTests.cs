using System.Globalization;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>Whatever is kept from one run to the next, the files are those of a run that kept nothing.</summary>
public class EditSequenceTests(ITestOutputHelper output)
{
    /// <summary>Set it to the number of sequences: 1000 for the full run.</summary>
    private const string CountVariable = "REGSPEC_EDIT_SEQUENCES";

    private const int InSuite = 6, Edits = 6;

    [Fact]
    public void Files_after_each_edit_are_those_of_a_cold_run()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), CultureInfo.InvariantCulture, out int asked) ? asked : InSuite;
        int compared = 0, changed = 0;
        List<string> failures = [];
        for (int seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var project = new EditedProject();
            GeneratorDriver driver = project.ColdDriver().RunGenerators(project.Compilation);
            string before = Text(driver);
            List<string> edits = [];
            for (int edit = 0; edit < Edits; edit++)
            {
                edits.Add(project.Edit(random));
                driver = driver.WithUpdatedAnalyzerConfigOptions(project.Options).RunGenerators(project.Compilation);
                string cached = Text(driver), cold = Text(project.ColdDriver().RunGenerators(project.Fresh()));
                compared++;
                changed += cached == before ? 0 : 1;
                before = cached;
                if (cached != cold)
                {
                    failures.Add($"seed {seed}: {string.Join(" → ", edits)}\n" + Difference(cached, cold));
                    break;
                }
            }
        }

        output.WriteLine($"{count} sequences, {compared} runs compared, {changed} of them with other files than before, {failures.Count} differ from a cold run");
        failures.ForEach(output.WriteLine);
        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(3)));

        // Not for lack of edits that matter.
        Assert.True(changed > compared / 5 && changed < compared);
    }

    private static string Text(GeneratorDriver driver)
    {
        GeneratorDriverRunResult result = driver.GetRunResult();
        Assert.All(result.Results, one => Assert.Null(one.Exception));
        Assert.Empty(result.Diagnostics);
        return string.Concat(result.Results.SelectMany(one => one.GeneratedSources).OrderBy(source => source.HintName, StringComparer.Ordinal).Select(source => $"// {source.HintName}\n{source.SourceText}\n"));
    }

    private static string Difference(string cached, string cold)
    {
        string[] a = cached.Split('\n'), b = cold.Split('\n');
        return string.Join("\n", a.Except(b).Take(5).Select(line => "cached: " + line).Concat(b.Except(a).Take(5).Select(line => "cold:   " + line)));
    }
}
