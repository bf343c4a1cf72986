using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using RegSpec.Semantics;
using RegSpec.Semantics.Planning;
using RegSpec.Semantics.Proofs;
using RegSpec.Semantics.Sources;
using Xunit.Abstractions;

namespace RegSpec.CompileTime.Tests;

/// <summary>Whatever is kept from one run to the next, the files, and what analyzers are told beside them, are those of a run that kept nothing.</summary>
public class EditSequenceTests(ITestOutputHelper output)
{
    /// <summary>Set it to the number of sequences: 1000 for the full run.</summary>
    private const string CountVariable = "REGSPEC_EDIT_SEQUENCES";

    private const int InSuite = 6, Edits = 6;

    [Fact]
    public void Files_after_each_edit_are_those_of_a_cold_run()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), CultureInfo.InvariantCulture, out int asked) ? asked : InSuite;
        int compared = 0, changed = 0, taken = 0;
        List<string> failures = [];
        for (int seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var project = new EditedProject();
            GeneratorDriver driver = project.ColdDriver().RunGeneratorsAndUpdateCompilation(project.Compilation, out Compilation updated, out _);
            string before = Text(driver) + Reported(updated, project.Reported);
            List<string> edits = [];
            for (int edit = 0; edit < Edits; edit++)
            {
                edits.Add(project.Edit(random));
                driver = driver.WithUpdatedAnalyzerConfigOptions(project.Options).RunGeneratorsAndUpdateCompilation(project.Compilation, out updated, out _);
                string cached = Text(driver) + Reported(updated, project.Reported);
                taken += CompilationStudy.Of(updated, project.Reported) is not null && Surroundings.Of(updated).Analyses == 0 ? 1 : 0;
                string cold = Text(project.ColdDriver().RunGeneratorsAndUpdateCompilation(project.Fresh(), out updated, out _)) + Reported(updated, project.Reported);
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

        output.WriteLine($"{count} sequences, {compared} runs compared, {changed} of them with other files than before, {failures.Count} differ from a cold run; in {taken} all that analyzers ask was known from the generator or an earlier run");
        failures.ForEach(output.WriteLine);
        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(3)));

        // Not for lack of edits that matter.
        Assert.True(changed > compared / 5 && changed < compared);
        Assert.True(taken > compared / 3);
    }

    private static string Text(GeneratorDriver driver)
    {
        GeneratorDriverRunResult result = driver.GetRunResult();
        Assert.All(result.Results, one => Assert.Null(one.Exception));
        Assert.Empty(result.Diagnostics);
        return string.Concat(result.Results.SelectMany(one => one.GeneratedSources).OrderBy(source => source.HintName, StringComparer.Ordinal).Select(source => $"// {source.HintName}\n{source.SourceText}\n"));
    }

    /// <summary>What analyzers are told of each class, with the generated files among the others.</summary>
    private static string Reported(Compilation compilation, StudyOptions options)
    {
        var text = new StringBuilder();
        CompilationStudy study = CompilationStudy.Of(compilation, options)!;
        foreach (INamedTypeSymbol type in compilation.Assembly.GlobalNamespace.GetNamespaceMembers().SelectMany(space => space.GetTypeMembers()).Where(type => study.IsModule(type) && !type.IsAbstract))
        {
            RootPlan plan = study.PlanOf(type, default);
            ClassFindings findings = study.FindingsOf(type, default);
            text.AppendLine($"// {type.Name}, reported: {string.Join("; ", plan.Rows)}; {string.Join("; ", plan.Proofs)}; {string.Join("; ", plan.Shape.Members)}");
            text.AppendLine($"// {string.Join("; ", findings.Facts.Proved)}; {string.Join("; ", findings.Facts.Unproved)}; {string.Join("; ", findings.DeadBiases.Select(bias => bias.Path + bias.Proof))}");
            UsageFacts usage = study.UsageOf(type, default);
            text.AppendLine($"// {string.Join("; ", usage.Roles)}; {string.Join("; ", usage.Inputs)}");
        }

        return text.ToString();
    }

    private static string Difference(string cached, string cold)
    {
        string[] a = cached.Split('\n'), b = cold.Split('\n');
        return string.Join("\n", a.Except(b).Take(5).Select(line => "cached: " + line).Concat(b.Except(a).Take(5).Select(line => "cold:   " + line)));
    }
}
