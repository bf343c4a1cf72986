using System.Globalization;
using System.Text.RegularExpressions;

namespace RegSpec.Samples.Tests;

/// <summary>What a sample with seeds prints, and the folder it draws into.</summary>
public abstract partial class SampleOutput : IDisposable
{
    /// <summary>Runs it as <c>dotnet run -- SEEDS FOLDER</c> does.</summary>
    protected SampleOutput(Type ofSample, int seeds)
    {
        using var captured = new StringWriter();
        Captured.Run(captured, () => ofSample.Assembly.EntryPoint!.Invoke(null, [new[] { seeds.ToString(CultureInfo.InvariantCulture), Folder }]));
        Text = captured.ToString();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("sample").FullName;

    public string Text { get; }

    /// <summary>The numbers of the only line that starts so, after these words.</summary>
    public double[] Numbers(string start)
    {
        string line = Assert.Single(Text.Split('\n'), line => line.StartsWith(start, StringComparison.Ordinal));
        return [.. Number().Matches(line[start.Length..]).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];
    }

    /// <summary>The picture is a PNG of 800 × 600 with something on it: an empty one has under 8,000 bytes.</summary>
    public void Drew(string name)
    {
        byte[] png = File.ReadAllBytes(Path.Combine(Folder, name + ".png"));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.Equal((800, 600), ((png[18] << 8) + png[19], (png[22] << 8) + png[23]));
        Assert.InRange(png.Length, 15_000, 300_000);
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?(E[-+]?\d+)?")]
    private static partial Regex Number();
}
