namespace RegSpec.CompileTime.Tests;

/// <summary>The files of architectures whose scale invariance is measured.</summary>
internal static class InvarianceZoo
{
    public static IEnumerable<string> Files => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Zoo", "Invariance"), "*.cs").Order(StringComparer.Ordinal);

    public static IEnumerable<string> Sources => Files.Select(File.ReadAllText);
}
