namespace RegSpec.Package.Tests;

/// <summary>TorchSharp's native library on systems whose libstdc++ is older than it asks for.</summary>
[Collection(PackageCollection.Name)]
public sealed class OlderLinuxTests(PackedRegSpec packed)
{
    private const string Explanation = "RegSpec: TorchSharp will not load on this machine";

    /// <summary>What a user writes: the package of the running OS.</summary>
    private static readonly string NativePackage = $"""<ItemGroup><PackageReference Include="libtorch-cpu-linux-x64" Version="{Places.LibTorchVersion}" /></ItemGroup>""";

    [LinuxFact]
    public async Task A_build_says_what_is_missing_and_the_one_line_that_cures_it_where_libstdcxx_is_too_old()
    {
        var consumer = Consumer.Create(packed.Workspace, "OlderExplained", "Annotated", regSpecVersion: packed.Version, native: NativePackage);
        await consumer.Dotnet("restore");

        var older = await consumer.Dotnet("build", "--no-restore", HostWith("libstdc++.so.6.0.30", "libstdc++.so.6.0.30-gdb.py"));
        Assert.Contains(
            "RegSpec: TorchSharp will not load on this machine: its libstdc++ is 6.0.30, libLibTorchSharp.so needs 6.0.32 (GCC 13, GLIBCXX_3.4.32). "
            + "The exception at run time blames a missing package; the cure is <RegSpecBindOlderLibstdcxx>true</RegSpecBindOlderLibstdcxx> in the project, "
            + "and the package: dotnet add package RegSpec.TorchSharp.OlderLinux.",
            older,
            StringComparison.Ordinal);

        var half = await consumer.Dotnet("build", "--no-restore", HostWith("libstdc++.so.6.0.30"), "-p:RegSpecBindOlderLibstdcxx=true");
        Assert.Contains(
            "blames a missing package; RegSpecBindOlderLibstdcxx is set, but the package that acts on it is missing: dotnet add package RegSpec.TorchSharp.OlderLinux.",
            half,
            StringComparison.Ordinal);

        // The terminal logger shows no messages. A project whose warnings are errors is built all the same.
        var seen = await consumer.Dotnet("build", "--no-restore", "-tl:on", "-p:TreatWarningsAsErrors=true", "-p:MSBuildTreatWarningsAsErrors=true", HostWith("libstdc++.so.6.0.30"));
        Assert.Contains("REGSPEC0001", seen, StringComparison.Ordinal);
        Assert.Contains(Explanation, seen, StringComparison.Ordinal);

        // Who builds here for another machine.
        Assert.DoesNotContain(
            Explanation,
            await consumer.Dotnet("build", "--no-restore", HostWith("libstdc++.so.6.0.30"), "-p:RegSpecBindOlderLibstdcxx=false"),
            StringComparison.Ordinal);

        foreach (var newer in new[] { HostWith("libstdc++.so.6.0.32"), HostWith("libstdc++.so.6.0.30", "libstdc++.so.6.0.33"), HostWith("unrelated") })
        {
            Assert.DoesNotContain(Explanation, await consumer.Dotnet("build", "--no-restore", newer), StringComparison.Ordinal);
        }
    }

    [LinuxFact]
    public async Task A_project_without_the_native_package_is_told_nothing()
    {
        var consumer = Consumer.Create(packed.Workspace, "OlderWithout", "Annotated", regSpecVersion: packed.Version, native: "");

        Assert.DoesNotContain(Explanation, await consumer.Dotnet("build", HostWith("libstdc++.so.6.0.30")), StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task One_property_and_its_package_let_a_program_run_and_leave_the_package_cache_as_it_is()
    {
        var cached = Path.Combine(Places.PackageFolder, "torchsharp", Places.TorchSharpVersion, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        var before = File.ReadAllBytes(cached);
        var consumer = Consumer.Create(
            packed.Workspace,
            "OlderCured",
            "Clean",
            "<RegSpecBindOlderLibstdcxx>true</RegSpecBindOlderLibstdcxx>",
            packed.Version,
            NativePackage + $"""<ItemGroup><PackageReference Include="RegSpec.TorchSharp.OlderLinux" Version="{packed.Version}" PrivateAssets="all" /></ItemGroup>""");

        var build = await consumer.Dotnet("build", HostWith("libstdc++.so.6.0.30"));

        Assert.DoesNotContain(Explanation, build, StringComparison.Ordinal);
        Assert.Equal(["learned", "1205.000"], (await consumer.Run()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal(before, File.ReadAllBytes(cached));
    }

    /// <summary>The option that lets a build find these files where it looks for libstdc++.</summary>
    private string HostWith(params string[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(packed.Workspace, "host-" + Guid.NewGuid().ToString("N"))).FullName;
        foreach (var file in files)
        {
            File.WriteAllText(Path.Combine(folder, file), "");
        }

        return $"-p:RegSpecLibstdcxxFiles={folder}/libstdc++.so.6.0.*";
    }
}
