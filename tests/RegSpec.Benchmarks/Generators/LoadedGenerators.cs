using System.Reflection;
using Microsoft.CodeAnalysis;

namespace RegSpec.Benchmarks.Generators;

/// <summary>What benchmark code is compiled against, and the generators of the peers from their packages.</summary>
internal static class LoadedGenerators
{
    /// <summary>The framework, TorchSharp, RegSpec and the libraries of the peers.</summary>
    public static MetadataReference[] References { get; } =
    [
        .. Directory.EnumerateFiles(Metadata("ReferencePack"), "*.dll")
            .Append(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll"))
            .Append(Path.Combine(AppContext.BaseDirectory, "RegSpec.dll"))
            .Append(Path.Combine(Metadata("Mapperly"), "lib", "netstandard2.0", "Riok.Mapperly.Abstractions.dll"))
            .Append(Path.Combine(Metadata("Mvvm"), "lib", "net8.0", "CommunityToolkit.Mvvm.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static string MapperlyVersion { get; } = Path.GetFileName(Metadata("Mapperly").TrimEnd('/'));

    public static string MvvmVersion { get; } = Path.GetFileName(Metadata("Mvvm").TrimEnd('/'));

    public static ISourceGenerator[] Mapperly() => Load(Path.Combine(Metadata("Mapperly"), "analyzers", "roslyn5.0", "dotnet", "cs", "Riok.Mapperly.dll"));

    public static ISourceGenerator[] Mvvm() =>
        Load(Path.Combine(Metadata("Mvvm"), "analyzers", "dotnet", "roslyn5.0", "cs", "CommunityToolkit.Mvvm.SourceGenerators.dll"));

    private static ISourceGenerator[] Load(string path)
    {
        IEnumerable<Type> types = Assembly.LoadFrom(path).GetTypes().Where(type => !type.IsAbstract && type.IsDefined(typeof(GeneratorAttribute)));
        return [.. types.Select(type => Activator.CreateInstance(type) switch
        {
            IIncrementalGenerator generator => generator.AsSourceGenerator(),
            ISourceGenerator generator => generator,
            _ => throw new InvalidOperationException($"{type} is no generator."),
        })];
    }

    private static string Metadata(string key) =>
        typeof(LoadedGenerators).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
