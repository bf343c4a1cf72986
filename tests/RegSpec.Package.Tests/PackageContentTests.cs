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
            "README.md",
            "RegSpec.TorchSharp.OlderLinux.nuspec",
            "tasks/netstandard2.0/RegSpec.TorchSharp.OlderLinux.dll",
        ],
        FilesOf(packed.OlderLinuxFile));

    [Fact]
    public void The_package_depends_on_TorchSharp_alone_and_is_no_development_dependency()
    {
        using var package = ZipFile.OpenRead(packed.PackageFile);
        using var nuspec = package.GetEntry("RegSpec.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single();

        var group = Assert.Single(Named("dependencies").Single().Elements());
        Assert.Equal("net8.0", (string?)group.Attribute("targetFramework"));
        var dependency = Assert.Single(group.Elements());
        Assert.Equal(("TorchSharp", "0.107.0"), ((string?)dependency.Attribute("id"), (string?)dependency.Attribute("version")));
        Assert.Empty(Named("developmentDependency"));
        Assert.Equal("MIT", Named("license").Single().Value);
        Assert.Equal("README.md", Named("readme").Single().Value);

        IEnumerable<XElement> Named(string name) => metadata.Elements(metadata.Name.Namespace + name);
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

    [GeneratedRegex(@"^(_rels/\.rels|\[Content_Types\]\.xml|package/services/metadata/core-properties/[^/]+\.psmdcp)$")]
    private static partial Regex FormatPart();
}
