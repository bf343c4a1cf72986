using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using RegSpec.Generators;

namespace RegSpec.CompileTime.Tests.Documentation;

/// <summary>The pages a newcomer reads first say what the code does.</summary>
public sealed partial class ReadmeTests
{
    private static string[] Snippets(string page) => [.. Snippet().Matches(Pages.Read(page)).Select(match => match.Groups["code"].Value)];

    [Fact]
    public void It_is_read_in_two_minutes() => Assert.InRange(Pages.Read(Pages.Readme).Split('\n').Length, 60, 160);

    /// <summary>Each a file of one project, as a reader puts them there; the one with statements is its program.</summary>
    [Theory]
    [InlineData(Pages.Readme, 3)]
    [InlineData(Pages.Package, 3)]
    public async Task Its_snippets_compile_together_with_the_generator_and_draw_no_warning(string page, int files)
    {
        string[] snippets = Snippets(page);
        Assert.Equal(files, snippets.Length);
        CSharpCompilation compilation = TestCompilation.CreateUnchecked(snippets);
        if (compilation.SyntaxTrees.Any(tree => tree.GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any()))
        {
            compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        }

        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ParameterGroupsGenerator().AsSourceGenerator(), new RidgeGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);

        Assert.DoesNotContain(output.GetDiagnostics(), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        Assert.DoesNotContain(await output.WithAnalyzers(Rules.All).GetAnalyzerDiagnosticsAsync(), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
    }

    /// <summary>The model of the snippet is built, and its groups are printed.</summary>
    [Theory]
    [InlineData(Pages.Readme)]
    [InlineData(Pages.Package)]
    public void Its_table_is_that_of_the_model_in_its_snippet(string page)
    {
        string text = Pages.Read(page);
        CSharpCompilation compilation = TestCompilation.Create(Snippet().Match(text).Groups["code"].Value);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ParameterGroupsGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        using var image = new MemoryStream();
        Assert.True(output.Emit(image).Success);
        var model = (TorchSharp.torch.nn.Module)Activator.CreateInstance(System.Reflection.Assembly.Load(image.ToArray()).GetType("Net", throwOnError: true)!)!;

        string table = ParameterGroups.Of(model).ToString().ReplaceLineEndings("\n").TrimEnd();

        Assert.Contains("```text\n" + table + "\n```", text);
    }

    [Fact]
    public async Task Its_warning_is_what_the_analyzers_say()
    {
        Match shown = Warning().Match(Pages.Read(Pages.Readme));
        CSharpCompilation compilation = TestCompilation.Create(Snippet().Match(Pages.Read(Pages.Readme)).Groups["code"].Value.Replace("private readonly BatchNorm1d", "[WeightDecay(0.1)] private readonly BatchNorm1d", StringComparison.Ordinal));

        Diagnostic found = Assert.Single(await Rules.RunAsync(compilation), diagnostic => diagnostic.Id == shown.Groups["id"].Value);

        Assert.Equal(shown.Groups["message"].Value, found.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("dotnet run --project samples/Quickstart")]
    [InlineData("dotnet test")]
    [InlineData("dotnet add package RegSpec")]
    public void It_gives_the_commands(string command) => Assert.Contains(command, Pages.Read(Pages.Readme));

    [GeneratedRegex(@"warning (?<id>REG\d{4}): (?<message>.+)")]
    private static partial Regex Warning();

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
