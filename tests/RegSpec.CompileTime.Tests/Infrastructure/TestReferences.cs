using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace RegSpec.CompileTime.Tests;

/// <summary>What test code is compiled against, loaded once for all tests.</summary>
internal static class TestReferences
{
    /// <summary>For Microsoft.CodeAnalysis.Testing: no package is resolved, every reference is added by hand from <see cref="All"/>.</summary>
    public static ReferenceAssemblies None { get; } = new("net8.0");

    /// <summary>Beginnings of the names of reference assemblies that no model or training code names; each costs every compilation a little.</summary>
    private static readonly string[] Unused =
    [
        "Microsoft.VisualBasic", "Microsoft.Win32", "System.Data", "System.Drawing", "System.Formats", "System.IO.Compression", "System.IO.IsolatedStorage", "System.IO.Pipes", "System.Net.",
        "System.Security.", "System.Service", "System.Transactions", "System.Web", "System.Windows", "System.Xml", "WindowsBase",
    ];

    /// <summary>The .NET 8 reference assemblies.</summary>
    public static ImmutableArray<MetadataReference> Framework { get; } = ReadFolder(Metadata("ReferencePack"));

    /// <summary>TorchSharp.dll, by path: touching one of its types would load the native library.</summary>
    public static MetadataReference TorchSharp { get; } = FromOutput("TorchSharp.dll");

    /// <summary>RegSpec.dll.</summary>
    public static MetadataReference RegSpec { get; } = FromOutput("RegSpec.dll");

    /// <summary>Framework, TorchSharp and RegSpec: what a consumer's project references.</summary>
    public static ImmutableArray<MetadataReference> All { get; } = Framework.Add(TorchSharp).Add(RegSpec);

    /// <summary>Kept, so that the symbols of the references, which Roslyn holds weakly, are made once for all compilations with the same references.</summary>
    private static readonly Compilation Anchor = Anchored();

    /// <summary>The Roslyn version this test project asked for ("4.8.0").</summary>
    public static string RoslynVersion { get; } = Metadata("RoslynVersion");

    private static string Metadata(string key) => typeof(TestReferences).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;

    private static ImmutableArray<MetadataReference> ReadFolder(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.dll")
            .Where(path => Path.GetFileName(path) is "System.Net.Http.dll" or "System.Net.Primitives.dll" || !Unused.Any(start => Path.GetFileName(path).StartsWith(start, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static CSharpCompilation Anchored()
    {
        CSharpCompilation compilation = CSharpCompilation.Create("Anchor", references: All);
        foreach (MetadataReference reference in All)
        {
            _ = compilation.GetAssemblyOrModuleSymbol(reference);
        }

        return compilation;
    }

    private static MetadataReference FromOutput(string file) =>
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, file));
}
