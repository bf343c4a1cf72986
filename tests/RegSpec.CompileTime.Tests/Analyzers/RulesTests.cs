using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;
using RegSpec.CodeFixes;

namespace RegSpec.CompileTime.Tests.Analyzers;

/// <summary>What holds for every rule and every fix.</summary>
public class RulesTests
{
    private static readonly string[] Headings = ["## What", "## Why", "## Bad", "## Good", "## How to configure", "## How to suppress"];

    public static TheoryData<string> Ids => [.. Rules.Descriptors.Select(rule => rule.Id).Distinct()];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Help_link_points_at_a_complete_page(string id)
    {
        DiagnosticDescriptor rule = Rules.Descriptors.First(rule => rule.Id == id);
        Assert.Equal($"https://github.com/regspec/regspec/blob/main/analyzers/docs/{id}.md", rule.HelpLinkUri);
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", id + ".md"));
        Assert.StartsWith($"# {id}: {rule.Title}\n", page.Replace("\r\n", "\n"));
        int last = -1;
        foreach (string heading in Headings)
        {
            int at = page.IndexOf(heading + Environment.NewLine, StringComparison.Ordinal);
            Assert.True(at > last, $"'{heading}' is missing or out of order in {id}.md");
            last = at;
        }

        Assert.Contains("λ", page[page.IndexOf("## Why", StringComparison.Ordinal)..page.IndexOf("## Bad", StringComparison.Ordinal)]);
        Assert.Contains($"dotnet_diagnostic.{id}.severity", page);
        Assert.Contains($"#pragma warning disable {id}", page);
    }

    [Fact]
    public void Every_page_belongs_to_a_rule()
    {
        IEnumerable<string> pages = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "docs"), "REG*.md").Select(file => Path.GetFileNameWithoutExtension(file)!);
        Assert.Empty(pages.Except(Rules.Descriptors.Select(rule => rule.Id)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Release_tracking_lists_the_rule(string id)
    {
        DiagnosticDescriptor rule = Rules.Descriptors.First(rule => rule.Id == id);
        string releases = string.Concat(Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "docs"), "AnalyzerReleases.*.md").Select(File.ReadAllText));
        Assert.Contains($"{id} | {rule.Category} | {rule.DefaultSeverity} |", releases);
    }

    [Fact]
    public void A_rule_lies_in_the_namespace_and_range_of_its_category() => Assert.All(Rules.Descriptors, rule => Assert.Equal(
        rule.Id[3] switch { '0' => "RegSpec.Declarations", '1' => "RegSpec.Decay", '2' => "RegSpec.Features", '3' => "RegSpec.Optimizers", _ => "RegSpec.Manifest" },
        rule.Category));

    [Fact]
    public void One_analyzer_an_id() => Assert.Equal(Rules.All.Length, Rules.All.Select(analyzer => analyzer.SupportedDiagnostics[0].Id).Distinct().Count());

    [Fact]
    public void Analyzers_and_fixes_are_exported()
    {
        Assert.All(Rules.All, analyzer => Assert.Equal([LanguageNames.CSharp], analyzer.GetType().GetCustomAttribute<DiagnosticAnalyzerAttribute>()!.Languages));
        Assert.All(Rules.Fixes, fix => Assert.Equal([LanguageNames.CSharp], fix.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>()!.Languages));
    }

    [Fact]
    public void A_fix_has_FixAll_a_public_key_and_a_rule() => Assert.All(Rules.Fixes, fix =>
    {
        // Whoever drops a bias decides about the checkpoints of that layer; roles, vouching and columns only the author knows.
        Assert.Equal(fix is not (DropBiasCodeFix or AddRoleCodeFix or VouchForInputCodeFix or ReadColumnCodeFix), fix.GetFixAllProvider() is not null);
        Assert.Contains(fix.GetType().GetFields(BindingFlags.Public | BindingFlags.Static), field => field.IsLiteral && field.Name.Contains("Key", StringComparison.Ordinal));
        Assert.Empty(fix.FixableDiagnosticIds.Except(Rules.Descriptors.Select(rule => rule.Id)));
    });

    [Theory]
    [InlineData("REG0002", "REG0003", "REG0005", "REG0006", "REG0007", "REG0008", "REG1001", "REG1002", "REG1003", "REG1004", "REG1005", "REG1007", "REG1009", "REG2001", "REG2002", "REG2005", "REG3001", "REG3002", "REG3003", "REG3005", "REG3009", "REG3010", "REG3011", "REG4001")]
    public void The_rules_the_contract_gives_a_fix_have_one(params string[] ids) =>
        Assert.Empty(ids.Except(Rules.Fixes.SelectMany(fix => fix.FixableDiagnosticIds)));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Every_rule_returns_at_once_where_TorchSharp_or_RegSpec_is_not_referenced(bool torchSharp, bool regSpec)
    {
        Compilation compilation = TestCompilation.CreateUnchecked("class WeightDecayAttribute : System.Attribute; [WeightDecay] class Net;")
            .WithReferences(TestReferences.All.Where(reference => (torchSharp || reference != TestReferences.TorchSharp) && (regSpec || reference != TestReferences.RegSpec)));
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(Rules.All);
        Assert.Empty(await analysis.GetAnalyzerDiagnosticsAsync());
        foreach (DiagnosticAnalyzer rule in Rules.All.Where(rule => rule.GetType().Name != "DecayPlanAnalyzer"))
        {
            AnalyzerTelemetryInfo actions = await analysis.GetAnalyzerTelemetryInfoAsync(rule, default);
            Assert.Equal(1, actions.CompilationStartActionsCount);
            Assert.Equal(
                torchSharp && regSpec,
                actions.SymbolActionsCount + actions.OperationActionsCount + actions.SyntaxNodeActionsCount + actions.SymbolStartActionsCount + actions.OperationBlockStartActionsCount
                    + actions.OperationBlockActionsCount + actions.CodeBlockActionsCount + actions.CodeBlockStartActionsCount + actions.SemanticModelActionsCount + actions.SyntaxTreeActionsCount > 0);
        }
    }
}
