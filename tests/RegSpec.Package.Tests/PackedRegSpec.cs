namespace RegSpec.Package.Tests;

/// <summary>RegSpec packed once for all tests, in a feed of its own, and a folder for the projects that restore it.</summary>
public sealed class PackedRegSpec : IAsyncLifetime
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("regspec-package-");

    /// <summary>Of this run alone, so that no package cache can answer for the feed.</summary>
    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():N}";

    /// <summary>Where consumer projects are made; its <c>nuget.config</c> adds the feed to the sources of this machine.</summary>
    public string Workspace => Path.Combine(root.FullName, "consumers");

    /// <summary>Every package of the repository, by the folder in src it is made of.</summary>
    public static IReadOnlyList<string> Ids { get; } = ["RegSpec", "RegSpec.Data", "RegSpec.Plots", "RegSpec.TorchSharp.OlderLinux"];

    /// <summary>The package file of RegSpec.</summary>
    public string PackageFile => FileOf("RegSpec");

    /// <summary>The file of a package.</summary>
    public string FileOf(string id) => Path.Combine(Feed, $"{id}.{Version}.nupkg");

    /// <summary>The file with its symbols.</summary>
    public string SymbolsOf(string id) => Path.ChangeExtension(FileOf(id), ".snupkg");

    private string Feed => Path.Combine(root.FullName, "feed");

    public async Task InitializeAsync()
    {
        // Beside the repository's own output, which other tests are running from, and kept for the next run.
        var artifacts = Path.Combine(Places.Repository, "artifacts", "package-tests");
        foreach (var id in Ids)
        {
            await Dotnet.Run(Places.Repository, "pack", "src/" + id, "-c", "Release", "-o", Feed, $"-p:Version={Version}", $"-p:ArtifactsPath={artifacts}");
        }

        Directory.CreateDirectory(Workspace);
        // Nothing above the workspace may take part in the builds.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(root.FullName, "packages")}" />
              </config>
              <packageSources>
                <add key="packed" value="{Feed}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{Places.PackageFolder}" />
              </fallbackPackageFolders>
            </configuration>
            """);

        void Write(string name, string text) => File.WriteAllText(Path.Combine(Workspace, name), text);
    }

    public Task DisposeAsync()
    {
        root.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
