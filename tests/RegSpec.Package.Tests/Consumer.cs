using System.Text.RegularExpressions;

namespace RegSpec.Package.Tests;

/// <summary>A console project of a user in the workspace, with the sources of one folder of Consumers.</summary>
internal sealed partial class Consumer
{
    private readonly string folder;

    private Consumer(string folder) => this.folder = folder;

    /// <summary>The native library, as for the tests of this repository.</summary>
    public static string LibraryOfRepository { get; } = $"""
        <Import Project="{Places.Repository}.build/LibTorch/LibTorch.targets" />
          <ItemGroup>
            <PackageReference Update="$(LibTorchPackage)" Version="{Places.LibTorchVersion}" />
          </ItemGroup>
        """;

    /// <summary>Makes the project.</summary>
    /// <param name="workspace">The folder whose nuget.config it inherits.</param>
    /// <param name="name">Its folder and name.</param>
    /// <param name="sources">The folder of Consumers with its code; null if it is written later.</param>
    /// <param name="properties">Further lines of its property group.</param>
    /// <param name="regSpecVersion">The version it references; null if RegSpec is added later.</param>
    /// <param name="native">Lines of its project file that bring the native library; null for those of the tests of this repository.</param>
    public static Consumer Create(string workspace, string name, string? sources, string properties = "", string? regSpecVersion = null, string? native = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(workspace, name)).FullName;
        foreach (var source in sources is null ? [] : Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Consumers", sources)))
        {
            File.Copy(source, Path.Combine(folder, Path.GetFileName(source)));
        }

        File.WriteAllText(Path.Combine(folder, name + ".csproj"), ProjectText(properties, regSpecVersion, native ?? LibraryOfRepository));
        return new Consumer(folder);
    }

    /// <summary>The text of a user's project file.</summary>
    /// <param name="properties">Further lines of its property group.</param>
    /// <param name="regSpecVersion">The version it references; null for none.</param>
    /// <param name="native">The lines that bring the native library to a program; null for a library, which needs TorchSharp alone.</param>
    /// <param name="projects">Names of the projects beside it that it references.</param>
    public static string ProjectText(string properties, string? regSpecVersion, string? native, params string[] projects)
    {
        var regSpec = regSpecVersion is null ? "" : $"""<PackageReference Include="RegSpec" Version="{regSpecVersion}" />""";
        var torchSharp = native is not null ? "" : $"""<PackageReference Include="TorchSharp" Version="{Places.TorchSharpVersion}" />""";
        var beside = string.Concat(projects.Select(project => $"""<ProjectReference Include="../{project}/{project}.csproj" />"""));
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>{(native is null ? "Library" : "Exe")}</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <ErrorLog>$(MSBuildProjectDirectory)/log.sarif,version=2.1</ErrorLog>
                <CreateSymbolicLinksForCopyLocalIfPossible>true</CreateSymbolicLinksForCopyLocalIfPossible>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {regSpec}{torchSharp}{beside}
              </ItemGroup>
              {native}
            </Project>
            """;
    }

    /// <summary>Runs <c>dotnet</c> in the project's folder; fails the test if it fails.</summary>
    public Task<string> Dotnet(params string[] arguments) => Package.Tests.Dotnet.Run(folder, arguments);

    /// <summary>Builds and returns what the compiler reported.</summary>
    public async Task<(bool Succeeded, IReadOnlyList<Finding> Findings)> Build(params string[] arguments)
    {
        var (exitCode, output) = await Package.Tests.Dotnet.Try(folder, ["build", .. arguments]);
        var log = Path.Combine(folder, "log.sarif");
        Assert.True(File.Exists(log), "The compiler did not run:\n" + output);
        return (exitCode == 0, Finding.Read(log));
    }

    /// <summary>Runs the program that the last build made and returns what it printed.</summary>
    public Task<string> Run() => Dotnet("run", "--no-build");

    /// <summary>The id and place the sources announce: a comment with a rule's id at the end of a line.</summary>
    public IReadOnlyList<(string Id, string File, int Line)> Announced(params string[] ids) =>
    [
        .. from file in Directory.EnumerateFiles(folder, "*.cs")
           from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
           let id = Announcement().Match(line.Text).Groups[1].Value
           where ids.Contains(id)
           orderby id
           select (id, Path.GetFileName(file), line.Number),
    ];

    /// <summary>The text of one of its sources.</summary>
    public string Source(string name) => File.ReadAllText(Path.Combine(folder, name));

    /// <summary>Puts a file beside its sources.</summary>
    public void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    [GeneratedRegex(@"// (REG\d{4})$")]
    private static partial Regex Announcement();
}
