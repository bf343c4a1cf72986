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

    [Fact]
    public void The_package_holds_exactly_these_files() => Assert.Equal(
        [
            .. CompilerAssemblies,
            "build/RegSpec.targets",
            "buildTransitive/RegSpec.targets",
            "icon.png",
            "lib/net8.0/RegSpec.dll",
            "lib/net8.0/RegSpec.xml",
            "README.md",
            "RegSpec.nuspec",
        ],
        FilesOf(packed.PackageFile));

    [Fact]
    public void The_symbol_package_holds_the_symbols_of_the_library() =>
        Assert.Equal(["lib/net8.0/RegSpec.pdb", "RegSpec.nuspec"], FilesOf(packed.SymbolFile));

    [Fact]
    public void The_package_for_older_Linux_holds_a_task_and_the_targets_that_run_it() => Assert.Equal(
        [
            "build/RegSpec.TorchSharp.OlderLinux.targets",
            "icon.png",
            "README.md",
            "RegSpec.TorchSharp.OlderLinux.nuspec",
            "tasks/netstandard2.0/RegSpec.TorchSharp.OlderLinux.dll",
        ],
        FilesOf(packed.OlderLinuxFile));

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
        foreach (var (file, id) in new[] { (packed.PackageFile, "RegSpec"), (packed.OlderLinuxFile, "RegSpec.TorchSharp.OlderLinux") })
        {
            var metadata = Metadata(file, id);
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
