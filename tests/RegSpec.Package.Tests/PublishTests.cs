using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace RegSpec.Package.Tests;

/// <summary>Programs whose unused code is dropped, and programs compiled ahead of time: they train what they should, and RegSpec draws no warning.</summary>
[Collection(PackageCollection.Name)]
public sealed partial class PublishTests(PackedRegSpec packed)
{
    [Theory]
    [InlineData("PublishTrimmed")]
    [InlineData("PublishAot")]
    public async Task A_published_program_runs_and_RegSpec_draws_no_warning(string how)
    {
        var consumer = Consumer.Create(packed.Workspace, how, "Clean", "<InvariantGlobalization>true</InvariantGlobalization>", packed.Version);
        var output = Path.Combine(packed.Workspace, how, "published");

        var log = await consumer.Dotnet("publish", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", $"-p:{how}=true", "-o", output);

        // TorchSharp looks at itself by reflection; that is the only place of a warning.
        Assert.Empty(Warning().Matches(log).Select(match => match.Value.Trim()).Where(line => !line.Contains("TorchSharp", StringComparison.Ordinal)).Distinct());
        Assert.DoesNotContain("RegSpec.", string.Join('\n', Warning().Matches(log)), StringComparison.Ordinal);
        var program = Path.Combine(output, OperatingSystem.IsWindows() ? how + ".exe" : how);
        Assert.Equal(["learned", "1205.000"], (await Dotnet.RunProgram(program)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [GeneratedRegex(@"^.*warning IL\d{4}.*$", RegexOptions.Multiline)]
    private static partial Regex Warning();
}
