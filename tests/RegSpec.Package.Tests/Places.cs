using System.Reflection;

namespace RegSpec.Package.Tests;

/// <summary>What the build of the tests knows and they need.</summary>
internal static class Places
{
    /// <summary>The root folder of this repository.</summary>
    public static string Repository { get; } = Metadata("RepositoryRoot");

    /// <summary>The package folder of this machine, which already holds TorchSharp and libtorch.</summary>
    public static string PackageFolder { get; } = Metadata("PackageFolder");

    /// <summary>The version of libtorch this repository runs on.</summary>
    public static string LibTorchVersion { get; } = Metadata("LibTorchVersion");

    /// <summary>The version of TorchSharp this repository runs on.</summary>
    public static string TorchSharpVersion { get; } = Metadata("TorchSharpVersion");

    private static string Metadata(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
