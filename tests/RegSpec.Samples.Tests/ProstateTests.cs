using System.Globalization;
using Prostate;

namespace RegSpec.Samples.Tests;

/// <summary>Runs the prostate sample once, as <c>dotnet run</c> does, and reads what it prints and draws.</summary>
public sealed class ProstateTests(ProstateOutput run) : IClassFixture<ProstateOutput>
{
    private static readonly string[] Terms = ["Intercept", "lcavol", "lweight", "age", "lbph", "svi", "lcp", "gleason", "pgg45", "Test error", "Std error"];

    [Fact]
    public void Least_squares_are_those_of_the_book() =>
        Assert.Equal([2.465, 0.680, 0.263, -0.141, 0.210, 0.305, -0.288, -0.021, 0.267, 0.521, 0.179], Column(0));

    [Fact]
    public void The_ridge_column_is_the_one_that_was_printed() =>
        Assert.Equal([2.452, 0.420, 0.238, -0.046, 0.162, 0.227, 0.000, 0.040, 0.133, 0.492, 0.165], Column(1));

    /// <summary>In units of the 97 rows: λ = 22.776904 with sample deviations is 22.776904·67/66 with those of the population.</summary>
    [Fact]
    public void The_ridge_column_done_right_is_another()
    {
        Assert.Equal([2.464, 0.413, 0.228, -0.046, 0.168, 0.233, 0.003, 0.043, 0.130, 0.492, 0.162], Column(2));
        Assert.Equal(22.776904 * 67 / 66, Numbers("λ")[2], 4);
    }

    [Theory]
    [InlineData("leave-one-out", 3.64521961)]
    [InlineData("GCV  ", 5.04335968)]
    [InlineData("GCV as in MASS", 4.92207172)]
    [InlineData("evidence", 5.52798782)]
    public void Each_criterion_selects_the_reference(string criterion, double lambda) => Assert.Equal(lambda, Numbers(criterion)[^3], 5);

    [Theory]
    [InlineData("10-fold"), InlineData("Hoerl-Kennard-Baldwin"), InlineData("Lawless-Wang")]
    public void The_others_select_something_between(string criterion)
    {
        Assert.InRange(Numbers(criterion)[^3], 1, 10);
        Assert.InRange(Numbers(criterion)[^1], 0.48, 0.51);
    }

    [Fact]
    public void The_pictures_show_every_coefficient()
    {
        byte[] png = File.ReadAllBytes(Path.Combine(run.Folder, "profiles.png"));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.InRange(png.Length, 30_000, 300_000);
        string svg = File.ReadAllText(Path.Combine(run.Folder, "profiles.svg"));
        Assert.Contains("font-family=\"DejaVu Sans\"", svg, StringComparison.Ordinal);
        Assert.True(svg.Split("<path").Length > 9);
        foreach (string name in PatientRidge.Options.FeatureNames!.Append("effective degrees of freedom"))
        {
            Assert.Contains(name, svg, StringComparison.Ordinal);
        }
    }

    private double[] Column(int column) => [.. Terms.Select(term => Numbers(term)[column])];

    /// <summary>The numbers after the words a line starts with.</summary>
    private double[] Numbers(string start)
    {
        string line = run.Text.Split('\n').Single(line => line.StartsWith(start, StringComparison.Ordinal));
        return [.. line[start.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
    }
}

/// <summary>What the sample prints, and the folder it draws into.</summary>
public sealed class ProstateOutput : IDisposable
{
    public ProstateOutput()
    {
        using var captured = new StringWriter();
        Captured.Run(captured, () => typeof(Patient).Assembly.EntryPoint!.Invoke(null, [new[] { Folder }]));
        Text = captured.ToString();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("prostate").FullName;

    public string Text { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
