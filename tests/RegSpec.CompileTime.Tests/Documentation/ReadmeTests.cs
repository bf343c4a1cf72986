using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RegSpec.Generators;

namespace RegSpec.CompileTime.Tests.Documentation;

/// <summary>The pages a newcomer reads first say what the code does.</summary>
public sealed partial class ReadmeTests
{
    public static TheoryData<string, string> Snippets()
    {
        var data = new TheoryData<string, string>();
        foreach (string page in new[] { Pages.Readme, Pages.Package })
        {
            foreach (Match match in Snippet().Matches(Pages.Read(page)))
            {
                data.Add(page, match.Groups["code"].Value);
            }
        }

        return data;
    }

    [Fact]
    public void It_has_snippets() => Assert.True(Snippets().Count > 3);

    [Fact]
    public void It_is_read_in_two_minutes() => Assert.InRange(Pages.Read(Pages.Readme).Split('\n').Length, 60, 160);

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Every_snippet_compiles_with_the_generator_and_draws_no_warning(string page, string code)
    {
        Assert.Contains(page, Pages.All);
        CSharpCompilation compilation = TestCompilation.CreateUnchecked(code);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ParameterGroupsGenerator().AsSourceGenerator(), new RidgeGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Assert.DoesNotContain(output.GetDiagnostics(), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
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
