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
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ParameterGroupsGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.DoesNotContain(output.GetDiagnostics(), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
    }

    [Theory]
    [InlineData("dotnet run --project samples/Quickstart")]
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

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
