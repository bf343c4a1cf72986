using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Analyzers;
using RegSpec.Generators;

namespace RegSpec.CompileTime.Tests.Readme;

/// <summary>The README says what the code does.</summary>
public partial class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));

    public static TheoryData<string> Snippets()
    {
        var data = new TheoryData<string>();
        foreach (Match match in Snippet().Matches(Text))
        {
            data.Add(match.Groups["code"].Value);
        }

        return data;
    }

    [Fact]
    public void It_has_snippets() => Assert.NotEmpty(Snippets());

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Every_snippet_compiles_with_the_generator_and_draws_no_warning(string code)
    {
        CSharpCompilation compilation = TestCompilation.CreateUnchecked(code);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ParameterGroupsGenerator().AsSourceGenerator(), new RidgeGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.DoesNotContain(output.GetDiagnostics(), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
    }

    [Theory]
    [InlineData("dotnet run --project samples/Quickstart")]
    [InlineData("dotnet run --project samples/Prostate")]
    [InlineData("dotnet test")]
    [InlineData("dotnet add package RegSpec")]
    public void It_gives_the_commands(string command) => Assert.Contains(command, Text);

    [Fact]
    public void Its_table_of_rules_is_that_of_the_assemblies()
    {
        const string start = "<!-- rules: generated from the assemblies -->\n";
        string[] rows =
        [
            .. typeof(RegSpecAnalyzer).Assembly.GetTypes()
                .Where(type => typeof(DiagnosticAnalyzer).IsAssignableFrom(type) && !type.IsAbstract)
                .SelectMany(type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics)
                .DistinctBy(rule => rule.Id)
                .OrderBy(rule => rule.Id, StringComparer.Ordinal)
                .Select(rule => $"| [{rule.Id}](analyzers/docs/{rule.Id}.md) | {rule.DefaultSeverity.ToString().ToLowerInvariant()} | {rule.Title} |\n"),
        ];
        string expected = start + "| rule | severity | reports |\n| --- | --- | --- |\n" + string.Concat(rows) + "\n";
        if (Environment.GetEnvironmentVariable("REGSPEC_UPDATE_SNAPSHOTS") == "1")
        {
            int from = Text.IndexOf(start, StringComparison.Ordinal);
            int to = Text.IndexOf("\n\n", from, StringComparison.Ordinal) + 2;
            File.WriteAllText(Path.Combine(SourceFolder(), "../../../README.md"), Text[..from] + expected + Text[to..]);
            return;
        }

        Assert.Contains(expected, Text);
    }

    [Fact]
    public void It_documents_every_option_and_no_other()
    {
        string repository = Path.Combine(SourceFolder(), "..", "..", "..");
        IEnumerable<string> read = new[] { "analyzers", "generators", "src" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(repository, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => OptionLiteral().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["key"].Value);
        string[] keys = [.. read.Distinct().Order(StringComparer.Ordinal)];
        Assert.Contains("regspec.normalization_types", keys);
        Assert.Equal(keys, DocumentedOption().Matches(Text).Select(match => match.Groups["key"].Value).Distinct().Order(StringComparer.Ordinal));
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

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("\"(?<key>regspec\\.[a-z_]+)\"")]
    private static partial Regex OptionLiteral();

    [GeneratedRegex("^(?<key>regspec\\.[a-z_]+) =", RegexOptions.Multiline)]
    private static partial Regex DocumentedOption();

    [GeneratedRegex("This switches them off:\n\n```ini\n.*?```", RegexOptions.Singleline)]
    private static partial Regex SwitchedOff();

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
