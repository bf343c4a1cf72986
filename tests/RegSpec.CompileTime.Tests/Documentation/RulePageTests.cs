using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Analyzers;

namespace RegSpec.CompileTime.Tests.Documentation;

/// <summary>The page of all rules says what the assemblies do.</summary>
public sealed partial class RulePageTests
{
    private const string Start = "<!-- rules: generated from the assemblies -->\n";
    private const string End = "<!-- end of rules -->\n";

    /// <summary>What went wrong, by the first digit of an id.</summary>
    private static readonly (char Digit, string Heading)[] Kinds =
    [
        ('0', "The declaration is wrong, or reaches nothing"),
        ('1', "Decay hits what it must not hit, counts twice, or is lost"),
        ('2', "The data are not what the penalty assumes"),
        ('3', "An optimizer does something else than the code says, with or without RegSpec"),
        ('4', "The plan is not the one that was reviewed"),
    ];

    private static readonly string Text = Pages.Read(Pages.Rules);

    [Fact]
    public void Its_table_of_rules_is_that_of_the_assemblies()
    {
        DiagnosticDescriptor[] rules = [.. Rules.Descriptors.DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal)];
        var expected = new StringBuilder(Start);
        foreach ((char digit, string heading) in Kinds)
        {
            expected.Append("\n## ").Append(heading).Append("\n\n| rule | severity | reports |\n| --- | --- | --- |\n");
            foreach (DiagnosticDescriptor rule in rules.Where(rule => rule.Id[3] == digit))
            {
                expected.Append($"| [{rule.Id}]({rule.Id}.md) | {rule.DefaultSeverity.ToString().ToLowerInvariant()} | {rule.Title} |\n");
            }
        }

        Assert.All(rules, rule => Assert.Contains(rule.Id[3], Kinds.Select(kind => kind.Digit)));
        expected.Append('\n').Append(End);
        if (Environment.GetEnvironmentVariable("REGSPEC_UPDATE_SNAPSHOTS") == "1")
        {
            int from = Text.IndexOf(Start, StringComparison.Ordinal), to = Text.IndexOf(End, StringComparison.Ordinal) + End.Length;
            Pages.Write(Pages.Rules, Text[..from] + expected + Text[to..]);
            return;
        }

        Assert.Contains(expected.ToString(), Text);
    }

    [Fact]
    public void It_documents_every_option_and_no_other()
    {
        IEnumerable<string> read = new[] { "analyzers", "generators", "src" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Pages.Repository, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => OptionLiteral().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["key"].Value);
        string[] keys = [.. read.Distinct().Order(StringComparer.Ordinal)];
        Assert.Contains("regspec.normalization_types", keys);
        Assert.Equal(keys, DocumentedOption().Matches(Text).Select(match => match.Groups["key"].Value).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>What a user may set in a project file; a name of a package's own begins with an underscore.</summary>
    [Fact]
    public void A_page_of_a_package_documents_every_property_of_its_targets()
    {
        string[] properties =
        [
            .. Directory.EnumerateFiles(Path.Combine(Pages.Repository, "src"), "*.targets", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "build")
                .SelectMany(file => Property().Matches(File.ReadAllText(file)))
                .Select(match => match.Groups["name"].Value)
                .Distinct(),
        ];
        Assert.Contains("RegSpecBindOlderLibstdcxx", properties);

        string pages = string.Concat(Pages.All.Where(page => page.StartsWith("src/", StringComparison.Ordinal)).Select(Pages.Read));
        Assert.All(properties, property => Assert.Matches($@"\b{property}\b", pages));
    }

    [Fact]
    public async Task Its_snippet_switches_the_rules_for_unannotated_code_off()
    {
        Match snippet = SwitchedOff().Match(Text);
        Assert.True(snippet.Success);
        var options = new Dictionary<string, ReportDiagnostic>();
        foreach (DiagnosticDescriptor rule in Rules.Descriptors.DistinctBy(rule => rule.Id))
        {
            bool isOff = snippet.Value.Contains($"dotnet_diagnostic.{rule.Id}.severity = none", StringComparison.Ordinal)
                || snippet.Value.Contains($"dotnet_analyzer_diagnostic.category-{rule.Category}.severity = none", StringComparison.Ordinal);
            options[rule.Id] = isOff ? ReportDiagnostic.Suppress : ReportDiagnostic.Default;
        }

        CSharpCompilation compilation = TestCompilation.Create(TestCompilation.ModelUsings + Unannotated);
        Assert.Equal(
            ["REG1004", "REG1008", "REG1009", "REG3002", "REG3003", "REG3007", "REG3009", "REG3010"],
            (await Rules.RunAsync(compilation)).Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(await compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(options)).WithAnalyzers(Rules.All).GetAnalyzerDiagnosticsAsync());
    }

    /// <summary>Training code without any annotation, which draws most rules that do not need one.</summary>
    private const string Unannotated = """

        public sealed class Plain : Module<Tensor, Tensor>
        {
            private readonly List<Linear> lost = new() { Linear(1, 1) };
            private readonly GroupNorm norm = GroupNorm(1, 4);
            private readonly Embedding table = Embedding(4, 4);
            private readonly Linear head = Linear(4, 4);

            public Plain() : base("Plain")
            {
                head.weight = table.weight;
                RegisterComponents();
            }

            public override Tensor forward(Tensor x) => head.call(norm.call(lost[0].call(table.call(x))));
        }

        public static class Training
        {
            public static void Run(Plain model, Tensor x)
            {
                var adam = optim.Adam(model.parameters(), weight_decay: 0.1);
                var adamW = optim.AdamW(model.parameters());
                var twice = optim.SGD(model.parameters().Concat(model.parameters()), 0.1);
                var loss = model.call(x).sum() + model.parameters().Select(p => p.square().sum()).Aggregate((a, b) => a + b);
                loss.backward();
                adam.step();
            }
        }
        """;

    [GeneratedRegex("\"(?<key>regspec\\.[^\"]*)\"")]
    private static partial Regex OptionLiteral();

    [GeneratedRegex(@"\$\((?<name>RegSpec\w+)\)")]
    private static partial Regex Property();

    [GeneratedRegex("^(?<key>regspec\\.[^ ]*) =", RegexOptions.Multiline)]
    private static partial Regex DocumentedOption();

    [GeneratedRegex("This switches them off:\n\n```ini\n.*?```", RegexOptions.Singleline)]
    private static partial Regex SwitchedOff();
}
