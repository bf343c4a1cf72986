using System.Text.Json;

namespace RegSpec.Package.Tests;

/// <summary>What the projects of this repository name to the compiler. In a package it is one folder (<see cref="PackageContentTests"/>), here every assembly has its own.</summary>
public class OwnCompilerTests
{
    private const string Shared = "RegSpec.Semantics.dll";

    /// <summary>
    /// The compiler server takes what an analyzer needs from the analyzer's folder only if it is named there, else from the first folder where it met an assembly of
    /// that name: of another clone, or of one that is gone (CS8784, AD0001).
    /// </summary>
    [Theory]
    [InlineData("samples/Quickstart", "RegSpec.Analyzers.dll", "RegSpec.Generators.dll")]
    [InlineData("tests/RegSpec.Tests", "RegSpec.Generators.dll")]
    [InlineData("tests/RegSpec.Benchmarks", "RegSpec.Generators.dll")]
    public async Task What_an_analyzer_needs_is_named_in_its_folder(string project, params string[] named)
    {
        string json = await Dotnet.Run(Places.Repository, "msbuild", project, "-restore", "-t:ResolveProjectReferences", "-p:BuildProjectReferences=false", "-getItem:Analyzer");
        using JsonDocument document = JsonDocument.Parse(json);
        string[] own = [.. document.RootElement.GetProperty("Items").GetProperty("Analyzer").EnumerateArray()
            .Select(static item => item.GetProperty("FullPath").GetString()!).Where(static file => Path.GetFileName(file).StartsWith("RegSpec.", StringComparison.Ordinal))];

        string[] analyzers = [.. own.Where(static file => Path.GetFileName(file) != Shared)];
        Assert.Equal(named, analyzers.Select(Path.GetFileName).Order());
        Assert.All(analyzers, analyzer => Assert.Contains(Path.Combine(Path.GetDirectoryName(analyzer)!, Shared), own));
    }
}
