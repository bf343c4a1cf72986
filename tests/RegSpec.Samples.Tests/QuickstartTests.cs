using System.Globalization;
using Quickstart;
using RegSpec;

namespace RegSpec.Samples.Tests;

/// <summary>Runs the quickstart once, as <c>dotnet run</c> does, and reads what it prints.</summary>
public sealed class QuickstartTests(QuickstartOutput run) : IClassFixture<QuickstartOutput>
{
    private const int Seeds = 5;

    [Fact]
    public void It_prints_the_table_of_the_generated_groups()
    {
        using var net = new DigitNet();
        Assert.Contains(net.ParameterGroups().ToString(), run.Text);
    }

    [Fact]
    public void Both_trainings_reach_95_percent_with_every_seed()
    {
        double[][] rows = run.Rows();
        Assert.Equal(Seeds, rows.Length);
        Assert.All(rows, row =>
        {
            Assert.InRange(row[1], 0.95, 1.0);
            Assert.InRange(row[2], 0.95, 1.0);
        });
    }

    [Fact]
    public void Decaying_everything_at_least_halves_the_norm_scales_with_every_seed() =>
        Assert.All(run.Rows(), row => Assert.True(row[3] >= 2 * row[4], $"mean |γ| {row[3]} against {row[4]}"));
}

/// <summary>The text the quickstart writes to standard output.</summary>
public sealed class QuickstartOutput
{
    public QuickstartOutput()
    {
        using var captured = new StringWriter();
        Captured.Run(captured, () => typeof(DigitNet).Assembly.EntryPoint!.Invoke(null, [Array.Empty<string>()]));
        Text = captured.ToString();
    }

    public string Text { get; }

    /// <summary>The rows of the result table: seed, accuracy with groups and with all decayed, mean |γ| of both.</summary>
    public double[][] Rows() =>
    [
        .. Text.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 5 && int.TryParse(cells[0], out _))
            .Select(cells => cells.Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray()),
    ];
}
