using System.Text.RegularExpressions;

namespace RegSpec.CompileTime.Tests.Documentation;

/// <summary>The environment variables that change what tests and benchmarks do are those that the page of the tests names.</summary>
public sealed partial class SwitchTests
{
    private static readonly string Text = Pages.Read(Pages.Tests);

    private static readonly string[] Sources =
    [
        .. new[] { "tests", "samples", "src", "generators", "analyzers" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Pages.Repository, folder), "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText),
    ];

    [Fact]
    public void The_page_names_every_switch_that_is_read_and_no_other() =>
        Assert.Equal(Names(Sources.SelectMany(source => Literal().Matches(source))), Names(Rows().Matches(Text).SelectMany(row => Name().Matches(row.Groups["switches"].Value))));

    /// <summary>What is set at night and nowhere else would otherwise never be run at scale.</summary>
    [Fact]
    public void The_nightly_script_sets_exactly_the_switches_of_scale()
    {
        string scale = Text[Text.IndexOf("| at scale |", StringComparison.Ordinal)..Text.IndexOf("| by hand |", StringComparison.Ordinal)];

        Assert.Equal(Names(Rows().Matches(scale).SelectMany(row => Name().Matches(row.Groups["switches"].Value))), Names(Name().Matches(Pages.Read(".ci/nightly"))));
    }

    /// <summary>A name put together at run time would be found by neither of the tests above.</summary>
    [Fact]
    public void Every_switch_is_read_by_its_whole_name() =>
        Assert.All(Sources.SelectMany(source => Reading().Matches(source)), reading => Assert.Matches(@"^(""[A-Z_]+""|\w+(\.\w+)*)$", reading.Groups["argument"].Value));

    private static string[] Names(IEnumerable<Match> matches) => [.. matches.Select(match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"""(?<name>REGSPEC_[A-Z_]+)""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b(?<name>REGSPEC_[A-Z_]+)\b")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\| (?<switches>[^|]*REGSPEC_[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex(@"Environment\.GetEnvironmentVariable\((?<argument>[^)]*)\)")]
    private static partial Regex Reading();
}
