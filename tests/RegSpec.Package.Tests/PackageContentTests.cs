using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace RegSpec.Package.Tests;

[Collection(PackageCollection.Name)]
public sealed partial class PackageContentTests(PackedRegSpec packed)
{
    private static readonly string[] CompilerAssemblies =
    [
        "analyzers/dotnet/roslyn4.8/cs/RegSpec.Analyzers.dll",
        "analyzers/dotnet/roslyn4.8/cs/RegSpec.CodeFixes.dll",
        "analyzers/dotnet/roslyn4.8/cs/RegSpec.Generators.dll",
        "analyzers/dotnet/roslyn4.8/cs/RegSpec.Semantics.dll",
    ];

    /// <summary>What each package holds beside its icon, its page and its metadata.</summary>
    private static readonly Dictionary<string, string[]> Contents = new()
    {
        ["RegSpec"] = [.. CompilerAssemblies, "build/RegSpec.targets", "buildTransitive/RegSpec.targets", "lib/net8.0/RegSpec.dll", "lib/net8.0/RegSpec.xml"],
        ["RegSpec.Data"] = ["lib/net8.0/RegSpec.Data.dll", "lib/net8.0/RegSpec.Data.xml"],
        ["RegSpec.Plots"] = ["DejaVuSans-LICENSE.txt", "lib/net8.0/RegSpec.Plots.dll", "lib/net8.0/RegSpec.Plots.xml"],
        ["RegSpec.TorchSharp.OlderLinux"] = ["build/RegSpec.TorchSharp.OlderLinux.targets", "tasks/netstandard2.0/RegSpec.TorchSharp.OlderLinux.dll"],
    };

    /// <summary>What each package brings with it.</summary>
    private static readonly Dictionary<string, string[]> Dependencies = new()
    {
        ["RegSpec"] = ["TorchSharp"],
        ["RegSpec.Data"] = ["DuckDB.NET.Data.Full", "Microsoft.Data.Analysis", "Microsoft.ML.DataView", "RegSpec", "Sylvan.Data.Csv"],
        ["RegSpec.Plots"] = ["RegSpec", "ScottPlot", "SkiaSharp.NativeAssets.Linux.NoDependencies"],
        ["RegSpec.TorchSharp.OlderLinux"] = [],
    };

    public static TheoryData<string> Packages => [.. PackedRegSpec.Ids];

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_holds_exactly_these_files(string id) => Assert.Equal(
        Contents[id].Concat(["icon.png", "README.md", id + ".nuspec"]).Order(StringComparer.OrdinalIgnoreCase),
        FilesOf(packed.FileOf(id)));

