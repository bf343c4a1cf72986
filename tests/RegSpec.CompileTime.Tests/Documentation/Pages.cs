using System.Runtime.CompilerServices;

namespace RegSpec.CompileTime.Tests.Documentation;

/// <summary>The pages of the repository.</summary>
internal static class Pages
{
    public const string Readme = "README.md";
    public const string Package = "src/RegSpec/README.md";
    public const string Rules = "analyzers/docs/README.md";
    public const string Tests = "tests/README.md";

    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(SourceFolder(), "..", "..", ".."));

    /// <summary>Every page, by its path in the repository.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { ".", ".github", "src", "analyzers", "generators", "samples", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository, folder), "*.md", folder == "." ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository, file).Replace('\\', '/'))
            .Where(file => !file.Contains("AnalyzerReleases.", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string page) => File.ReadAllText(Path.Combine(Repository, page)).ReplaceLineEndings("\n");

    public static void Write(string page, string text) => File.WriteAllText(Path.Combine(Repository, page), text);

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
