using System.Globalization;
using Quickstart;
using RegSpec;

namespace RegSpec.Samples.Tests;

/// <summary>Runs the quickstart once with one seed, as <c>dotnet run</c> does, and reads what it prints and draws.</summary>
public sealed class QuickstartTests(QuickstartOutput run) : IClassFixture<QuickstartOutput>
{
    [Fact]
    public void It_prints_the_table_of_the_generated_groups()
    {
        using DigitNet net = Captured.Alone(static () => new DigitNet());
        Assert.Contains(net.ParameterGroups().ToString(), run.Text);
    }

    [Fact]
    public void Both_ways_reach_95_percent_at_a_small_weight_decay()
    {
        double[] least = run.Sweep()[0];
        Assert.Equal(0.5, least[0]);
        Assert.InRange(least[1], 0.95, 1.0);
        Assert.InRange(least[2], 0.95, 1.0);
    }

    [Fact]
    public void The_groups_bear_a_weight_decay_that_ruins_the_stock_call()
    {
        double[] strong = run.Sweep().Single(row => row[0] == 20), strongest = run.Sweep().Single(row => row[0] == 50);
        Assert.InRange(strong[1], 0.97, 1.0);
        Assert.InRange(strong[2], 0.2, strong[1] - 0.03);
        Assert.InRange(strongest[1], 0.97, 1.0);
        Assert.InRange(strongest[2], 0, 0.3);
    }

    [Fact]
    public void Decaying_everything_at_least_halves_the_norm_scales() =>
        Assert.All(run.Sweep(), row => Assert.True(row[3] >= 2 * row[4], $"mean |γ| {row[3]} against {row[4]}"));

    /// <summary>A bias that is not decayed takes the shift and nothing else changes; one that is decayed stops λ/(2 + λ) short of it.</summary>
    [Fact]
    public void Shifted_targets_change_nothing_with_the_groups()
    {
        double[][] rows = run.Translation();
        Assert.Equal(4, rows.Length);
        foreach (double[][] pair in rows.Chunk(2))
        {
            Assert.Equal(pair[0][1], pair[1][1], 0.02);
            Assert.InRange(pair[1][2], 1000 * pair[1][0] / (2 + pair[1][0]), 1020 * pair[1][0] / (2 + pair[1][0]));
        }
    }

    [Fact]
    public void The_picture_is_drawn()
    {
        byte[] png = File.ReadAllBytes(Path.Combine(run.Folder, "sweep.png"));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.InRange(png.Length, 10_000, 200_000);
        Assert.Contains("sweep.png", run.Text, StringComparison.Ordinal);
    }
}

/// <summary>What the quickstart writes to standard output and draws.</summary>
public sealed class QuickstartOutput : IDisposable
{
    public QuickstartOutput()
    {
        using var captured = new StringWriter();
        Captured.Run(captured, () => typeof(DigitNet).Assembly.EntryPoint!.Invoke(null, [new[] { Folder, "1" }]));
        Text = captured.ToString();
    }

    public string Text { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("quickstart").FullName;

    /// <summary>The rows of the sweep: λ, accuracy with groups and with the stock call, mean |γ| of both.</summary>
    public double[][] Sweep() => [.. Text.Split('\n').Where(static line => IsRow(line) && !line.Contains('y', StringComparison.Ordinal)).Select(Numbers)];

    /// <summary>The rows of the shifted targets: λ, error with groups and with the stock call.</summary>
    public double[][] Translation() =>
        [.. Text.Split('\n').Where(static line => IsRow(line) && line.Contains(" y ", StringComparison.Ordinal)).Select(static line => Numbers(line.Replace("y + 1000", "", StringComparison.Ordinal).Replace(" y ", " ", StringComparison.Ordinal)))];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Rows of both tables have numbers with their ranges in brackets.</summary>
    private static bool IsRow(string line) => line.Length > 0 && char.IsDigit(line[0]) && line.Contains(" (", StringComparison.Ordinal);

    /// <summary>The numbers of a line; ranges in brackets are left out.</summary>
    private static double[] Numbers(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(static cell => cell[0] != '(').Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture))];
}
