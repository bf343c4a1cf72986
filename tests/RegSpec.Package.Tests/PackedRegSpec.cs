namespace RegSpec.Package.Tests;

/// <summary>RegSpec packed once for all tests, in a feed of its own, and a folder for the projects that restore it.</summary>
public sealed class PackedRegSpec : IAsyncLifetime
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("regspec-package-");

    /// <summary>Of this run alone, so that no package cache can answer for the feed.</summary>
    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():N}";

    /// <summary>Where consumer projects are made; its <c>nuget.config</c> adds the feed to the sources of this machine.</summary>
    public string Workspace => Path.Combine(root.FullName, "consumers");

    /// <summary>The package file.</summary>
    public string PackageFile => Path.Combine(Feed, $"RegSpec.{Version}.nupkg");

    /// <summary>The file of the package that adapts TorchSharp's native library.</summary>
    public string OlderLinuxFile => Path.Combine(Feed, $"RegSpec.TorchSharp.OlderLinux.{Version}.nupkg");

    /// <summary>The symbol package file.</summary>
    public string SymbolFile => Path.ChangeExtension(PackageFile, ".snupkg");

    private string Feed => Path.Combine(root.FullName, "feed");

    public async Task InitializeAsync()
    {
        // Beside the repository's own output, which other tests are running from, and kept for the next run.
        var artifacts = Path.Combine(Places.Repository, "artifacts", "package-tests");
        foreach (var project in new[] { "src/RegSpec", "src/RegSpec.TorchSharp.OlderLinux" })
        {
            await Dotnet.Run(Places.Repository, "pack", project, "-c", "Release", "-o", Feed, $"-p:Version={Version}", $"-p:ArtifactsPath={artifacts}");
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
