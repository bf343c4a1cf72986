using System.Text.RegularExpressions;

namespace RegSpec.Package.Tests;

/// <summary>What a newcomer does: the README's packages, property and snippets make a program that runs.</summary>
[Collection(PackageCollection.Name)]
public sealed class ReadmeTests(PackedRegSpec packed)
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("src/RegSpec/README.md")]
    public void A_page_names_the_libtorch_that_the_packages_TorchSharp_loads(string page) =>
        Assert.Contains(
            $"{Places.TorchSharpVersion[..Places.TorchSharpVersion.LastIndexOf('.')]} loads\ndotnet add package libtorch-cpu-linux-x64 --version {Places.LibTorchVersion}\n",
            File.ReadAllText(Path.Combine(Places.Repository, page)).ReplaceLineEndings("\n"),
            StringComparison.Ordinal);

    [LinuxFact]
    public async Task Its_snippets_make_a_program_that_draws_no_warning_and_prints_its_table()
    {
        var page = File.ReadAllText(Path.Combine(Places.Repository, "README.md")).ReplaceLineEndings("\n");
        var consumer = Consumer.Create(
            packed.Workspace,
            "First",
            sources: null,
            Fragment("xml").Match(page).Groups["text"].Value,
            packed.Version,
            $"""
            <ItemGroup>
              <PackageReference Include="libtorch-cpu-linux-x64" Version="{Places.LibTorchVersion}" />
              <PackageReference Include="RegSpec.TorchSharp.OlderLinux" Version="{packed.Version}" PrivateAssets="all" />
            </ItemGroup>
            """);
        foreach (var (snippet, index) in Fragment("csharp").Matches(page).Select((match, index) => (match.Groups["text"].Value, index)))
        {
            consumer.Write($"Snippet{index}.cs", snippet);
        }

        var (succeeded, findings) = await consumer.Build();

        Assert.True(succeeded);
        Assert.DoesNotContain(findings, finding => finding.Level is "warning" or "error");
        Assert.Equal(Fragment("text").Matches(page).Select(match => match.Groups["text"].Value).First(text => text.StartsWith("name ", StringComparison.Ordinal)), (await consumer.Run()).ReplaceLineEndings("\n"));
    }

    private static Regex Fragment(string language) => new($"```{language}\n(?<text>.*?)```", RegexOptions.Singleline);
}
