using System.Runtime.CompilerServices;

namespace RegSpec.CompileTime.Tests;

/// <summary>Expected generated files, beside the tests: <c>REGSPEC_UPDATE_SNAPSHOTS=1</c> writes them anew.</summary>
internal static class Snapshot
{
    /// <summary>Fails the test when the text differs from <c>Snapshots/&lt;name&gt;.g.cs</c>.</summary>
    public static void Matches(string actual, string name, [CallerFilePath] string testFile = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(testFile)!, "Snapshots", name + ".g.cs");
        if (Environment.GetEnvironmentVariable("REGSPEC_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"no snapshot {name}.g.cs");
        // A checkout may translate line ends of the snapshot; the generated text has none but \n.
        Assert.DoesNotContain('\r', actual);
        Assert.Equal(File.ReadAllText(path).Replace("\r\n", "\n"), actual);
    }
}