    [Theory]
    [InlineData("RegSpec")]
    [InlineData("RegSpec.Data")]
    [InlineData("RegSpec.Plots")]
    public void A_symbol_package_holds_the_symbols_of_the_library(string id) =>
        Assert.Equal([$"lib/net8.0/{id}.pdb", id + ".nuspec"], FilesOf(packed.SymbolsOf(id)));

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_has_exactly_these_metadata(string id)
    {
        var metadata = Metadata(packed.FileOf(id), id);
        string[] always = ["authors", "description", "icon", "id", "license", "licenseUrl", "projectUrl", "readme", "releaseNotes", "repository", "tags", "version"];
        string[] more = id == "RegSpec.TorchSharp.OlderLinux" ? ["developmentDependency"] : ["dependencies"];
        Assert.Equal(always.Concat(more).Order(StringComparer.Ordinal), metadata.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((id, packed.Version, "RegSpec contributors"), (metadata["id"].Value, metadata["version"].Value, metadata["authors"].Value));
        var dependencies = metadata.TryGetValue("dependencies", out var groups) ? groups.Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => (string)e.Attribute("id")!) : [];
        Assert.Equal(Dependencies[id], dependencies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_packable_project_is_one_of_these_packages() => Assert.Equal(
        PackedRegSpec.Ids.Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Path.Combine(Places.Repository, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => Directory.EnumerateFiles(Path.GetDirectoryName(file)!).Any(beside => Path.GetExtension(beside) is ".csproj" or ".targets" && File.ReadAllText(beside).Contains("<IsPackable>true<", StringComparison.Ordinal)))
            .Select(Path.GetFileNameWithoutExtension)
            .Order(StringComparer.Ordinal));

    [Fact]
    public void The_package_depends_on_TorchSharp_alone_and_is_no_development_dependency()
    {
        var metadata = Metadata(packed.PackageFile, "RegSpec");

        var group = Assert.Single(metadata["dependencies"].Elements());
        Assert.Equal("net8.0", (string?)group.Attribute("targetFramework"));
        var dependency = Assert.Single(group.Elements());
        Assert.Equal(("TorchSharp", "0.107.0"), ((string?)dependency.Attribute("id"), (string?)dependency.Attribute("version")));
        Assert.DoesNotContain("developmentDependency", metadata.Keys);
    }

    [Fact]
    public void Every_package_says_who_made_it_where_it_comes_from_and_what_changed()
    {
        foreach (var id in PackedRegSpec.Ids)
        {
            var metadata = Metadata(packed.FileOf(id), id);
            Assert.Equal("MIT", metadata["license"].Value);
            Assert.Equal("README.md", metadata["readme"].Value);
            Assert.Equal("icon.png", metadata["icon"].Value);
            Assert.Equal(HelpLinkRoot(), metadata["projectUrl"].Value);
            Assert.Equal(("git", HelpLinkRoot()), ((string?)metadata["repository"].Attribute("type"), (string?)metadata["repository"].Attribute("url")));
            Assert.Contains("## 0.1.0", metadata["releaseNotes"].Value, StringComparison.Ordinal);
            Assert.InRange(metadata["description"].Value.Length, 100, 500);
            Assert.Contains("TorchSharp", metadata["tags"].Value, StringComparison.Ordinal);
        }
    }

    /// <summary>Where the rules' help links lead: the repository the packages name.</summary>
    private static string HelpLinkRoot()
    {
        var row = File.ReadLines(Path.Combine(Places.Repository, "analyzers/RegSpec.Analyzers/AnalyzerReleases.Unshipped.md")).First(line => line.StartsWith("REG0001", StringComparison.Ordinal));
        return HelpLink().Match(row).Groups["root"].Value;
    }

    /// <summary>The elements of a package's metadata, by name.</summary>
    private static Dictionary<string, XElement> Metadata(string file, string id)
    {
        using var package = ZipFile.OpenRead(file);
        using var nuspec = package.GetEntry(id + ".nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName);
    }

    [Fact]
    public void Every_assembly_is_reproducible_and_names_no_path_of_this_machine()
    {
        using var package = ZipFile.OpenRead(packed.PackageFile);
        foreach (var entry in package.Entries.Where(e => e.Name.EndsWith(".dll", StringComparison.Ordinal)))
        {
            var image = new MemoryStream();
            using (var content = entry.Open())
            {
                content.CopyTo(image);
            }

            image.Position = 0;
            using var assembly = new PEReader(image);
            var debug = assembly.ReadDebugDirectory();
            Assert.Contains(debug, e => e.Type == DebugDirectoryEntryType.Reproducible);
            // Relative, or below the root that stands for the repository.
            Assert.Matches("^(/_/|[^/\\\\:]+$)", assembly.ReadCodeViewDebugDirectoryData(debug.Single(e => e.Type == DebugDirectoryEntryType.CodeView)).Path);
            foreach (var symbols in debug.Where(e => e.Type == DebugDirectoryEntryType.EmbeddedPortablePdb))
            {
                using var provider = assembly.ReadEmbeddedPortablePdbDebugDirectoryData(symbols);
                var reader = provider.GetMetadataReader();
                Assert.All(reader.Documents, d => Assert.StartsWith("/_", reader.GetString(reader.GetDocument(d).Name), StringComparison.Ordinal));
            }
        }
    }

    /// <summary>What a package is for; the parts every zip of this format has are left out.</summary>
    private static IEnumerable<string> FilesOf(string file)
    {
        using var package = ZipFile.OpenRead(file);
        return package.Entries.Select(e => e.FullName).Where(name => !FormatPart().IsMatch(name)).Order(StringComparer.OrdinalIgnoreCase).ToList();
    }

    [GeneratedRegex(@"\((?<root>https://[^)]+)/blob/main/")]
    private static partial Regex HelpLink();

    [GeneratedRegex(@"^(_rels/\.rels|\[Content_Types\]\.xml|package/services/metadata/core-properties/[^/]+\.psmdcp)$")]
    private static partial Regex FormatPart();
}
